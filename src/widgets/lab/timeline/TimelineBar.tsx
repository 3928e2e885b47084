/**
 * The timeline at the foot of the window, while one looks back and its panel is out of sight: kernels, feature maps and the confusion
 * matrix stand in other figures, and whoever moves the slider wants to see them move.
 *
 * It is another view of the panel's own slider and film, not a second of either.
 */

import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../../../ui/Button';
import { StopSlider } from '../../../ui/StopSlider';
import styles from './TimelineBar.module.css';

export interface TimelineBarProps {
  readonly words: string;
  readonly count: number;
  readonly stop: number;
  readonly valueText: string;
  readonly isPlaying: boolean;
  readonly onPlay: () => void;
  readonly onStop: (stop: number) => void;
  readonly onNewest: () => void;
}

export function TimelineBar({
  words,
  count,
  stop,
  valueText,
  isPlaying,
  onPlay,
  onStop,
  onNewest,
}: TimelineBarProps): ReactNode {
  return createPortal(
    <div role="group" aria-label="Timeline, while its figure is out of sight" className={styles.bar}>
      <div className={styles.content}>
        <span className={styles.play}>
          <Button isPressed={isPlaying} onPress={onPlay}>
            {isPlaying ? 'Stop' : 'Play'}
          </Button>
        </span>
        <div className={styles.slider}>
          <StopSlider
            label="Step that all figures look at"
            count={count}
            stop={stop}
            valueText={valueText}
            ticks={[]}
            onChange={onStop}
          />
        </div>
        <span className={styles.words}>{words}</span>
        <Button variant="quiet" onPress={onNewest}>
          Back to the newest
        </Button>
      </div>
    </div>,
    document.body,
  );
}
