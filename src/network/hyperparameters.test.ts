import { expect, test } from 'vitest';
import {
  coefficientsKept,
  completeCoefficients,
  defaultCoefficients,
  defaultLearningRates,
  hyperparameterProblem,
  hyperparametersOf,
} from './hyperparameters';
import { optimizerNames } from './spec';

test('what is usual is allowed, for every optimizer', () => {
  for (const optimizer of optimizerNames) {
    const usual = { learningRate: defaultLearningRates[optimizer], ...defaultCoefficients[optimizer] };
    expect(Object.keys(usual).sort()).toEqual([...hyperparametersOf(optimizer)].sort());
    for (const [name, value] of Object.entries(usual)) expect(hyperparameterProblem(optimizer, name, value)).toBeNull();
  }
});

test.each([
  ['adam', 'learningRate', 0, 'The learning rate must be a positive number, found 0. Choose one such as 0.001.'],
  ['sgd', 'learningRate', Infinity, 'The learning rate must be a positive number, found Infinity.'],
  ['adam', 'beta2', 1, 'must be at least 0 and below 1, found 1. The nearest valid one is 0.999; 0.999 is usual.'],
  [
    'momentum',
    'momentum',
    -0.5,
    'The momentum must be at least 0 and below 1, found -0.5. The nearest valid one is 0; 0.9',
  ],
  ['adagrad', 'epsilon', 0, 'The epsilon must be a positive number, found 0. Choose one such as 1e-8.'],
  ['sgd', 'l2', -1, 'The L2 penalty must be 0 or a positive number, found -1. The nearest valid one is 0;'],
  [
    'sgd',
    'clipNorm',
    NaN,
    'The largest gradient norm must be 0 or a positive number, found NaN. Choose one such as 1.',
  ],
  [
    'sgd',
    'beta1',
    0.9,
    'sgd has no setting “beta1”, found the value 0.9 for it. It has learningRate, l1, l2, weightDecay, clipNorm.',
  ],
] as const)('%s %s %s is refused', (optimizer, name, value, message) => {
  expect(hyperparameterProblem(optimizer, name, value)).toContain(message);
});

test('what is given goes before what is usual; another optimizer keeps what means the same', () => {
  expect(completeCoefficients('adamw', { beta1: 0.8 })).toMatchObject({ beta1: 0.8, beta2: 0.999, weightDecay: 0.01 });
  expect(coefficientsKept('sgd', { beta1: 0.8, l2: 0.001, clipNorm: 1 })).toEqual({ l2: 0.001, clipNorm: 1 });
});
