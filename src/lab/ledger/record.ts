/**
 * What the ledger keeps of a run, as plain data, in two pieces: a summary, which a list of a thousand runs shows, and the curves, which
 * are read only for the runs that are looked at.
 *
 * Everything that can be computed from the curves (the figures, the thumbnail) is computed from them when a record is made, here alone,
 * so that a file cannot claim other figures than its curves show.
 *
 * Deliberately not here: checking what comes back from storage or from a file (`recordCheck.ts`).
 */

import type { RunDescription, TestPoint, TrainPoint } from '../../engine/protocol';
import { MOST_POINTS, thin } from '../curve';

/** Of a record's shape. A later one comes with a migration in `database.ts`. */
export const recordVersion = 2;
/** A run is kept from this many steps of its own on. */
export const LEAST_STEPS = 20;
export const MOST_NAME_LETTERS = 60;
export const MOST_NOTES_LETTERS = 4000;
export const THUMBNAIL_POINTS = 64;

/** A change on the way: what was set, and the first step that it did not count for. */
export interface KeptChange {
  readonly step: number;
  readonly change: Partial<RunDescription>;
}

export interface Place {
  readonly id: string;
  readonly step: number;
}
export interface SweepMark {
  readonly id: string;
  readonly title: string;
}

/** A test measurement, or the mean of the training loss, and when. */
export interface Measured {
  readonly step: number;
  readonly value: number;
}

export interface Figures {
  /** Of the last training point; null where there is none. */
  readonly loss: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  readonly bestLoss: Measured | null;
  readonly bestTestAccuracy: Measured | null;
}

/** What a run is, without what its curves say. */
export interface RunFacts {
  /** As `RunState.id`. */
  readonly id: string;
  readonly origin: RunDescription;
  readonly description: RunDescription;
  readonly history: readonly KeptChange[];
  /** Of a fork. */
  readonly parent: Place | null;
  readonly sweep: SweepMark | null;
  /** Of the book, by its id; empty outside chapters. */
  readonly chapter: string;
  /** As the data set was called here; null where nothing was said. */
  readonly dataTitle: string | null;
  readonly executor: { readonly name: string; readonly detail: string; readonly reason: string };
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  readonly lastAt: number;
  /** Spent in training, pauses not counted. */
  readonly trainingMs: number;
  readonly steps: number;
  /** Why it stopped by itself, in words. */
  readonly failure: string | null;
  /** Empty: not named. */
  readonly name: string;
  readonly notes: string;
  readonly isPinned: boolean;
  /** When it came from a file; null for a run of this browser. */
  readonly importedAt: number | null;
}

export interface RunSummary extends RunFacts {
  readonly version: typeof recordVersion;
  /** Which page writes it (see `keeper.ts`). */
  readonly writer: string;
  readonly figures: Figures;
  /** Some 64 points of the training loss, evenly over the steps, for a small picture. */
  readonly thumbnail: readonly number[];
}

/** Three numbers of each point, side by side: small, and quick to copy. */
export interface CurveColumns {
  readonly steps: Float64Array;
  readonly loss: Float64Array;
  readonly accuracy: Float64Array;
}
export interface RunCurves {
  readonly id: string;
  readonly train: CurveColumns;
  readonly test: CurveColumns;
}
export interface KeptRun {
  readonly summary: RunSummary;
  readonly curves: RunCurves;
}

type Point = TrainPoint | TestPoint;

export function columnsOf(points: readonly Point[]): CurveColumns {
  return {
    steps: Float64Array.from(points, ({ step }) => step),
    loss: Float64Array.from(points, ({ loss }) => loss),
    accuracy: Float64Array.from(points, ({ accuracy }) => accuracy),
  };
}

export function pointsOf({ steps, loss, accuracy }: CurveColumns): readonly TrainPoint[] {
  return Array.from(steps, (step, index) => ({ step, loss: loss[index] ?? NaN, accuracy: accuracy[index] ?? NaN }));
}

/** The record of these facts and points; long curves are thinned, with their spikes. */
export function keptRun(
  facts: RunFacts,
  writer: string,
  trainPoints: readonly TrainPoint[],
  testPoints: readonly TestPoint[],
): KeptRun {
  const train = thinned(trainPoints);
  const test = thinned(testPoints);
  return {
    summary: {
      ...facts,
      version: recordVersion,
      writer,
      figures: figuresOf(train, test),
      thumbnail: thumbnailOf(train),
    },
    curves: { id: facts.id, train: columnsOf(train), test: columnsOf(test) },
  };
}

/** The facts alone, in one order. */
export function factsOf(summary: RunSummary): RunFacts {
  const { id, name, notes, isPinned, chapter, begunAt, lastAt, trainingMs, steps, failure, executor } = summary;
  const { dataTitle, origin, description, history, parent, sweep, importedAt } = summary;
  const when = { begunAt, lastAt, trainingMs, steps, failure };
  const what = { dataTitle, origin, description, history, parent, sweep };
  return { id, name, notes, isPinned, chapter, ...when, executor, ...what, importedAt };
}

function thinned<P extends Point>(points: readonly P[]): readonly P[] {
  let kept = points;
  while (kept.length > MOST_POINTS) kept = thin(kept);
  return kept;
}

function figuresOf(train: readonly Point[], test: readonly Point[]): Figures {
  const lastTest = test[test.length - 1];
  let bestLoss: Measured | null = null;
  for (const { step, loss } of train) {
    if (Number.isFinite(loss) && (bestLoss === null || loss < bestLoss.value)) bestLoss = { step, value: loss };
  }
  let bestTestAccuracy: Measured | null = null;
  for (const { step, accuracy } of test) {
    if (Number.isFinite(accuracy) && (bestTestAccuracy === null || accuracy > bestTestAccuracy.value)) {
      bestTestAccuracy = { step, value: accuracy };
    }
  }
  return {
    loss: train[train.length - 1]?.loss ?? null,
    testLoss: lastTest?.loss ?? null,
    testAccuracy: lastTest?.accuracy ?? null,
    bestLoss,
    bestTestAccuracy,
  };
}

/** One loss for each of 64 equal stretches of steps: the one furthest from the stretch before, so that a spike stays one. */
function thumbnailOf(train: readonly Point[]): readonly number[] {
  const last = train[train.length - 1]?.step ?? 0;
  const finite = train.filter(({ loss }) => Number.isFinite(loss));
  if (finite.length <= THUMBNAIL_POINTS) return finite.map(({ loss }) => loss);
  const picked: number[] = [];
  let at = 0;
  for (let stretch = 1; stretch <= THUMBNAIL_POINTS; stretch++) {
    const before = picked[picked.length - 1];
    let chosen: number | null = null;
    for (; at < finite.length; at++) {
      const point = finite[at];
      if (point === undefined || point.step > (stretch * last) / THUMBNAIL_POINTS) break;
      if (chosen === null || (before !== undefined && Math.abs(point.loss - before) > Math.abs(chosen - before))) {
        chosen = point.loss;
      }
    }
    const value = chosen ?? before;
    if (value !== undefined) picked.push(value);
  }
  return picked;
}

/** Control characters, and those that turn the direction of writing around. A newline and a tab are fine in notes. */
const unseenInNames = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const unseenInNotes = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** Why a run cannot have this name, in words; null when it can. An empty name takes the name away. */
export function runNameProblem(name: string): string | null {
  if (name.length > MOST_NAME_LETTERS) {
    return `The name of a run is to have at most ${MOST_NAME_LETTERS} characters, found ${name.length}. Choose a shorter one; notes have room for more.`;
  }
  return unseenInNames.test(name)
    ? 'The name of a run is to have letters that can be seen, found control characters. Choose another name.'
    : null;
}

/** Why a run cannot have these notes, in words; null when it can. */
export function runNotesProblem(notes: string): string | null {
  if (notes.length > MOST_NOTES_LETTERS) {
    return `Notes on a run are to have at most ${MOST_NOTES_LETTERS.toLocaleString('en-GB')} characters, found ${notes.length.toLocaleString('en-GB')}. Leave something out.`;
  }
  return unseenInNotes.test(notes)
    ? 'Notes on a run are to have letters that can be seen, found control characters. Take them out.'
    : null;
}
