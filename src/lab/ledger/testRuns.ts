/** Records of runs that nobody trained, for tests. Never part of the book. */

import type { RunDescription } from '../../engine/protocol';
import { keptRun, type KeptRun, type RunFacts } from './record';

export const lenetOnDigits: RunDescription = {
  network: 'lenet5',
  dataSet: 'digits',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 32,
  seeds: { initialization: 1, order: 1, generator: 1 },
};

export function factsFor(id: string, change: Partial<RunFacts> = {}): RunFacts {
  return {
    id,
    origin: lenetOnDigits,
    description: lenetOnDigits,
    history: [],
    parent: null,
    sweep: null,
    chapter: 'lenet',
    dataTitle: 'Digits',
    executor: { name: 'wasm', detail: 'WebAssembly SIMD, 1 thread', reason: 'the only one here' },
    begunAt: 1_700_000_000_000,
    lastAt: 1_700_000_060_000,
    trainingMs: 60_000,
    steps: 100,
    failure: null,
    name: '',
    notes: '',
    isPinned: false,
    importedAt: null,
    ...change,
  };
}

/** A curve that falls, a point every `every` steps, and a test measurement every ten points. */
export function testRun(id: string, change: Partial<RunFacts> = {}, every = 10): KeptRun {
  const facts = factsFor(id, change);
  const count = Math.floor(facts.steps / every);
  const train = Array.from({ length: count }, (_, index) => ({
    step: (index + 1) * every,
    loss: 2.3 / (1 + index / 5),
    accuracy: Math.min(1, 0.1 + index / count),
  }));
  const test = train
    .filter((_, index) => index % 10 === 9)
    .map(({ step, loss, accuracy }) => ({ step, loss: loss * 1.1, accuracy: accuracy * 0.97 }));
  return keptRun(facts, 'a-page', train, test);
}
