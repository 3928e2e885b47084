/** Predict, then run: one quiet question before the first epoch is over, and afterwards the guess beside the measurement. */

import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { formatPercent } from '../../draw/format';
import type { RunHandle } from '../../lab/runState';
import { Button } from '../../ui/Button';
import { useRunState } from '../useRun';
import styles from './Guess.module.css';
import { afterFirstEpoch, guessWords } from './state';

export interface GuessProps {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  readonly guess: number | null;
  readonly isDisabled?: boolean;
  readonly onGuess: (guess: number) => void;
}

export function Guess({ run, isVisible, guess, isDisabled = false, onGuess }: GuessProps): ReactNode {
  const id = useId();
  const [percent, setPercent] = useState(50);
  const measured = useRunState(run, (state) => afterFirstEpoch(state.status, state.testPoints), isVisible);
  if (guess !== null || measured !== null) return <div className={styles.place}>{guessWords(guess, measured)}</div>;
  return (
    <div className={styles.place}>
      <label htmlFor={id}>Where will test accuracy stand after one epoch?</label>
      <span className={styles.answer}>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          step={1}
          value={percent}
          disabled={isDisabled}
          aria-valuetext={`${percent} %`}
          className={styles.slider}
          onChange={(event) => setPercent(event.target.valueAsNumber)}
        />
        <output htmlFor={id} className={styles.percent}>
          {formatPercent(percent / 100, 0)}
        </output>
        <Button variant="quiet" isDisabled={isDisabled} onPress={() => onGuess(percent / 100)}>
          That is my guess
        </Button>
      </span>
    </div>
  );
}
