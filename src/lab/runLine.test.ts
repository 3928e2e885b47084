import { expect, test } from 'vitest';
import type { RunStatus } from '../engine/protocol';
import { formatRunLine } from './runLine';

const status: RunStatus = {
  run: 'lenet',
  description: {
    network: 'lenet5',
    dataSet: 'mnist',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    seeds: { initialization: 1, order: 1, generator: 1 },
  },
  phase: 'running',
  step: 1875,
  epoch: 1,
  loss: 0.0812,
  testAccuracy: 0.9764,
  learningRate: 0.001,
  stepsPerSecond: 411.7,
  executor: 'wasm',
  parameters: 61706,
  memoryBytes: 0,
  dataBytes: 0,
  message: null,
};

test('the line that readers see and tests read', () => {
  expect(formatRunLine({ status })).toBe(
    'step 1,875 · epoch 1.0 · loss 0.081 · test accuracy 97.6 % · 412 steps/s · wasm',
  );
});

test('what is not known yet is a dash', () => {
  const fresh = { ...status, step: 0, epoch: 0, loss: null, testAccuracy: null, stepsPerSecond: null };
  expect(formatRunLine({ status: fresh })).toBe('step 0 · epoch 0.0 · loss – · test accuracy – · – steps/s · wasm');
  expect(formatRunLine({ status: null })).toBe('step 0 · epoch 0.0 · loss – · test accuracy – · – steps/s · –');
});

test('slow runs show a decimal, exploding losses their order of magnitude', () => {
  expect(formatRunLine({ status: { ...status, stepsPerSecond: 0.84 } })).toContain(' · 0.8 steps/s · ');
  expect(formatRunLine({ status: { ...status, stepsPerSecond: 1234 } })).toContain(' · 1,234 steps/s · ');
  expect(formatRunLine({ status: { ...status, loss: 1.26e21 } })).toContain(' · loss 1.3e+21 · ');
});

test('a learning rate is told where a schedule has changed it', () => {
  expect(formatRunLine({ status: { ...status, learningRate: 0.00034567 } })).toContain(
    ' · loss 0.081 · learning rate 0.00035 · test',
  );
  expect(formatRunLine({ status: { ...status, learningRate: 1.5e-7 } })).toContain(' · learning rate 1.5e-7 · ');
});
