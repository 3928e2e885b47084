import { describe, expect, test } from 'vitest';
import type { RunDescription } from '../engine/protocol';
import { checkedChange, checkedDescription } from './descriptionCheck';

const full: RunDescription = {
  network: 'lenet5-1998',
  dataSet: 'own-my-cats',
  optimizer: 'adamw',
  learningRate: 0.002,
  coefficients: { weightDecay: 0.1, clipNorm: 1 },
  schedule: { kind: 'cosine', steps: 500, floor: 0.1, warmUpSteps: 20 },
  batchSize: 64,
  augmentation: { shift: 2, flip: 0.5 },
  start: { weights: 'lenet5-mnist' },
  corruption: { labelNoise: 0.2, labelNoiseKind: 'next', seed: 3 },
  seeds: { initialization: 1, order: 2, generator: 4294967295 },
};

test('a whole description comes through as it is, as another record', () => {
  const checked = checkedDescription(JSON.parse(JSON.stringify(full)), 'run');
  expect(checked).toEqual(full);
  expect(
    checkedDescription({ ...full, start: { file: 'ab'.repeat(32), name: 'mine.safetensors' } }, 'run').start,
  ).toEqual({
    file: 'ab'.repeat(32),
    name: 'mine.safetensors',
  });
});

const plain = { ...full, coefficients: {} };
describe('what cannot be is refused, with the place, what was expected and what was found', () => {
  test.each<[unknown, string]>([
    [null, 'run: expected a record, found null'],
    [[], 'run: expected a record, found a list of 0'],
    [
      { ...full, network: '<b>' },
      'run.network: expected the name of a network in small letters, digits and hyphens, found “<b>”',
    ],
    [{ ...full, dataSet: 'cats' }, 'run.dataSet: expected the name of a data set, found “cats”'],
    [{ ...full, optimizer: 'luck' }, 'run.optimizer: expected one of sgd, momentum'],
    [{ ...full, learningRate: 0 }, 'run.learningRate: expected a positive number, found 0'],
    [{ ...full, learningRate: Infinity }, 'run.learningRate: expected a positive number, found Infinity'],
    [{ ...full, coefficients: { luck: 1 } }, 'run.coefficients: expected coefficients among momentum, rho'],
    [
      { ...full, coefficients: { clipNorm: 'x' } },
      'run.coefficients.clipNorm: expected a number of at least 0, found “x”',
    ],
    [{ ...full, coefficients: { rho: 0.5 } }, 'run.coefficients: adamw has no setting “rho”'],
    [{ ...full, schedule: { kind: 'step', every: 0.5, factor: 1 } }, 'run.schedule: The schedule step expects “every”'],
    [{ ...full, batchSize: 1.5 }, 'run.batchSize: expected a whole number, found 1.5'],
    [{ ...full, batchSize: 1e6 }, 'run.batchSize: expected a number from 1 to 4096, found 1000000'],
    [{ ...full, augmentation: { melt: 1 } }, 'run.augmentation: expected augmentations among flip, shift'],
    [{ ...full, augmentation: { flip: 2 } }, 'run.augmentation: The augmentation “flip”'],
    [
      { ...full, start: { weights: '../x' } },
      'run.start: expected the name of weights of this book, or the SHA-256 of a file',
    ],
    [{ ...full, corruption: { leak: 2 } }, 'run.corruption: The share of leaked test images'],
    [
      { ...full, seeds: { initialization: 1, order: 1 } },
      'run.seeds.generator: expected a whole number, found nothing',
    ],
    [{ ...plain, luck: 1 }, 'run: expected parts of a description (network,'],
    [{ ...plain, seeds: undefined }, 'run.seeds: expected a record, found nothing'],
  ])('%j', (value, message) => {
    expect(() => checkedDescription(value, 'run')).toThrow(message);
  });
});

test('a change holds some parts, and may take the start away', () => {
  expect(checkedChange({ learningRate: 0.1 }, 'change')).toEqual({ learningRate: 0.1 });
  expect(checkedChange({ start: undefined }, 'change')).toEqual({ start: undefined });
  expect(() => checkedChange({ learningRate: -1 }, 'change')).toThrow(
    'change.learningRate: expected a positive number',
  );
});
