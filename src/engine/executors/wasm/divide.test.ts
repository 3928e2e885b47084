import { describe, expect, test } from 'vitest';
import { partsOf } from './divide';
import { createBuffer, type Call, type Division } from './memoryPlan';

function callOf(division: Division | null): Call {
  const x = createBuffer('x', 400, 'planned');
  return { kernel: 'relu', parameters: [x, 100], reads: [x], writes: [], overwritable: [], division };
}
const ranges = (units: number, multiple?: number): Division => ({
  units,
  ...(multiple === undefined ? {} : { multiple }),
  parameters: (from, to, part) => [from, to, part],
});

describe('partsOf', () => {
  test('units=10 threads=3: every unit once, in order, in nearly equal parts', () => {
    expect(partsOf(callOf(ranges(10)), 3, 0)).toEqual([
      [0, 3, 0],
      [3, 7, 1],
      [7, 10, 2],
    ]);
  });
  test('units=10 multiple=4 threads=2: the cut lies at a multiple, the rest is the last part', () => {
    expect(partsOf(callOf(ranges(10, 4)), 2, 0)).toEqual([
      [0, 8, 0],
      [8, 10, 1],
    ]);
  });
  test('units=2 threads=3: one thread has nothing to do', () => {
    expect(partsOf(callOf(ranges(2)), 3, 0)).toEqual([[0, 1, 0], null, [1, 2, 2]]);
  });
  test.each([
    ['undivided', callOf(null), 2, 0],
    ['one piece only: units=4 multiple=4', callOf(ranges(4, 4)), 2, 0],
    ['too small: 100 values, smallest=101', callOf(ranges(100)), 2, 101],
    ['too small by its own word: operations=5', callOf({ ...ranges(100), operations: 5 }), 2, 6],
  ])('%s: the first thread makes the whole call', (_, call, threads, smallest) => {
    expect(partsOf(call, threads, smallest)).toEqual([call.parameters, null]);
  });
  test('large enough: 100 values, smallest=100', () => {
    expect(partsOf(callOf(ranges(100)), 2, 100)).toEqual([
      [0, 50, 0],
      [50, 100, 1],
    ]);
  });
  test('one thread: the call as it was recorded', () => {
    const call = callOf(ranges(10));
    expect(partsOf(call, 1, 0)).toEqual([call.parameters]);
  });
});
