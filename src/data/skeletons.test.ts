import { describe, expect, test } from 'vitest';
import { randomStream } from '../tensor/random';
import { digitStyles } from './digitStrokes';
import { letterStyles } from './letterStrokes';
import { MOST_POINTS, readFamily, readSkeletons } from './skeletons';

describe.each([
  ['digits', digitStyles, '0123456789'],
  ['letters', letterStyles, 'ABCDEFGHIJ'],
])('the strokes of the %s', (_, families, glyphs) => {
  test.each(Array.from(glyphs))('%s has at least three styles, each with a name of its own', (glyph) => {
    const styles = families.filter((family) => family.glyph === glyph).map(({ style }) => style);
    expect(styles.length).toBeGreaterThanOrEqual(3);
    expect(new Set(styles).size).toBe(styles.length);
  });
  test('belong to these glyphs only', () => {
    expect([...new Set(families.map(({ glyph }) => glyph))].sort()).toEqual(Array.from(glyphs));
  });
  test('no variant stands in two families', () => {
    // The slashed zero has the rings of the closed one: strokes as a whole are compared.
    const variants = families.flatMap((family) => family.variants.map((strokes) => strokes.join(' / ')));
    expect(new Set(variants).size).toBe(variants.length);
  });
  test.each(families.map((family) => [family.glyph, family.style, family] as const))(
    '%s %s: the variants have one form and stay near the unit box',
    (_glyph, _style, family) => {
      const skeleton = readFamily(family);
      expect(skeleton.corners.length).toBeLessThanOrEqual(MOST_POINTS);
      for (const variant of skeleton.variants) {
        expect(variant.every((value) => value >= -0.1 && value <= 1.02)).toBe(true);
      }
    },
  );
});

test('variants of different form are our fault, and said', () => {
  expect(() => readFamily({ glyph: '1', style: 'odd', weight: 1, variants: [['0 0, 1 1'], ['0 0, 1 1!']] })).toThrow(
    'internal: strokes of 1 “odd”: expected at most 64 pairs of numbers in the form 0 2; corners 00, found 0 2; corners 01.',
  );
  expect(() => readFamily({ glyph: '1', style: 'odd', weight: 1, variants: [['0 0, 1']] })).toThrow(/^internal: /);
  const endless = Array.from({ length: 65 }, (_, i) => `${i} ${i}`).join(', ');
  expect(() => readFamily({ glyph: '1', style: 'odd', weight: 1, variants: [[endless]] })).toThrow(
    /at most 64 pairs of numbers/,
  );
  expect(() => readSkeletons(digitStyles, ['0', 'Q'])).toThrow('internal: there are no strokes for “Q”.');
});

test('styles come as often as their weights say, and only those of the glyph', () => {
  const odd = (glyph: string, weight: number, x: number) => ({
    glyph,
    style: `at ${x}`,
    weight,
    variants: [[`${x} 0, ${x} 100`]],
  });
  const skeletons = readSkeletons([odd('a', 3, 1), odd('b', 5, 2), odd('a', 1, 3)], ['a', 'b']);
  const random = randomStream(1, 'test');
  const chosen = Array.from({ length: 4000 }, () => skeletons.choose(0, random).variants[0]?.[0]);
  expect(new Set(chosen)).toEqual(new Set([0.01, 0.03]));
  expect(Math.abs(chosen.filter((x) => x === 0.01).length - 3000)).toBeLessThan(120);
});
