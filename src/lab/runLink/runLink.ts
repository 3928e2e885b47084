/**
 * A run in a link: how it began, what was changed on the way, and the print of its curve. Not its weights and not its images; both come
 * again when it is replayed.
 *
 * What is read back was made by anybody: it is checked completely (`descriptionCheck.ts`) before anything is done with it, and doing
 * something is the reader's decision.
 */

import { isOwn, dataSetTitles } from '../../data/dataSet';
import type { DataSetOffer } from '../../data/dataSet';
import type { RunDescription } from '../../engine/protocol';
import { zoo } from '../../network/zoo';
import { checkedChange, checkedDescription, DescriptionError } from '../descriptionCheck';
import { corrected, difference, isRecord } from '../link/difference';
import type { LinkRecord } from '../link/difference';
import { LinkError, readLink, writeLink } from '../link/linkText';
import type { RunState } from '../runState';
import type { RunChange } from '../timeline';
import { marksOf, marksText, readMarks } from './print';
import type { Print } from './print';

export interface RunLink {
  readonly origin: RunDescription;
  readonly history: readonly RunChange[];
  readonly print: Print;
}

/** What links leave out of a run's beginning: it never changes. */
const baseline = {
  origin: {
    network: 'lenet5',
    dataSet: 'digits',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    seeds: { initialization: 1, order: 1, generator: 1 },
  },
  history: [],
} as const;

const KIND = 'run';
const MOST_CHANGES = 200;
/** A replay of more would not end. */
const MOST_STEPS = 10_000_000;

/** The run as it stands, up to its last step; null before the first. While it trains, up to its last point. */
export function runLinkOf(state: RunState): RunLink | null {
  const { status, origin, history, trainPoints, environment } = state;
  if (status === null || status.step === 0) return null;
  const lastPoint = trainPoints[trainPoints.length - 1]?.step ?? 0;
  const lastStep = status.phase === 'running' ? lastPoint : status.step;
  if (lastStep === 0) return null;
  const executor = status.executor;
  // `WebAssembly SIMD, 3 threads`; what follows the colon is why.
  const [build = ''] = (environment?.executors.find(({ name }) => name === executor)?.detail ?? '').split(':');
  return {
    origin,
    history: history.filter(({ step }) => step < lastStep),
    print: { lastStep, executor, build: build.slice(0, 60), marks: marksOf(trainPoints, lastStep) },
  };
}

export function writeRunLink({ origin, history, print }: RunLink): string {
  const { lastStep, executor, build, marks } = print;
  const whole = {
    origin,
    history: history.map(({ step, change }) => ({
      step,
      change: { ...change, ...('start' in change ? { start: change.start ?? null } : {}) },
    })),
    print: { lastStep, executor, build, points: marksText(marks, lastStep) },
  };
  return writeLink(difference(JSON.parse(JSON.stringify(whole)) as LinkRecord, baseline), KIND);
}

/** @throws LinkError */
export function readRunLink(text: string): RunLink {
  const { origin, history, print } = corrected(baseline, readLink(text, KIND));
  try {
    const described = checkedDescription(origin, 'origin');
    requireNetwork(described.network);
    return { origin: described, history: checkedHistory(history), print: checkedPrint(print) };
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const [expected = 'a run', found = 'another'] = error.message.split(', found ');
    throw new LinkError(expected.replace(/^([a-zA-Z.[\]0-9]+): expected /, 'as “$1” '), found);
  }
}

function checkedHistory(value: unknown): readonly RunChange[] {
  if (!Array.isArray(value) || value.length > MOST_CHANGES) {
    throw new LinkError(`a list of at most ${MOST_CHANGES} changes`, Array.isArray(value) ? `${value.length}` : 'none');
  }
  let before = -1;
  return value.map((entry: unknown, index) => {
    const { step, change } = isRecord(entry) ? entry : { step: null, change: null };
    if (typeof step !== 'number' || !Number.isInteger(step) || step <= before || step > MOST_STEPS) {
      throw new LinkError('changes at whole steps, one after the other', `change ${index + 1} at another place`);
    }
    before = step;
    const checked = checkedChange(change, `history[${index}].change`);
    if (checked.network !== undefined) requireNetwork(checked.network);
    return { step, change: checked };
  });
}

function checkedPrint(value: unknown): Print {
  const { lastStep, executor, build, points } = isRecord(value) ? value : {};
  if (typeof lastStep !== 'number' || !Number.isInteger(lastStep) || lastStep < 1 || lastStep > MOST_STEPS) {
    throw new LinkError('a last step from 1 to 10,000,000', typeof lastStep === 'number' ? String(lastStep) : 'none');
  }
  if (
    typeof executor !== 'string' ||
    !/^[a-z][a-z-]{0,19}$/.test(executor) ||
    typeof build !== 'string' ||
    build.length > 60
  ) {
    throw new LinkError('the name of what ran the numbers', 'none');
  }
  const marks = typeof points === 'string' ? readMarks(points, lastStep) : null;
  if (marks === null) throw new LinkError(`the points of a curve of ${lastStep} steps`, 'others');
  return { lastStep, executor, build, marks };
}

function requireNetwork(network: string): void {
  if (zoo.some(({ name }) => name === network)) return;
  throw new LinkError(
    `a network of this book (${zoo.map(({ name }) => name).join(', ')})`,
    `“${network.slice(0, 40)}”`,
  );
}

/** What the receiver must bring, in words; null when the book has everything, or the receiver has brought it. */
export function missingWords({ origin, history }: RunLink, here: readonly DataSetOffer[]): string | null {
  const parts = [origin, ...history.map(({ change }) => change)];
  const sets = parts.flatMap(({ dataSet }) => (dataSet === undefined ? [] : [dataSet]));
  const sentences: string[] = [];
  for (const dataSet of new Set(sets)) {
    if (isOwn(dataSet)) {
      const isHere = here.some(({ id }) => id === dataSet);
      sentences.push(
        isHere
          ? `It was trained on its maker’s own images, “${dataSet}”; yours of that name are used, and may be others.`
          : `It was trained on its maker’s own images, “${dataSet}”, which a link cannot hold. Ask for them and import them under the same name first.`,
      );
    } else if (!here.some(({ id }) => id === dataSet) && here.length > 0) {
      sentences.push(
        `It was trained on ${dataSetTitles[dataSet]}, which is not here yet. Fetch it under “Data…” first.`,
      );
    }
  }
  for (const { start } of parts) {
    if (start !== undefined && 'file' in start) {
      sentences.push(
        `It started from a file of its maker’s, “${start.name}”, which a link cannot hold. Ask for it and choose “Load weights” in the figure’s menu first.`,
      );
    }
  }
  return sentences.length === 0 ? null : [...new Set(sentences)].join(' ');
}
