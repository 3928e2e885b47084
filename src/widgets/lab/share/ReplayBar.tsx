/** The quiet bar of a run that came in a link: what it is, Replay and Dismiss; then how far it is, and what came out of it. */

import type { ReactNode } from 'react';
import { formatInteger } from '../../../draw/format';
import { missingWords } from '../../../lab/runLink/runLink';
import type { RunHandle } from '../../../lab/runState';
import { Announcer } from '../../../ui/Announcer';
import { Button } from '../../../ui/Button';
import { Problem } from '../../../ui/Problem';
import { ProgressBar } from '../../../ui/ProgressBar';
import { useRunState } from '../../useRun';
import styles from './ReplayBar.module.css';
import { runWords } from './runWords';
import { doneWords } from './useReplay';
import type { Replay } from './useReplay';

export interface ReplayBarProps {
  readonly run: RunHandle;
  readonly replay: Replay;
  readonly isVisible: boolean;
}

export function ReplayBar({ run, replay, isVisible }: ReplayBarProps): ReactNode {
  const dataSets = useRunState(run, (current) => current.dataSets, isVisible);
  const { state } = replay;
  const words = 'link' in state && state.kind !== 'going' ? wordsOf(state, missingWords(state.link, dataSets)) : '';
  return (
    <>
      {state.kind !== 'none' && <BarOf replay={replay} words={words} />}
      <Announcer>{words}</Announcer>
    </>
  );
}

function wordsOf(
  state: Extract<Replay['state'], { readonly kind: 'offered' | 'done' | 'failed' }>,
  missing: string | null,
): string {
  switch (state.kind) {
    case 'offered':
      return `This link brings ${runWords(state.link)}.${missing === null ? '' : ` ${missing}`} Replaying it here starts the figure’s run over.`;
    case 'done':
      return doneWords(state.verdict, state.isWhole, state.link);
    case 'failed':
      return `The run could not be replayed. ${state.words}`;
    default:
      return state satisfies never;
  }
}

function BarOf({ replay, words }: { readonly replay: Replay; readonly words: string }): ReactNode {
  const { state, start, stop, dismiss } = replay;
  if (state.kind === 'none') return null;
  if (state.kind === 'unreadable') return <Problem message={state.words} onDismiss={dismiss} />;
  if (state.kind === 'going') {
    const { lastStep } = state.link.print;
    const kind = state.verdict?.kind ?? 'nothing';
    const soFar = kind === 'nothing' ? '' : `, ${shortWords[kind]} so far`;
    return (
      <div className={styles.bar} role="group" aria-label="Run from the link">
        <div className={styles.words}>
          <ProgressBar
            label={`Replaying: step ${formatInteger(state.step)} of ${formatInteger(lastStep)}${soFar}`}
            fraction={state.step / lastStep}
          />
        </div>
        <Button onPress={stop}>Stop</Button>
      </div>
    );
  }
  const isOver = state.kind === 'done' && state.isWhole;
  return (
    <div className={styles.bar} role="group" aria-label="Run from the link">
      <p className={styles.words}>{words}</p>
      <span className={styles.buttons}>
        {!isOver && <Button onPress={start}>Replay</Button>}
        <Button variant="quiet" onPress={dismiss}>
          Dismiss
        </Button>
      </span>
    </div>
  );
}

const shortWords = { same: 'same', within: 'within tolerance', differs: 'differs' } as const;
