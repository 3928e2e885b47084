import { expect, test } from 'vitest';
import { createBuilder } from '../../../graph/builder';
import type { OpName } from '../../../graph/graph';
import { missingInTfjs } from './missing';
import { requireTfjsOps, tfjsOps, whyNot } from './ops';

test('a graph with an op that tfjs cannot compute is refused by name', () => {
  const builder = createBuilder();
  const x = builder.input('x', [2, 3], 'float32');
  const scalars = ['rate', 'seed', 'step'].map((slot) => builder.scalar(slot));
  builder.apply('relu', 'relu1', [x], {});
  expect(() => requireTfjsOps(builder.nodes)).not.toThrow();
  builder.apply('dropout', 'drop1', [x, ...scalars], { stream: 'drop1' });
  expect(() => requireTfjsOps(builder.nodes)).toThrow(
    'drop1 (dropout): expected an op that the tfjs executors can compute, found one that they cannot: tfjs has no rotation of 32-bit words, of which the random source is made. Choose the executor wasm.',
  );
});

test('whyNot', () => {
  expect(whyNot('relu')).toBeNull();
  expect(whyNot('input')).toBeNull();
  expect(whyNot('dropout')).toContain('32-bit');
});

test('where executors are chosen, the same ops are known to be missing', () => {
  const missing = Object.keys(tfjsOps).filter((op) => whyNot(op as OpName) !== null);
  expect(Object.fromEntries(missing.map((op) => [op, whyNot(op as OpName)]))).toEqual(missingInTfjs);
});
