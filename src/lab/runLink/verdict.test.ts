import { describe, expect, test } from 'vitest';
import { marksUpTo } from './marks';
import { marksOf, marksText, readMarks } from './print';
import type { Mark, Print } from './print';
import { judge, verdictWords } from './verdict';

const marks: readonly Mark[] = marksUpTo(1500).map((step) => ({
  step,
  loss: Math.fround(2.3 / (1 + step / 100)),
  trail: step,
}));
const print: Print = { lastStep: 1500, executor: 'wasm', build: 'WebAssembly SIMD, 1 thread', marks };
/** The same curve with other trails, and losses that are off by a share from a step on. */
function off(share: number, fromStep = 1): readonly Mark[] {
  return marks.map((mark) => ({
    ...mark,
    loss: mark.step < fromStep ? mark.loss : mark.loss * (1 + share),
    trail: mark.trail + 1,
  }));
}

describe('judge', () => {
  test('equal trails are the same, as far as was reached', () => {
    expect(judge(print, marks, 'wasm')).toEqual({ kind: 'same', lastStep: 1200 });
    expect(judge(print, marks.slice(0, 5), 'tfjs-webgpu')).toEqual({ kind: 'same', lastStep: 8 });
    expect(judge(print, [], 'wasm')).toEqual({ kind: 'nothing' });
  });

  test.each([
    ['0.09 % from the start', 0.0009, 1, 'reference', 'within'],
    ['0.11 % from the start', 0.0011, 1, 'reference', 1],
    ['4.9 % from step 30 on', 0.049, 30, 'reference', 'within'],
    ['5.1 % from step 30 on', 0.051, 30, 'reference', 30],
    ['49 % from step 120 on', 0.49, 120, 'reference', 'within'],
    ['51 % from step 120 on', 0.51, 120, 'reference', 120],
    ['49 % from step 30 on, where the loss is read every fifth step', 0.49, 30, 'tfjs-webgpu', 'within'],
    ['0.11 % at step 20, where the loss is read every fifth step', 0.0011, 20, 'tfjs-webgpu', 20],
  ])('%s', (_, share, step, executor, expected) => {
    const verdict = judge(print, off(share, step), executor);
    if (expected === 'within') expect(verdict).toMatchObject({ kind: 'within', lastStep: 1200, isSameExecutor: false });
    else expect(verdict).toMatchObject({ kind: 'differs', from: expected });
  });

  test('a small loss is measured by a tenth of the first', () => {
    const small = print.marks.map((mark) => (mark.step === 1200 ? { ...mark, loss: 0.01 } : mark));
    const found = marks.map((mark) => (mark.step === 1200 ? { ...mark, loss: 0.1, trail: 0 } : mark));
    expect(judge({ ...print, marks: small }, found, 'wasm')).toMatchObject({ kind: 'within', atStep: 1200 });
  });

  test('a loss that is no number agrees with nothing', () => {
    const found = marks.map((mark) => (mark.step === 50 ? { ...mark, loss: NaN, trail: 0 } : mark));
    expect(judge(print, found, 'wasm')).toMatchObject({ kind: 'differs', after: 30, from: 50 });
  });
});

test('verdicts in words', () => {
  const words = (found: readonly Mark[], executor = 'wasm'): string =>
    verdictWords(judge(print, found, executor), print);
  expect(words(marks)).toBe(
    'Same, bit for bit: every training point up to step 1,200 is the same number here as there (wasm).',
  );
  expect(words(off(0.0005), 'reference')).toMatch(
    /^Same within tolerance \(other executor, there wasm\): the losses differ by at most 0\.05 %, at step \d+\. Allowed are 0\.1 % up to step 20, 5 % up to step 100 and 50 % after, because /,
  );
  expect(words(off(0.0005))).toMatch(/^Same within tolerance \(same executor, other build or machine\)/);
  expect(words(off(0.2, 50))).toMatch(/^Differs between steps 30 and 50: expected a loss of 1\.53333, found 1\.84\. /);
  expect(words(off(0.2))).toMatch(/^Differs from step 1: expected a loss of 2\.27723, found 2\.73267\. /);
  expect(words([])).toBe('The link holds no point of the curve that could be compared.');
});

describe('the print of a curve', () => {
  const points = Array.from({ length: 63 }, (_, index) => (index < 20 ? index + 1 : 10 * (index - 17))).map((step) => ({
    step,
    loss: 1 / step,
    accuracy: 0.5,
    trail: 4_294_967_295 - step,
  }));

  test('has the marks and the last point, and comes back', () => {
    const found = marksOf(points, 457);
    expect(found.map(({ step }) => step)).toEqual([...marksUpTo(457), 450]);
    expect(readMarks(marksText(found, 457), 457)).toEqual(found);
    expect(marksOf(points, 12).map(({ step }) => step)).toEqual([1, 2, 3, 5, 8, 12]);
  });

  test('what is missing stays missing', () => {
    const found = marksOf(points, 457).filter(({ step }) => step !== 5);
    expect(readMarks(marksText(found, 457), 457)).toEqual(found);
    expect(marksOf([{ step: 1, loss: 2, accuracy: 0 }], 1)).toEqual([]);
  });

  test.each([
    ['too short', 'AAAA'],
    ['of other letters', '!'.repeat(11)],
    ['infinite', btoa('\x7f\x80\x00\x00\x00\x00\x00\x00').replace('=', '')],
  ])('%s: refused', (_, text) => {
    expect(readMarks(text, 1)).toBeNull();
  });
});
