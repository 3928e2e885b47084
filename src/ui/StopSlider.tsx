/**
 * A slider over stops that stand evenly, however far apart what they stand for is: one stop for each press of an arrow key, ten for a
 * Page key, the ends with Home and End. Some stops have their name below.
 *
 * It is the platform's own range: React Aria's slider words its value as a number and sizes its pages by itself, and here both are ours.
 */

import type { KeyboardEvent, ReactNode } from 'react';
import styles from './StopSlider.module.css';

export interface SliderTick {
  readonly stop: number;
  readonly label: string;
}

export interface StopSliderProps {
  readonly label: string;
  /** Stops are 0 … count − 1. */
  readonly count: number;
  readonly stop: number;
  /** The stop in words, for a reader who hears the page. */
  readonly valueText: string;
  readonly ticks: readonly SliderTick[];
  readonly onChange: (stop: number) => void;
  readonly isDisabled?: boolean;
}

const page: Readonly<Record<string, number>> = { PageUp: 10, PageDown: -10 };

export function StopSlider({
  label,
  count,
  stop,
  valueText,
  ticks,
  onChange,
  isDisabled = false,
}: StopSliderProps): ReactNode {
  const last = Math.max(0, count - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = page[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = Math.min(last, Math.max(0, stop + move));
    if (next !== stop) onChange(next);
  };
  return (
    <div className={styles.slider}>
      <input
        type="range"
        className={styles.range}
        aria-label={label}
        aria-valuetext={valueText}
        min={0}
        max={last}
        step={1}
        value={stop}
        disabled={isDisabled}
        onKeyDown={onKeyDown}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <div className={styles.ticks} aria-hidden="true">
        {ticks.map((tick) => (
          <span
            key={tick.stop}
            className={styles.tick}
            data-end={tick.stop === 0 ? 'first' : tick.stop === last ? 'last' : undefined}
            style={{ left: `${last === 0 ? 0 : (100 * tick.stop) / last}%` }}
          >
            {tick.label}
          </span>
        ))}
      </div>
    </div>
  );
}
