import { describe, expect, test } from 'vitest';
import {
  answerWords,
  bestGuess,
  confidenceText,
  cursorStep,
  emptyPad,
  misfitWords,
  padKey,
  reducePad,
  shownClasses,
  strokePath,
  thingToDraw,
} from './state';
import type { PadAction, PadState } from './state';

function after(...actions: PadAction[]): PadState {
  return actions.reduce(reducePad, emptyPad);
}

describe('pointer', () => {
  test('press, move, lift make one stroke; moving without pressing makes none', () => {
    const state = after(
      { kind: 'move', to: [{ x: 0.1, y: 0.1 }] },
      { kind: 'press', at: { x: 0.2, y: 0.2 } },
      {
        kind: 'move',
        to: [
          { x: 0.3, y: 0.2 },
          { x: 0.4, y: 0.2 },
        ],
      },
      { kind: 'lift' },
      { kind: 'move', to: [{ x: 0.9, y: 0.9 }] },
    );
    expect(state.strokes).toEqual([
      [
        { x: 0.2, y: 0.2 },
        { x: 0.3, y: 0.2 },
        { x: 0.4, y: 0.2 },
      ],
    ]);
    expect(state.drawing).toBeNull();
  });

  test('a hand that leaves the area stays on its edge; moves too small to see are left out', () => {
    const state = after(
      { kind: 'press', at: { x: 0.9, y: 0.5 } },
      {
        kind: 'move',
        to: [
          { x: 0.9005, y: 0.5 },
          { x: 1.4, y: -0.2 },
        ],
      },
    );
    expect(state.strokes).toEqual([
      [
        { x: 0.9, y: 0.5 },
        { x: 1, y: 0 },
      ],
    ]);
  });

  test('a drawing has an end: 20,000 points', () => {
    const to = Array.from({ length: 30_000 }, (_, i) => ({ x: i % 2, y: 0.5 }));
    const state = after({ kind: 'press', at: { x: 0, y: 0 } }, { kind: 'move', to });
    expect(state.strokes[0]).toHaveLength(20_000);
  });
});

describe('keyboard', () => {
  test('space puts the pen down, arrows draw, space lifts it', () => {
    const keys = [' ', 'ArrowRight', 'ArrowDown', ' ', 'ArrowRight'];
    const state = after(...keys.map((key) => padKey(key, false)!));
    expect(state.strokes).toHaveLength(1);
    expect(state.strokes[0]).toHaveLength(3);
    expect(state.drawing).toBeNull();
    expect(state.cursor.x).toBeCloseTo(0.5 + 2 * cursorStep);
  });

  test('Shift takes a third of a step, Backspace the last stroke, Delete all; other keys mean nothing', () => {
    expect(padKey('ArrowLeft', true)).toEqual({ kind: 'moveCursor', right: -cursorStep / 3, down: 0 });
    expect(padKey('Backspace', false)).toEqual({ kind: 'undo' });
    expect(padKey('Delete', false)).toEqual({ kind: 'clear' });
    expect(padKey('Tab', false)).toBeNull();
  });

  test('the cursor stays inside', () => {
    const state = after(...Array.from({ length: 50 }, () => padKey('ArrowUp', false)!));
    expect(state.cursor.y).toBe(0);
  });
});

test('undo takes the last stroke, clear everything but the cursor', () => {
  const drawn = after(
    { kind: 'press', at: { x: 0.1, y: 0.1 } },
    { kind: 'lift' },
    { kind: 'press', at: { x: 0.2, y: 0.2 } },
    { kind: 'undo' },
  );
  expect(drawn.strokes).toEqual([[{ x: 0.1, y: 0.1 }]]);
  expect(drawn.drawing).toBeNull();
  const moved = reducePad(drawn, { kind: 'moveCursor', right: 0.1, down: 0 });
  expect(reducePad(moved, { kind: 'clear' })).toEqual({ ...emptyPad, cursor: moved.cursor });
});

test('a path: a dot, a line, a curve through midpoints', () => {
  expect(strokePath([], 100)).toBe('');
  expect(strokePath([{ x: 0.5, y: 0.5 }], 100)).toBe('M50.0 50.0h0.01');
  expect(
    strokePath(
      [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
      ],
      100,
    ),
  ).toBe('M0.0 0.0L100.0 0.0');
  expect(
    strokePath(
      [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 1, y: 1 },
      ],
      100,
    ),
  ).toBe('M0.0 0.0Q100.0 0.0 100.0 50.0L100.0 100.0');
});

test('the best guess is the first of the most probable', () => {
  expect(bestGuess(new Float32Array([0.125, 0.5, 0.25, 0.125]))).toEqual({ label: 1, probability: 0.5 });
  expect(bestGuess(new Float32Array([0.25, 0.25]))).toEqual({ label: 0, probability: 0.25 });
});

const digits = ['0', '1'];

test('what is said: a guess before training, the answer after', () => {
  const sure = new Float32Array([0.02, 0.98]);
  expect(answerWords(null, digits, true)).toMatch(/has not been trained yet/);
  expect(answerWords(sure, digits, true)).toMatch(/weights are random, and this answer is a guess/);
  expect(answerWords(null, digits, false)).toBe('Nothing is drawn yet.');
  expect(answerWords(sure, digits, false)).toBe('The network says 1 (98\u00a0%).');
  expect(answerWords(sure, ['A', 'B'], false)).toBe('The network says B (98\u00a0%).');
  expect(answerWords(sure, digits, false, 1200)).toBe('At step 1,200 (looking back) the network says 1 (98\u00a0%).');
  expect([0.5, 0.994, 0.9991].map(confidenceText)).toEqual(['50\u00a0%', '99\u00a0%', '99.9\u00a0%']);
});

test('what to draw is known by the names of the classes', () => {
  expect(thingToDraw(['0', '9'])).toBe('a digit');
  expect(thingToDraw(['A', 'B', 'J'])).toBe('a letter');
  expect(thingToDraw(['お', 'き'])).toBe('a letter');
  expect(thingToDraw(['7', 'a', '?'])).toBe('a character');
  expect(thingToDraw(['ball', 'cube'])).toBeNull();
});

test('a few classes have a bar each, in their order; of many the most probable come first', () => {
  expect(shownClasses(3, new Float32Array([0.1, 0.2, 0.7]))).toEqual([0, 1, 2]);
  const many = new Float32Array(47).map((_, index) => (index === 40 ? 0.9 : index === 3 ? 0.1 : 0));
  expect(shownClasses(47, many).slice(0, 3)).toEqual([40, 3, 0]);
  expect(shownClasses(47, many)).toHaveLength(10);
  expect(shownClasses(47, null)).toHaveLength(10);
});

test('what the network must learn from, so that it can read a drawing', () => {
  const grey = [28, 28, 1] as const;
  expect(misfitWords('digits', grey, 'Digits')).toBeNull();
  expect(misfitWords('emnist-letters', grey, 'EMNIST Letters')).toBeNull();
  expect(misfitWords('own-mine', null, 'Mine')).toBeNull();
  expect(misfitWords('things', [32, 32, 3], 'Things')).toBe(
    'The network learns from the examples of Things, of 32 × 32 pixels in colour. What is drawn here is one grey picture of 28 × 28 pixels: choose Digits, MNIST or another set of handwriting in the trainer.',
  );
  expect(misfitWords('own-small', [8, 10, 1], 'Mine')).toMatch(/^The network .* of Mine, of 10 × 8 pixels\. What/);
  expect(misfitWords('own-points', [1, 1, 2], 'Moons')).toMatch(/of Moons, which are no pictures\. What is drawn here/);
  expect(misfitWords('fashion-mnist', grey, 'Fashion-MNIST')).toMatch(
    /which are photographs of clothes\. What is drawn/,
  );
});
