import { describe, expect, test } from 'vitest';
import { cut, stepsOf } from './divide';
import { createBuffer, type Buffer, type Call, type Division } from './memoryPlan';

const ranges = (units: number, more: Partial<Division> = {}): Division => ({
  units,
  parameters: (from, to, part) => [from, to, part],
  ...more,
});
const buffer = (label: string): Buffer => createBuffer(label, 400, 'planned');
function callOf(
  division: Division | null,
  reads: readonly Buffer[] = [buffer('x')],
  writes: readonly Buffer[] = [],
): Call {
  return { kernel: 'relu', parameters: [-1], reads, writes, overwritable: [], division };
}

describe('cut', () => {
  test('units=10 threads=3: every unit once, in order, in nearly equal parts', () => {
    expect(cut(callOf(ranges(10)), 3, 0)).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 7 },
      { from: 7, to: 10 },
    ]);
  });
  test('units=10 multiple=4 threads=2: the cut lies at a multiple, the rest is the last part', () => {
    expect(cut(callOf(ranges(10, { multiple: 4 })), 2, 0)).toEqual([
      { from: 0, to: 8 },
      { from: 8, to: 10 },
    ]);
  });
  test('units=2 threads=3: one thread has nothing to do', () => {
    expect(cut(callOf(ranges(2)), 3, 0)).toEqual([{ from: 0, to: 1 }, null, { from: 1, to: 2 }]);
  });
  test.each([
    ['undivided', callOf(null), 2, 0],
    ['one piece only: units=4 multiple=4', callOf(ranges(4, { multiple: 4 })), 2, 0],
    ['one thread', callOf(ranges(10)), 1, 0],
    ['too small: 100 values, smallest=101', callOf(ranges(100)), 2, 101],
    ['too small by its own word: operations=5', callOf(ranges(100, { operations: 5 })), 2, 6],
  ])('%s: one thread makes the whole call', (_, call, threads, smallest) => {
    expect(cut(call, threads, smallest)).toBeNull();
  });
  test('large enough: 100 values, smallest=100', () => {
    expect(cut(callOf(ranges(100)), 2, 100)).not.toBeNull();
  });
});

describe('stepsOf', () => {
  const [x, y, z] = [buffer('x'), buffer('y'), buffer('z')];
  const addresses = new Map([x, y, z].map((each, index) => [each, index * 1000]));
  /** `W`: a whole call; `0-5`: units 0 … 4; `|`: a meeting. */
  function lists(calls: readonly Call[], threads: number): readonly string[] {
    const steps = stepsOf(calls, threads, (each) => addresses.get(each)!, 0);
    return steps.map((list) =>
      list
        .map((step) => {
          if (step === null) return '|';
          const [from, to] = step.parameters;
          return to === undefined ? 'W' : `${from}-${to}`;
        })
        .join(' '),
    );
  }
  const sliced = (reads: readonly Buffer[], writes: readonly Buffer[], units = 10): Call =>
    callOf(ranges(units, { sliced: [...reads, ...writes] }), reads, writes);

  test('one thread: the calls as they were recorded, no meeting', () => {
    expect(lists([sliced([x], [y]), callOf(null, [y], [z])], 1)).toEqual(['W W']);
  });
  test('shares of one cut follow each other without a meeting', () => {
    expect(lists([sliced([x], [y]), sliced([y], [z])], 2)).toEqual(['0-5 0-5', '5-10 5-10']);
  });
  test('another cut, whose shares overlap, waits', () => {
    expect(lists([sliced([x], [y], 10), sliced([y], [z], 3)], 2)).toEqual(['0-5 | 0-2', '5-10 | 2-3']);
  });
  test('who reads all that was written in shares waits', () => {
    expect(lists([sliced([x], [y]), callOf(ranges(10, { sliced: [z] }), [y], [z])], 2)).toEqual([
      '0-5 | 0-5',
      '5-10 | 5-10',
    ]);
  });
  test('who overwrites what others still read waits', () => {
    expect(lists([callOf(ranges(10, { sliced: [y] }), [x], [y]), sliced([z], [x])], 2)).toEqual([
      '0-5 | 0-5',
      '5-10 | 5-10',
    ]);
  });
  test('a whole call goes to the thread that has what it needs, else to the one with least to do', () => {
    expect(lists([callOf(null, [x], [y]), callOf(null, [y], [y]), callOf(null, [x], [z])], 2)).toEqual(['W W', 'W']);
  });
  test('a whole call that needs the shares of two waits for both', () => {
    expect(lists([sliced([x], [y]), callOf(null, [y], [z])], 2)).toEqual(['0-5 | W', '5-10 |']);
  });
  test('scratch in equal shares is each thread’s own', () => {
    const call = callOf(ranges(10, { sliced: [y], scratch: [z] }), [x], [y, z]);
    expect(lists([call, { ...call }], 2)).toEqual(['0-5 0-5', '5-10 5-10']);
    const common = callOf(ranges(10, { sliced: [y] }), [x], [y, z]);
    expect(lists([common, { ...common }], 2)).toEqual(['0-5 | 0-5', '5-10 | 5-10']);
  });
  test('addresses: a buffer, and a place in it', () => {
    const call: Call = { ...callOf(null), parameters: [7, y, { buffer: z, offsetBytes: 12 }] };
    expect(stepsOf([call], 1, (each) => addresses.get(each)!, 0)[0]).toEqual([
      { kernel: 'relu', parameters: [7, 1000, 2012] },
    ]);
  });
});
