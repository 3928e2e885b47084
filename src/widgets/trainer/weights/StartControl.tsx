/**
 * What the run starts from: random weights, those that the book ships for this network, or a file that the reader has loaded; and the card of
 * shipped ones behind one line. Holds nothing but what it has fetched.
 */

import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { DataSetId } from '../../../data/dataSet';
import { accuracyWords } from '../../../data/readableCard';
import type { OfferedWeights, WeightsCard } from '../../../data/weightsCard';
import { formatInteger } from '../../../draw/format';
import type { RunHandle } from '../../../lab/runState';
import { Fold } from '../../../ui/Fold';
import { Select } from '../../../ui/Select';
import { useRunState } from '../../useRun';
import styles from './StartControl.module.css';
import { fittingWeights, startOptions, startValue } from './startChoices';
import type { StartSetting } from './startChoices';

export interface StartControlProps {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  readonly network: string;
  readonly dataSet: DataSetId;
  readonly start: StartSetting;
  readonly isDisabled: boolean;
  readonly onChange: (start: StartSetting) => void;
}

export function StartControl({
  run,
  isVisible,
  network,
  dataSet,
  start,
  isDisabled,
  onChange,
}: StartControlProps): ReactNode {
  const dataSets = useRunState(run, (state) => state.dataSets, isVisible);
  const words = useRunState(run, (state) => state.status?.startWords ?? null, isVisible);
  const offered = useOffered(run, isVisible);
  const options = startOptions(fittingWeights(offered, { network, dataSet }, dataSets), start);
  const weights = start !== null && 'weights' in start ? start.weights : null;
  return (
    <div role="group" aria-label="Start" className={styles.start}>
      <Select
        label="Start from"
        value={startValue(start)}
        options={options}
        onChange={(value) => onChange(options.find((option) => option.value === value)?.start ?? null)}
        isDisabled={isDisabled}
      />
      <div className={styles.about}>
        <p className={styles.words} aria-live="polite">
          {start === null ? 'Random weights come from the seed. “Load weights” in the menu takes a file.' : words}
        </p>
        {weights !== null && <Card key={weights} run={run} weights={weights} />}
      </div>
    </div>
  );
}

/** The list of shipped weights; empty until it is here, and where it cannot be had: the run says why when one is asked for. */
function useOffered(run: RunHandle, isVisible: boolean): readonly OfferedWeights[] {
  const [offered, setOffered] = useState<readonly OfferedWeights[]>([]);
  useEffect(() => {
    if (!isVisible || offered.length > 0) return;
    let isGone = false;
    run.actions.trainedWeights().then(
      (found) => {
        if (!isGone) setOffered(found);
      },
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [run, isVisible, offered.length]);
  return offered;
}

function Card({ run, weights }: { readonly run: RunHandle; readonly weights: string }): ReactNode {
  const [card, setCard] = useState<WeightsCard | string>('Fetching the card …');
  useEffect(() => {
    let isGone = false;
    run.actions.weightsCard(weights).then(
      (found) => {
        if (!isGone) setCard(found);
      },
      (error: unknown) => {
        if (!isGone) setCard(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isGone = true;
    };
  }, [run, weights]);
  if (typeof card === 'string') return <p className={styles.waiting}>{card}</p>;
  return (
    <Fold summary={`${card.title}: ${accuracyWords(card)}`}>
      <dl className={styles.card}>
        {cardRows(card).map(([term, description]) => (
          <div key={term} className={styles.entry}>
            <dt>{term}</dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  );
}

/** What a reader asks of weights that somebody else has trained. */
function cardRows({ network, data, training, file, licence, limits }: WeightsCard): readonly [string, string][] {
  const minutes = training.seconds / 60;
  const time =
    minutes < 2
      ? `${formatInteger(Math.round(training.seconds))} seconds`
      : `${formatInteger(Math.round(minutes))} minutes`;
  const threads = training.threads === 1 ? 'one thread' : `${training.threads} threads`;
  return [
    ['Trained on', `${data.title}, ${formatInteger(data.trainingImages)} images of ${data.shape.join(' × ')}`],
    [
      'How',
      `${training.optimizer}, learning rate ${training.learningRate}, batches of ${training.batchSize}, ${formatInteger(training.steps)} steps; ` +
        `${time} with ${training.executor} on ${threads}`,
    ],
    ['When', training.date],
    ['File', `${formatInteger(network.parameters)} parameters in ${formatInteger(Math.ceil(file.bytes / 1024))} KiB`],
    ['Licence', licence],
    ['Limits', limits.join(' ')],
  ];
}
