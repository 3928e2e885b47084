/**
 * What the ledger keeps of a run, as plain data, in two pieces: a summary, which a list of a thousand runs shows, and the curves, which
 * are read only for the runs that are looked at.
 *
 * Everything that can be computed from the curves (the figures, the thumbnail) is computed from them when a record is made, here alone,
 * so that a file cannot claim other figures than its curves show. What comes back from storage or from a file is checked field by field.
 */

import type { RunDescription, TestPoint, TrainPoint } from '../../engine/protocol';
import { MOST_POINTS, thin } from '../curve';
import {
  checkedChange,
  checkedDescription,
  numberAt,
  recordAt,
  refuse,
  textAt,
  wholeAt,
  type Fields,
} from '../descriptionCheck';

/** Of a record's shape. A later one comes with a migration in `database.ts`. */
export const recordVersion = 2;
/** A run is kept from this many steps of its own on. */
export const LEAST_STEPS = 20;
export const MOST_NAME_LETTERS = 60;
export const MOST_NOTES_LETTERS = 4000;
const THUMBNAIL_POINTS = 64;
const MOST_CHANGES = 10_000;

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

/** Ids are made by this book: letters, digits and hyphens. */
export function idAt(value: unknown, where: string): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(value)) {
    refuse(where, 'an id of letters, digits and hyphens', value);
  }
  return value;
}

/** @throws DescriptionError */
export function checkedFacts(value: unknown, where: string): RunFacts {
  const fields = recordAt(value, where);
  const at = (name: string): string => `${where}.${name}`;
  const { name, notes, isPinned, history, importedAt, failure, dataTitle } = fields;
  const nameProblem = runNameProblem(textAt(name, at('name'), 10_000));
  if (nameProblem !== null) refuse(at('name'), `a name (${nameProblem})`, name);
  const notesProblem = runNotesProblem(textAt(notes, at('notes'), 100_000));
  if (notesProblem !== null) refuse(at('notes'), `notes (${notesProblem})`, notes);
  if (typeof isPinned !== 'boolean') refuse(at('isPinned'), 'true or false', isPinned);
  if (!Array.isArray(history) || history.length > MOST_CHANGES) refuse(at('history'), 'a list of changes', history);
  return {
    id: idAt(fields['id'], at('id')),
    origin: checkedDescription(fields['origin'], at('origin')),
    description: checkedDescription(fields['description'], at('description')),
    history: (history as unknown[]).map((entry, index) => {
      const { step, change } = recordAt(entry, at(`history[${index}]`));
      return {
        step: wholeAt(step, at(`history[${index}].step`)),
        change: checkedChange(change, at(`history[${index}].change`)),
      };
    }),
    parent: placeAt(fields['parent'], at('parent')),
    sweep: sweepAt(fields['sweep'], at('sweep')),
    chapter: textAt(fields['chapter'], at('chapter'), 100),
    dataTitle: dataTitle === null ? null : textAt(dataTitle, at('dataTitle'), 200),
    executor: executorAt(fields['executor'], at('executor')),
    begunAt: numberAt(fields['begunAt'], at('begunAt'), 0, LATEST_TIME),
    lastAt: numberAt(fields['lastAt'], at('lastAt'), 0, LATEST_TIME),
    trainingMs: numberAt(fields['trainingMs'], at('trainingMs')),
    steps: wholeAt(fields['steps'], at('steps')),
    failure: failure === null ? null : textAt(failure, at('failure'), 4000),
    name: name as string,
    notes: notes as string,
    isPinned,
    importedAt: importedAt === null ? null : numberAt(importedAt, at('importedAt'), 0, LATEST_TIME),
  };
}

/** The last moment that a JavaScript date can name. */
const LATEST_TIME = 8.64e15;

function placeAt(value: unknown, where: string): Place | null {
  if (value === null) return null;
  const { id, step } = recordAt(value, where);
  return { id: idAt(id, `${where}.id`), step: wholeAt(step, `${where}.step`) };
}

function sweepAt(value: unknown, where: string): SweepMark | null {
  if (value === null) return null;
  const { id, title } = recordAt(value, where);
  return { id: idAt(id, `${where}.id`), title: textAt(title, `${where}.title`, 200) };
}

function executorAt(value: unknown, where: string): RunFacts['executor'] {
  const { name, detail, reason } = recordAt(value, where);
  return {
    name: textAt(name, `${where}.name`, 60),
    detail: textAt(detail, `${where}.detail`, 1000),
    reason: textAt(reason, `${where}.reason`, 1000),
  };
}

/** A summary as it was kept. @throws DescriptionError when it is damaged */
export function checkedSummary(value: unknown, where: string): RunSummary {
  const fields = recordAt(value, where);
  if (fields['version'] !== recordVersion) refuse(`${where}.version`, String(recordVersion), fields['version']);
  const { thumbnail } = fields;
  if (!Array.isArray(thumbnail) || thumbnail.length > 2 * THUMBNAIL_POINTS) {
    refuse(`${where}.thumbnail`, 'a short list of numbers', thumbnail);
  }
  return {
    ...checkedFacts(value, where),
    version: recordVersion,
    writer: textAt(fields['writer'], `${where}.writer`, 100),
    figures: figuresAt(fields['figures'], `${where}.figures`),
    thumbnail: thumbnail.map((loss: unknown, index) => numberAt(loss, `${where}.thumbnail[${index}]`, -Infinity)),
  };
}

function figuresAt(value: unknown, where: string): Figures {
  const { loss, testLoss, testAccuracy, bestLoss, bestTestAccuracy } = recordAt(value, where);
  // Not a number, or infinite, where the run diverged.
  const anyNumber = (given: unknown, name: string): number | null =>
    given === null || typeof given === 'number' ? given : refuse(`${where}.${name}`, 'a number', given);
  const measured = (given: unknown, name: string): Measured | null => {
    if (given === null) return null;
    const point: Fields = recordAt(given, `${where}.${name}`);
    return {
      step: wholeAt(point['step'], `${where}.${name}.step`),
      value: numberAt(point['value'], `${where}.${name}.value`, -Infinity),
    };
  };
  return {
    loss: anyNumber(loss, 'loss'),
    testLoss: anyNumber(testLoss, 'testLoss'),
    testAccuracy: anyNumber(testAccuracy, 'testAccuracy'),
    bestLoss: measured(bestLoss, 'bestLoss'),
    bestTestAccuracy: measured(bestTestAccuracy, 'bestTestAccuracy'),
  };
}

/** Curves as they were kept. @throws DescriptionError when they are damaged */
export function checkedCurves(value: unknown, where: string): RunCurves {
  const { id, train, test } = recordAt(value, where);
  return {
    id: idAt(id, `${where}.id`),
    train: columnsAt(train, `${where}.train`),
    test: columnsAt(test, `${where}.test`),
  };
}

function columnsAt(value: unknown, where: string): CurveColumns {
  const { steps, loss, accuracy } = recordAt(value, where);
  const column = (given: unknown, name: string): Float64Array =>
    given instanceof Float64Array ? given : refuse(`${where}.${name}`, 'a column of numbers', given);
  const columns = { steps: column(steps, 'steps'), loss: column(loss, 'loss'), accuracy: column(accuracy, 'accuracy') };
  if (columns.loss.length !== columns.steps.length || columns.accuracy.length !== columns.steps.length) {
    refuse(where, 'columns of one length', columns.loss.length);
  }
  return columns;
}
