/**
 * Records that come back from storage or from a file, checked field by field. What is returned holds only what a record may hold.
 *
 * Deliberately not here: what to do with one that is damaged; who reads it counts it or says so.
 */

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
import { recordVersion, runNameProblem, runNotesProblem, THUMBNAIL_POINTS } from './record';
import type { CurveColumns, Figures, Measured, Place, RunCurves, RunFacts, RunSummary, SweepMark } from './record';

const MOST_CHANGES = 10_000;

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
