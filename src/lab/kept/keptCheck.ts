/**
 * Kept runs on their way to and from the database: curves as columns of numbers, and everything that comes back checked, since a version
 * of the book before or after this one may have written it.
 */

import type { Snapshot, TestPoint, TrainPoint } from '../../engine/protocol';
import { checkedChange, checkedDescription, numberAt, recordAt, refuse, textAt, wholeAt } from '../descriptionCheck';
import type { Branch, RunChange } from '../timeline';
import type { KeptRun } from './keptRun';

/** A run without its weights. */
export type KeptCourse = Omit<KeptRun, 'newest' | 'checkpoints'>;

type Point = TrainPoint | TestPoint;

/** The curves of branches that were left do not change, and are written often. */
const known = new WeakMap<readonly Point[], Float64Array>();

/** Step, loss, accuracy and trail of one point after the other; not a number where a point has no trail. */
function packed(points: readonly Point[]): Float64Array {
  const before = known.get(points);
  if (before !== undefined) return before;
  const numbers = new Float64Array(4 * points.length);
  points.forEach((point, index) => {
    numbers[4 * index] = point.step;
    numbers[4 * index + 1] = point.loss;
    numbers[4 * index + 2] = point.accuracy;
    numbers[4 * index + 3] = ('trail' in point ? point.trail : undefined) ?? NaN;
  });
  known.set(points, numbers);
  return numbers;
}

function pointsAt(value: unknown, where: string): readonly Point[] {
  if (!(value instanceof Float64Array) || value.length % 4 !== 0) refuse(where, 'points of four numbers', value);
  const numbers = value;
  return Array.from({ length: numbers.length / 4 }, (_, index) => {
    const [step = 0, loss = 0, accuracy = 0, trail = NaN] = numbers.subarray(4 * index, 4 * index + 4);
    return { step, loss, accuracy, ...(Number.isNaN(trail) ? {} : { trail }) };
  });
}

export function courseRecord(course: KeptCourse): object {
  const { id, description, origin, history, limitBytes, branches, trainPoints, testPoints } = course;
  return {
    id,
    description,
    origin,
    history,
    limitBytes,
    trainPoints: packed(trainPoints),
    testPoints: packed(testPoints),
    branches: branches.map((branch) => ({
      ...branch,
      trainPoints: packed(branch.trainPoints),
      testPoints: packed(branch.testPoints),
    })),
  };
}

/** @throws DescriptionError when it is damaged */
export function checkedCourse(value: unknown, where: string): KeptCourse {
  const fields = recordAt(value, where);
  const course = courseAt(value, where);
  const list = fields['branches'];
  if (!Array.isArray(list)) refuse(`${where}.branches`, 'a list', list);
  const branches = list.map((branch: unknown, index) => branchAt(branch, `${where}.branches[${index}]`));
  if (!branches.some(({ id }) => id === course.id)) refuse(`${where}.branches`, `a branch ${course.id}`, list);
  return { ...course, branches, limitBytes: numberAt(fields['limitBytes'], `${where}.limitBytes`) };
}

function courseAt(value: unknown, where: string): Omit<KeptCourse, 'branches' | 'limitBytes'> {
  const { id, description, origin, history, trainPoints, testPoints } = recordAt(value, where);
  if (!Array.isArray(history)) refuse(`${where}.history`, 'a list', history);
  return {
    id: textAt(id, `${where}.id`, 100),
    description: checkedDescription(description, `${where}.description`),
    origin: checkedDescription(origin, `${where}.origin`),
    history: history.map((entry: unknown, index): RunChange => {
      const own = `${where}.history[${index}]`;
      const { step, change } = recordAt(entry, own);
      return { step: wholeAt(step, `${own}.step`), change: checkedChange(change, `${own}.change`) };
    }),
    trainPoints: pointsAt(trainPoints, `${where}.trainPoints`),
    testPoints: pointsAt(testPoints, `${where}.testPoints`),
  };
}

function branchAt(value: unknown, where: string): Branch {
  const { parent, lastStep } = recordAt(value, where);
  const from = parent === null ? null : recordAt(parent, `${where}.parent`);
  return {
    ...courseAt(value, where),
    parent:
      from === null
        ? null
        : { id: textAt(from['id'], `${where}.parent.id`, 100), step: wholeAt(from['step'], `${where}.parent.step`) },
    // Those that are there say so themselves.
    checkpoints: [],
    lastStep: wholeAt(lastStep, `${where}.lastStep`),
  };
}

/** Whether the slots are those of the network, the engine finds out. @throws DescriptionError when it is damaged */
export function checkedSnapshot(value: unknown, where: string): Snapshot {
  const fields = recordAt(value, where);
  const { loss, testAccuracy, sums, trail } = fields;
  const slots = recordAt(fields['slots'], `${where}.slots`);
  for (const [name, values] of Object.entries(slots)) {
    if (!(values instanceof Float32Array)) refuse(`${where}.slots.${name}`, 'numbers', values);
  }
  const measured = (given: unknown, name: string): number | null =>
    given === null || given === undefined ? null : numberAt(given, `${where}.${name}`, -Infinity);
  return {
    description: checkedDescription(fields['description'], `${where}.description`),
    step: wholeAt(fields['step'], `${where}.step`),
    slots: slots as Readonly<Record<string, Float32Array>>,
    loss: measured(loss, 'loss'),
    testAccuracy: measured(testAccuracy, 'testAccuracy'),
    ...(sums === undefined ? {} : { sums: sumsAt(sums, `${where}.sums`) }),
    ...(trail === undefined ? {} : { trail: wholeAt(trail, `${where}.trail`) }),
  };
}

function sumsAt(value: unknown, where: string): NonNullable<Snapshot['sums']> {
  const fields = recordAt(value, where);
  const numbers = Object.entries(fields).map(([name, number]) => [
    name,
    numberAt(number, `${where}.${name}`, -Infinity),
  ]);
  return Object.fromEntries(numbers) as NonNullable<Snapshot['sums']>;
}
