/** Which image the network looks at: a test image by its number, one at random, or the reader's drawing. And what it answers. */

import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { SplitName } from '../../data/dataSet';
import { formatInteger, formatPercent } from '../../draw/format';
import type { Inspection } from '../../engine/protocol';
import type { CurrentInputHandle } from '../../lab/currentInput';
import { latest } from '../../lab/latest';
import { stepLookedAt, stepLookedBackAt } from '../../lab/lookedAt';
import { offerOf } from '../../lab/runNetwork';
import type { RunHandle } from '../../lab/runState';
import { randomStream } from '../../tensor/random';
import { Button } from '../../ui/Button';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { useRunState } from '../useRun';
import { MapView } from './MapView';
import styles from './View.module.css';
import type { Frame } from './frames';
import type { LayerView } from './layers';
import { limitOf, shownValues } from './painting';

export interface InputBarProps {
  readonly run: RunHandle;
  readonly input: CurrentInputHandle;
  readonly inputView: LayerView;
  readonly classes: readonly string[];
  readonly inspection: Inspection | null;
  /** The part of the image that the picked cell sees. */
  readonly frames: readonly Frame[];
  readonly isVisible: boolean;
}

/** Until the data set is known. */
const usualCount = 10_000;

export function InputBar({ run, input, inputView, classes, inspection, frames, isVisible }: InputBarProps): ReactNode {
  const current = useSyncExternalStore(input.store.subscribe, input.store.getState);
  const dataSet = useRunState(run, (state) => state.description.dataSet, isVisible);
  const info = useRunState(run, offerOf, isVisible);
  const isUntrained = useRunState(run, (state) => stepLookedAt(state) === 0, isVisible);
  const back = useRunState(run, stepLookedBackAt, isVisible);
  const [draws, setDraws] = useState(0);
  const { index, split } = current.sample;
  const count = info?.counts[split] ?? usualCount;
  const truth = useTruth(run, dataSet, split, index, isVisible);
  const isDrawing = current.source === 'drawing';
  const go = (to: number): void => input.showSample(split, (to + count) % count);
  const values = shownValues(inputView, inspection);
  return (
    <div className={styles.inputBar}>
      <MapView
        view={inputView}
        channel={0}
        isWhole
        values={values}
        limit={limitOf(values)}
        sidePx={96}
        frames={frames}
        label={
          frames.length > 0
            ? 'The image, with the part framed that the picked cell sees'
            : 'The image that the network looks at'
        }
      />
      <div className={styles.inputWords}>
        <div className={styles.inputControls} role="group" aria-label="Image">
          <SegmentedControl
            label="Image"
            isLabelHidden
            value={current.source}
            options={[
              { value: 'sample', label: 'test image' },
              { value: 'drawing', label: 'my drawing', isDisabled: current.drawing === null },
            ]}
            onChange={(source) => (source === 'drawing' ? input.showDrawing() : input.showSample(split, index))}
          />
          <span className={styles.steppers}>
            <Button variant="quiet" label="Previous image" onPress={() => go(index - 1)} isDisabled={isDrawing}>
              Previous
            </Button>
            <Button variant="quiet" label="Next image" onPress={() => go(index + 1)} isDisabled={isDrawing}>
              Next
            </Button>
            <Button
              variant="quiet"
              label="Random image"
              isDisabled={isDrawing}
              onPress={() => {
                setDraws(draws + 1);
                go(randomStream(1, 'explorer.image', draws).integer(count));
              }}
            >
              Random
            </Button>
          </span>
        </div>
        <p className={styles.answer}>
          {isDrawing
            ? 'Your drawing. '
            : `Test image ${formatInteger(index)}${truth === null ? '' : `, labelled ${classes[truth] ?? truth}`}. `}
          {answerWords(inspection, isUntrained, classes, back)}
        </p>
      </div>
    </div>
  );
}

function answerWords(
  inspection: Inspection | null,
  isUntrained: boolean,
  classes: readonly string[],
  back: number | null,
): string {
  if (inspection === null) return '';
  let best = 0;
  inspection.probabilities.forEach((probability, label) => {
    if (probability > (inspection.probabilities[best] ?? 0)) best = label;
  });
  const answer = `${classes[best] ?? best} (${formatPercent(inspection.probabilities[best] ?? 0, 0)})`;
  if (isUntrained) return `Not trained yet, the network guesses ${answer}.`;
  if (back !== inspection.step) return `The network says ${answer}.`;
  return `At step ${formatInteger(back)} (looking back) the network says ${answer}.`;
}

/** The label of the test image; null until it has come. */
function useTruth(run: RunHandle, dataSet: string, split: SplitName, index: number, isVisible: boolean): number | null {
  const [known, setKnown] = useState<{ readonly key: string; readonly label: number } | null>(null);
  const key = `${dataSet} ${split} ${index}`;
  const asker = useMemo(
    () =>
      latest<{ readonly key: string; readonly split: SplitName; readonly index: number }, number | null>({
        answer: async (question) => (await run.actions.images(question.split, [question.index])).labels[0] ?? null,
        onAnswer: (label, question) => {
          if (label !== null) setKnown({ key: question.key, label });
        },
        // Without its label the image is shown all the same.
        onError: () => undefined,
      }),
    [run],
  );
  useEffect(() => () => asker.stop(), [asker]);
  useEffect(() => {
    if (isVisible) asker.ask({ key, split, index });
  }, [asker, isVisible, key, split, index]);
  return known?.key === key ? known.label : null;
}
