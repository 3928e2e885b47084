/**
 * The trainer's behaviour without a page: what it keeps, which controls work in which phase, and what its curves, tables
 * and sentences are made of. What can be set is in `settings.ts`.
 *
 * Deliberately not here: the run itself (the lab's) and its numbers. A trainer only shows them and passes on what the reader wants.
 */

import { dataSetTitles, isGenerated, isOwn } from '../../data/dataSet';
import type { DataSetId, DataSetOffer, DataSetOrigin } from '../../data/dataSet';
import { formatFixed, formatInteger, formatNumber, formatPercent, noNumber } from '../../draw/format';
import type { RunPhase, RunStatus, TestPoint, TrainPoint } from '../../engine/protocol';
import type { Panel, Series } from '../../ui/lineChartModel';
import { spreadIndices } from '../../ui/lineChartModel';
import type { OtherCurve } from '../lab/timeline/otherCurves';
import type { LinkForm } from '../widgetState';
import { checkParts } from './parts';
import type { PartName } from './parts';
import { checkSettings, isRecord } from './settings';
import type { Settings } from './settings';

/** What a link carries. */
export interface TrainerState {
  readonly lossScale: 'log' | 'linear';
  readonly isTableShown: boolean;
  /** The reader's guess of the test accuracy after one epoch, 0 … 1; null before the guess. */
  readonly guess: number | null;
  /** Null: whatever the run has. */
  readonly settings: Settings | null;
  /** The step of the timeline that is looked at; null: the newest. */
  readonly viewedStep: number | null;
  /** What a link hides and locks; the author's are attributes. */
  readonly hidden: readonly PartName[];
  readonly locked: readonly PartName[];
}

export const initialState: TrainerState = {
  lossScale: 'log',
  isTableShown: false,
  guess: null,
  settings: null,
  viewedStep: null,
  hidden: [],
  locked: [],
};

/** What links of a trainer leave out (`widgetState.ts`): it never changes. */
const linkBaseline = {
  lossScale: 'log',
  isTableShown: false,
  guess: null,
  viewedStep: null,
  hidden: [],
  locked: [],
  settings: {
    network: 'lenet5',
    dataSet: 'digits',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    seed: 1,
    orderSeed: 1,
    generatorSeed: 1,
    coefficients: {},
    schedule: { kind: 'constant' },
    corruption: {},
    augmentation: {},
    start: null,
  },
} as const;

/** How a trainer that offers these networks is told in links. */
export function trainerForm(networks: readonly string[]): LinkForm<TrainerState> {
  return { kind: 'trainer', baseline: linkBaseline, check: stateCheck(networks) };
}

/** The state that came from a link or the session, or null. Settings of a network that this figure does not offer are refused. */
export function stateCheck(networks: readonly string[]): (value: unknown) => TrainerState | null {
  return (value) => {
    if (!isRecord(value)) return null;
    const { lossScale, isTableShown, guess } = value;
    if ((lossScale !== 'log' && lossScale !== 'linear') || typeof isTableShown !== 'boolean') return null;
    if (guess !== null && !(typeof guess === 'number' && guess >= 0 && guess <= 1)) return null;
    const settings = value['settings'] === null ? null : checkSettings(value['settings'], networks);
    if (settings === null && value['settings'] !== null) return null;
    // Those that older links say nothing of.
    const { viewedStep = null } = value;
    if (viewedStep !== null && !(Number.isInteger(viewedStep) && (viewedStep as number) >= 0)) return null;
    const [hidden, locked] = [checkParts(value['hidden']), checkParts(value['locked'])];
    if (hidden === null || locked === null) return null;
    return { lossScale, isTableShown, guess, settings, viewedStep: viewedStep as number | null, hidden, locked };
  };
}

export interface Controls {
  readonly train: boolean;
  readonly pause: boolean;
  readonly step: boolean;
  readonly reset: boolean;
  readonly settings: boolean;
}

export interface Situation {
  /** Null until the worker has answered. */
  readonly phase: RunPhase | null;
  readonly step: number;
  /** `Train` or `Step` was pressed and has not begun yet. */
  readonly isStarting: boolean;
  readonly isUnavailable: boolean;
}

/** Which controls work. A run that has diverged can be trained on, from the weights that were kept. */
export function controlsFor({ phase, step, isStarting, isUnavailable }: Situation): Controls {
  if (isUnavailable) return { train: false, pause: false, step: false, reset: false, settings: false };
  const isGoing = phase === 'running' || isStarting;
  return {
    train: !isGoing,
    pause: isGoing,
    step: !isGoing,
    reset: step > 0 || isGoing || phase === 'failed',
    settings: true,
  };
}

/** What fits is always offered; choosing one that is not there leads to the import instead. */
export function isAvailable(dataSet: DataSetId, dataSets: readonly DataSetOffer[]): boolean {
  return isGenerated(dataSet) || dataSets.some(({ id }) => id === dataSet);
}

/** As people read it; of a set of the reader's own only what is here has a name. */
export function dataSetTitle(dataSet: DataSetId, dataSets: readonly DataSetOffer[]): string {
  const title = dataSets.find(({ id }) => id === dataSet)?.title;
  return title ?? (isOwn(dataSet) ? 'Your data set' : dataSetTitles[dataSet]);
}

/** `MNIST: 55,000 training, 5,000 validation and 10,000 test images, imported by you.` */
export function dataSetWords(dataSet: DataSetId, dataSets: readonly DataSetOffer[]): string {
  const info = dataSets.find(({ id }) => id === dataSet);
  const origins: Readonly<Record<DataSetOrigin, string>> = {
    generated: 'made by this book',
    imported: 'imported by you',
    fetched: 'fetched by you',
    served: 'from this server',
  };
  if (info === undefined) return `${dataSetTitle(dataSet, dataSets)}.`;
  const { train, validation, test } = info.counts;
  const { changedLabels = 0 } = info;
  const byHand =
    changedLabels === 0
      ? ''
      : ` ${formatInteger(changedLabels)} ${changedLabels === 1 ? 'label' : 'labels'} changed by hand.`;
  return (
    `${info.title}: ${formatInteger(train)} training, ${formatInteger(validation)} validation and ` +
    `${formatInteger(test)} test images, ${origins[info.origin]}.${byHand}`
  );
}

export function panelsFor(
  trainPoints: readonly TrainPoint[],
  testPoints: readonly TestPoint[],
  lossScale: TrainerState['lossScale'],
  others: readonly OtherCurve[] = [],
): readonly [loss: Panel, accuracy: Panel] {
  const curve = (quantity: 'loss' | 'accuracy'): readonly Series[] => [
    ...others.flatMap((other) => [
      { ...seriesOf(`${other.id} training`, 'first', other.trainPoints, quantity), isFaint: true },
      { ...seriesOf(`${other.id} test`, 'second', other.testPoints, quantity), isFaint: true },
    ]),
    seriesOf('training', 'first', trainPoints, quantity),
    seriesOf('test', 'second', testPoints, quantity),
  ];
  return [
    { title: 'loss', scale: lossScale, format: formatNumber, series: curve('loss') },
    { title: 'accuracy', scale: 'linear', domain: [0, 1], format: percentWords, series: curve('accuracy') },
  ];
}

/** Whole percentages on the axis, a decimal where there is one to show. */
function percentWords(fraction: number): string {
  return formatPercent(fraction, Number.isInteger(Number((fraction * 100).toFixed(6))) ? 0 : 1);
}

function seriesOf(
  label: string,
  tone: Series['tone'],
  points: readonly (TrainPoint | TestPoint)[],
  quantity: 'loss' | 'accuracy',
): Series {
  return {
    label,
    tone,
    count: points.length,
    x: (index) => points[index]?.step ?? NaN,
    // Two functions, each with its name: one that looks a name up takes three times as long, 100,000 times in a frame.
    y: quantity === 'loss' ? (index) => points[index]?.loss ?? NaN : (index) => points[index]?.accuracy ?? NaN,
  };
}

export const tableColumns = [
  { label: 'step' },
  { label: 'training loss' },
  { label: 'training accuracy' },
  { label: 'test loss' },
  { label: 'test accuracy' },
] as const;

/** Every test measurement with the training point nearest before it; before the first, training points alone. */
export function tableRows(
  trainPoints: readonly TrainPoint[],
  testPoints: readonly TestPoint[],
): readonly (readonly string[])[] {
  const trainCells = (point: TrainPoint | undefined): string[] =>
    point === undefined ? [noNumber, noNumber] : [formatFixed(point.loss, 3), formatPercent(point.accuracy)];
  if (testPoints.length === 0) {
    return spreadIndices(trainPoints.length, 20).flatMap((index) => {
      const point = trainPoints[index];
      return point === undefined ? [] : [[formatInteger(point.step), ...trainCells(point), noNumber, noNumber]];
    });
  }
  let at = 0;
  return testPoints.map(({ step, loss, accuracy }) => {
    while (at + 1 < trainPoints.length && (trainPoints[at + 1]?.step ?? Infinity) <= step) at += 1;
    const before = trainPoints[at];
    return [
      formatInteger(step),
      ...trainCells(before !== undefined && before.step <= step ? before : undefined),
      formatFixed(loss, 3),
      formatPercent(accuracy),
    ];
  });
}

/** The first measurement on the test set at or after the end of the first epoch; null before there is one. */
export function afterFirstEpoch(
  status: Pick<RunStatus, 'step' | 'epoch'> | null,
  testPoints: readonly TestPoint[],
): TestPoint | null {
  if (status === null || status.step === 0) return null;
  const stepsPerEpoch = status.step / status.epoch;
  return testPoints.find(({ step }) => step >= stepsPerEpoch - 0.5) ?? null;
}

/**
 * `You said 90 %. First measured after one epoch, at step 2,000: 97.6 %, 7.6 points higher.` The whole test set is measured at fixed
 * steps, and an epoch seldom ends at one of them. Null is a guess that was not made.
 */
export function guessWords(guess: number | null, measured: TestPoint | null): string {
  if (guess === null) {
    if (measured === null) return '';
    return `Test accuracy as first measured after one epoch, at step ${formatInteger(measured.step)}: ${formatPercent(measured.accuracy)}.`;
  }
  const said = `You said ${formatPercent(guess, 0)}.`;
  if (measured === null) return `${said} One epoch will tell.`;
  const points = (measured.accuracy - guess) * 100;
  const apart =
    Math.abs(points) < 0.5
      ? 'as you said'
      : `${formatFixed(Math.abs(points), 1)} points ${points > 0 ? 'higher' : 'lower'}`;
  return `${said} First measured after one epoch, at step ${formatInteger(measured.step)}: ${formatPercent(measured.accuracy)}, ${apart}.`;
}
