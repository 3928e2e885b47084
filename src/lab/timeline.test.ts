import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunDescription, Snapshot } from '../engine/protocol';
import {
  changeBetween,
  createCheckpoints,
  describedAt,
  nearest,
  reachable,
  withChange,
  type Branch,
  type Timeline,
} from './timeline';

const description: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};

function branch(id: string, checkpoints: readonly number[], parent: Branch['parent'] = null): Branch {
  const curves = { trainPoints: [], testPoints: [] };
  const lastStep = checkpoints.at(-1) ?? 0;
  return { id, parent, origin: description, description, history: [], checkpoints, lastStep, ...curves };
}

const timelineOf = (...branches: Branch[]): Timeline => ({ branches, bytes: 0, limitBytes: 0 });

const snapshot = (step: number, numbers = 4): Snapshot => ({
  description,
  step,
  slots: { weight: new Float32Array(numbers) },
});

describe('what a branch sees', () => {
  const tree = timelineOf(
    branch('root', [0, 10, 20, 30, 40]),
    branch('child', [30, 50], { id: 'root', step: 20 }),
    branch('grandchild', [12, 14], { id: 'child', step: 10 }),
    branch('orphan', [5], { id: 'gone', step: 4 }),
  );

  test('its own checkpoints, and its ancestors’ up to the forks, even where a fork came before the parent’s own', () => {
    expect(reachable(tree, 'root')).toEqual([0, 10, 20, 30, 40]);
    expect(reachable(tree, 'child')).toEqual([0, 10, 20, 30, 50]);
    expect(reachable(tree, 'grandchild')).toEqual([0, 10, 12, 14]);
    expect(reachable(tree, 'orphan')).toEqual([5]);
    expect(reachable(tree, 'nobody')).toEqual([]);
  });

  test('the nearest at or before a step, and who owns it', () => {
    const at = (id: string, step: number): unknown => {
      const found = nearest(tree, id, step);
      return found === null ? null : [found.branch.id, found.step];
    };
    expect(at('child', 49)).toEqual(['child', 30]);
    expect(at('child', 29)).toEqual(['root', 20]);
    expect(at('grandchild', 1000)).toEqual(['grandchild', 14]);
    expect(at('grandchild', 11)).toEqual(['root', 10]);
    expect(at('orphan', 4)).toBeNull();
  });
});

describe('history', () => {
  test('a change is what differs, compared by value', () => {
    const wanted: RunDescription = { ...description, batchSize: 8, seeds: { ...description.seeds } };
    expect(changeBetween(description, wanted)).toEqual({ batchSize: 8 });
    expect(changeBetween({ ...description, schedule: { kind: 'constant' } }, description)).toEqual({
      schedule: undefined,
    });
  });

  test('a later change at one step takes the place of the earlier; what changes nothing, or nothing any more, is left out', () => {
    const faster = { ...description, learningRate: 0.01 };
    const one = withChange(description, [], 20, faster);
    expect(one).toEqual([{ step: 20, change: { learningRate: 0.01 } }]);
    expect(withChange(description, one, 20, description)).toEqual([]);
    expect(withChange(description, one, 30, faster)).toEqual(one);
    expect(withChange(description, one, 30, { ...faster, batchSize: 8 })).toEqual([
      ...one,
      { step: 30, change: { batchSize: 8 } },
    ]);
    // A fork from before the change knows nothing of it.
    expect(withChange(description, one, 10, { ...description, batchSize: 8 })).toEqual([
      { step: 10, change: { batchSize: 8 } },
    ]);
    expect(describedAt(description, one, 20)).toEqual(description);
    expect(describedAt(description, one, 21)).toEqual(faster);
  });
});

describe('checkpoints in memory', () => {
  test('in order, one for each step, counted in bytes', () => {
    const kept = createCheckpoints(1000);
    for (const step of [0, 10, 5, 10]) kept.add('a', snapshot(step));
    expect(kept.steps('a')).toEqual([0, 5, 10]);
    expect(kept.steps('a')).toBe(kept.steps('a'));
    expect(kept.bytes).toBe(3 * 16);
    expect(kept.last('a')?.snapshot.step).toBe(10);
    expect(kept.at('a', 5)?.look).not.toBe(kept.at('a', 10)?.look);
    expect(kept.at('a', 6)).toBeNull();
    kept.drop('a', 5);
    expect(kept.steps('a')).toEqual([0]);
    kept.drop('a');
    expect([kept.bytes, kept.last('a'), kept.steps('a')]).toEqual([0, null, []]);
  });

  test('thinned to what is dense at first and ever rarer', () => {
    const kept = createCheckpoints(12 * 16);
    for (let step = 0; step <= 2000; step += 10) kept.add('a', snapshot(step));
    const steps = kept.steps('a');
    expect(steps).toHaveLength(12);
    expect([steps[0], steps.at(-1)]).toEqual([0, 2000]);
    const gaps = steps.slice(2).map((step, index) => step - (steps[index + 1] ?? NaN));
    // Each gap is within a factor of the one before: no hole, no cluster.
    for (const [index, gap] of gaps.entries()) expect(gap).toBeLessThanOrEqual(8 * (gaps[index - 1] ?? gap));
    expect((gaps[0] ?? NaN) * 4).toBeLessThan(Math.max(...gaps));
  });

  test('whatever comes, the limit holds while there is something between first and last', () => {
    const additions = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(3000), fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(additions, fc.nat(4000), (added, limit) => {
        const kept = createCheckpoints(limit);
        const last = new Map<string, number>();
        for (const [id, step, numbers] of added) {
          kept.add(id, snapshot(step, numbers));
          last.set(id, Math.max(step, last.get(id) ?? 0));
        }
        const lists = ['a', 'b', 'c'].map((id) => kept.steps(id));
        const counted = lists.flatMap((steps, index) =>
          steps.map((step) => kept.at('abc'[index] ?? '', step)?.bytes ?? NaN),
        );
        expect(kept.bytes).toBe(counted.reduce((sum, bytes) => sum + bytes, 0));
        for (const [id, step] of last) expect(kept.steps(id).at(-1)).toBe(step);
        expect(kept.bytes <= limit || lists.every((steps) => steps.length <= 2)).toBe(true);
      }),
    );
  });
});
