/** One line that follows the run and gives the verdict. */
import { judge } from '../../lab/goal';
import type { RunState } from '../../lab/runState';
import { Announcer } from '../../ui/Announcer';
import { useRun, useRunState } from '../useRun';
import type { ViewProps } from '../widget';
import styles from './View.module.css';
import type { Attributes } from './schema';
import { goalText, verdictText } from './state';

const selectStep = (state: RunState): number => state.status?.step ?? 0;
const selectPoints = (state: RunState): RunState['testPoints'] => state.testPoints;

export function View({ attributes, visible }: ViewProps<Attributes>) {
  const run = useRun(attributes.run);
  const step = useRunState(run, selectStep, visible);
  const points = useRunState(run, selectPoints, visible);
  const goal = { atLeast: attributes.accuracy, withinSteps: attributes.steps };
  const verdict = judge(goal, step, points);
  const settled = verdict.kind === 'reached' || verdict.kind === 'missed';
  return (
    <div className={styles['goal']} data-verdict={verdict.kind}>
      <p>{goalText(goal)}</p>
      <p className={styles['verdict']}>{verdictText(goal, verdict)}</p>
      {/* Only the verdict is spoken, not every step on the way. */}
      <Announcer>{settled ? verdictText(goal, verdict) : ''}</Announcer>
    </div>
  );
}
