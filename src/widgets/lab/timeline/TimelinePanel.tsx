/**
 * The run in time, under its curves: a slider over the checkpoints that moves every figure of the run to that step, a film of it, a fork
 * from there, and the branches that forks have made.
 *
 * It holds no step of its own: what is looked at is the run's, so that every figure of the page that has this panel shows the same.
 */

import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { formatInteger } from '../../../draw/format';
import type { RunHandle } from '../../../lab/runState';
import { Announcer } from '../../../ui/Announcer';
import { Button } from '../../../ui/Button';
import { ControlRow } from '../../../ui/ControlRow';
import { SegmentedControl } from '../../../ui/SegmentedControl';
import { StopSlider } from '../../../ui/StopSlider';
import { useWidth } from '../../../ui/useWidth';
import { useRunState } from '../../useRun';
import { Branches, BranchTable } from './Branches';
import { ForkDialog } from './ForkDialog';
import { TimelineBar } from './TimelineBar';
import styles from './TimelinePanel.module.css';
import { memoryWords, stopOf, stopsOf, stopWords, ticksOf, viewAt, viewWords } from './stops';
import type { FilmRate } from './stops';
import { useFilm } from './useFilm';
import { useInSight } from './useInSight';

export interface TimelinePanelProps {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  readonly isTableShown: boolean;
  /** Locked: it shows, and nothing of it answers. */
  readonly isDisabled?: boolean;
}

const rates = [
  { value: 'slow', label: 'slow' },
  { value: 'normal', label: 'normal' },
  { value: 'fast', label: 'fast' },
] as const;
/** Room for one name under the slider, with air around it. */
const tickPx = 76;

export function TimelinePanel({
  run,
  isVisible: isFigureVisible,
  isTableShown,
  isDisabled = false,
}: TimelinePanelProps): ReactNode {
  const isLookingBack = useRunState(run, (state) => state.view !== null);
  // Looking back goes on in other figures, and so does the slider, at the foot of the window.
  const isVisible = isFigureVisible || isLookingBack;
  const [sight, isInSight] = useInSight();
  const timeline = useRunState(run, (state) => state.timeline, isVisible);
  const id = useRunState(run, (state) => state.id, isVisible);
  const view = useRunState(run, (state) => state.view, isVisible);
  const newest = useRunState(run, (state) => state.status?.step ?? 0, isVisible);
  const words = useRunState(run, viewWords, isVisible);
  const leftOver = useRunState(run, (state) => state.leftOver ?? null, isVisible);
  const [rate, setRate] = useState<FilmRate>(wantsLessMotion() ? 'slow' : 'normal');
  const [isForking, setIsForking] = useState(false);
  const [isTreeOpen, setIsTreeOpen] = useState(false);
  const [said, setSaid] = useState('');
  const [frame, widthPx] = useWidth<HTMLDivElement>();
  const branchesId = useId();
  const film = useFilm(run, rate, isVisible);

  const stops = useMemo(() => stopsOf(timeline, id, newest), [timeline, id, newest]);
  const stop = stopOf(stops, view);
  const ticks = useMemo(() => ticksOf(stops, Math.max(2, Math.floor(widthPx / tickPx))), [stops, widthPx]);
  const isEmpty = stops.length === 0;
  const isOff = isEmpty || isDisabled;
  const { actions } = run;
  const onStop = (next: number): void => {
    film.stop();
    actions.view(viewAt(stops, next));
  };
  const count = timeline.branches.length;
  return (
    <div ref={frame} role="group" aria-label="Timeline" className={styles.panel}>
      <div ref={sight} className={styles.film}>
        <span className={styles.play}>
          <Button isDisabled={isOff} isPressed={film.isPlaying} onPress={film.isPlaying ? film.stop : film.play}>
            {film.isPlaying ? 'Stop' : 'Play'}
          </Button>
        </span>
        <StopSlider
          label="Step to look at"
          count={stops.length + 1}
          stop={stop}
          valueText={stopWords(stops, stop, newest)}
          ticks={isEmpty ? [] : ticks}
          isDisabled={isOff}
          onChange={onStop}
        />
      </div>
      <div className={styles.words}>
        <span>{words}</span>
        <span className={styles.memory}>{memoryWords(timeline)}</span>
      </div>
      <ControlRow label="Looking back" isTight>
        {leftOver !== null && newest === 0 ? (
          <Button isDisabled={isDisabled} onPress={() => void actions.takeUp()}>
            Take it up
          </Button>
        ) : (
          <Button isDisabled={view === null || isDisabled} onPress={() => actions.view(null)}>
            Back to the newest
          </Button>
        )}
        <Button isDisabled={(isEmpty && newest === 0) || isDisabled} onPress={() => setIsForking(true)}>
          Fork…
        </Button>
        <Button
          isDisabled={isDisabled}
          isExpanded={isTreeOpen}
          controls={branchesId}
          onPress={() => setIsTreeOpen(!isTreeOpen)}
        >
          {`Branches (${formatInteger(count)})`}
        </Button>
        <SegmentedControl label="Film" value={rate} options={rates} onChange={setRate} isLabelHidden size="small" />
      </ControlRow>
      <div id={branchesId} hidden={!isTreeOpen}>
        {isTreeOpen && <Branches run={run} isVisible={isVisible} onSaid={setSaid} />}
      </div>
      {isTableShown && count > 1 && <BranchTable run={run} isVisible={isVisible} />}
      {isForking && (
        <ForkDialog
          run={run}
          onClose={() => setIsForking(false)}
          onForked={(told) => {
            setIsTreeOpen(true);
            setSaid(told);
          }}
        />
      )}
      <Announcer>{said}</Announcer>
      {isLookingBack && !isInSight && (
        <TimelineBar
          words={words}
          count={stops.length + 1}
          stop={stop}
          valueText={stopWords(stops, stop, newest)}
          isPlaying={film.isPlaying}
          onPlay={film.isPlaying ? film.stop : film.play}
          onStop={onStop}
          onNewest={() => actions.view(null)}
        />
      )}
    </div>
  );
}

function wantsLessMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
