import { describe, expect, test } from 'vitest';
import { editDistance, nearestName } from './nearestName';

describe('editDistance', () => {
  test.each([
    ['', 'abc', 3],
    ['kernel', 'kernel', 0],
    ['kernle', 'kernel', 1], // swapped neighbours
    ['kitten', 'sitting', 3],
    ['lenet', 'lenet5', 1],
  ] as const)('%s → %s: %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

describe('nearestName', () => {
  const names = ['trainer', 'digit-pad', 'layer-table'];
  test('finds a misspelling, whatever its case', () => {
    expect(nearestName('Trianer', names)).toBe('trainer');
    expect(nearestName('digitpad', names)).toBe('digit-pad');
  });
  test('finds nothing that differs by more than a third', () => {
    expect(nearestName('video', names)).toBeUndefined();
  });
});
