import { describe, expect, test } from 'vitest';
import type { RunDescription } from '../../../engine/protocol';
import type { RunFacts } from '../../../lab/ledger/record';
import { lenetOnDigits, testRun } from '../../../lab/ledger/testRuns';
import { descriptionRows, differences } from './differences';

const run = (origin: Partial<RunDescription>, facts: Partial<RunFacts> = {}) =>
  testRun('a', { ...facts, origin: { ...lenetOnDigits, ...origin } }).summary;
const usual = run({});

describe('only what differs, in words', () => {
  test.each<[string, ReturnType<typeof run>, [string, string, string][]]>([
    ['the learning rate', run({ learningRate: 0.01 }), [['Learning rate', '0.001', '0.01']]],
    ['the network', run({ network: 'lenet5-1998' }), [['Network', 'LeNet-5', 'LeNet-5 of 1998']]],
    [
      'a set of the reader’s own',
      run({ dataSet: 'own-cats' }, { dataTitle: 'Cats' }),
      [['Data set', 'Digits', 'Cats']],
    ],
    ['a penalty', run({ coefficients: { l2: 0.0001 } }), [['L2 penalty', '0', '0.0001']]],
    [
      'the optimizer, with what only one of the two has',
      run({ optimizer: 'momentum', learningRate: 0.01 }),
      [
        ['Optimizer', 'Adam', 'Momentum'],
        ['Learning rate', '0.001', '0.01'],
        ['Momentum', '–', '0.9'],
        ['Decay of the mean', '0.9', '–'],
        ['Decay of the squares', '0.999', '–'],
        ['Epsilon', '1e-8', '–'],
      ],
    ],
    [
      'the schedule',
      run({ schedule: { kind: 'cosine', steps: 2000, warmUpSteps: 50 } }),
      [['Schedule', 'constant', 'cosine (over 2,000 steps, warm-up of 50 steps)']],
    ],
    [
      'what spoils the data, and its seed',
      run({ corruption: { labelNoise: 0.4, seed: 7 } }),
      [
        ['Training images', 'as they are', '40\u00a0% of the training labels are wrong'],
        ['Seed of what spoils the data', '–', '7'],
      ],
    ],
    ['augmentation', run({ augmentation: { shift: 2, flip: 0 } }), [['Augmentation', 'none', 'shift 2']]],
    [
      'what it starts from',
      run({ start: { weights: 'lenet5-mnist' } }),
      [['Starts from', 'random weights', 'trained weights lenet5-mnist']],
    ],
    [
      'seeds',
      run({ seeds: { initialization: 2, order: 3, generator: 1 } }),
      [
        ['Seed of the weights', '1', '2'],
        ['Seed of the order', '1', '3'],
      ],
    ],
    [
      'the executor',
      run({}, { executor: { name: 'tfjs-webgl', detail: '', reason: '' } }),
      [['Executor', 'wasm (WebAssembly SIMD, 1 thread)', 'tfjs-webgl']],
    ],
    [
      'what was changed on the way, and where it left its parent',
      run(
        {},
        {
          parent: { id: 'b', step: 300 },
          history: [
            { step: 300, change: { learningRate: 0.0005 } },
            { step: 400, change: { learningRate: 0.0001, batchSize: 32 } },
          ],
        },
      ),
      [
        [
          'Changed on the way',
          'nothing',
          'after step 300: learning rate 0.0005 instead of 0.001; after step 400: learning rate 0.0001 instead of 0.0005',
        ],
        ['Forked', '–', 'at step 300'],
      ],
    ],
  ])('%s', (_, other, expected) => {
    expect(differences([usual, other]).map(({ label, cells }) => [label, ...cells])).toEqual(expected);
  });

  test('what means the same does not differ', () => {
    const same = run({
      coefficients: { l2: 0, beta1: 0.9 },
      schedule: { kind: 'constant' },
      augmentation: { flip: 0 },
      corruption: {},
    });
    expect(differences([usual, same])).toEqual([]);
  });

  test('of three runs, a row in which one differs', () => {
    expect(differences([usual, run({ batchSize: 64 }), usual])).toEqual([
      { label: 'Batch size', cells: ['32', '64', '32'] },
    ]);
    expect(differences([usual])).toEqual([]);
    expect(differences([])).toEqual([]);
  });
});

test('no two rows of a run have one label', () => {
  const labels = descriptionRows(usual).map(([label]) => label);
  expect(new Set(labels).size).toBe(labels.length);
});
