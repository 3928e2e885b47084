/** A run through everything that is real: the page's client, the worker, WebAssembly, the data that the book makes. */
import { beforeAll, describe, expect, test } from 'vitest';
import { generatedIds } from '../data/dataSet';
import { formatRunLine } from './runLine';
import type { RunState } from './runState';
import { openRun } from './runs';

const run = openRun('lenet');
const state = (): RunState => run.store.getState();

async function until(what: string, condition: () => boolean, timeoutMs = 90_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}; ${JSON.stringify(state())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('LeNet-5 in this browser', () => {
  let openedMs = 0;
  let firstStepMs = 0;
  beforeAll(async () => {
    const startMs = performance.now();
    await until('the worker to answer', () => state().status !== null);
    openedMs = performance.now() - startMs;
    await run.actions.step(1);
    firstStepMs = performance.now() - startMs;
  }, 120_000);

  test('opens with the defaults, says what runs and why, and what can be chosen', async () => {
    console.log(`open: ${openedMs.toFixed(0)} ms, first step after ${firstStepMs.toFixed(0)} ms`);
    expect(state().problem).toBeNull();
    expect(state().unavailable).toBeNull();
    expect(state().description).toMatchObject({
      network: 'lenet5',
      dataSet: 'digits',
      optimizer: 'adam',
      batchSize: 32,
    });
    await until('the environment', () => state().environment !== null);
    expect(state().environment?.chosen).toBe('wasm');
    expect(state().environment?.reason).toMatch(/made of software|only one/);
    expect(state().environment?.executors.map(({ name }) => name)).toEqual(['wasm', 'tfjs-webgpu', 'tfjs-webgl']);
    expect(state().dataSets.map(({ id }) => id)).toEqual(generatedIds);
    expect(openRun('lenet')).toBe(run);
  });

  test('trains, pauses, and writes its line', async () => {
    await run.actions.train();
    expect(state().status?.phase).toBe('running');
    await until('50 steps', () => (state().status?.step ?? 0) >= 50);
    await run.actions.pause();
    const paused = state().status?.step;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(state().status?.step).toBe(paused);
    expect(state().trainPoints.length).toBeGreaterThan(20);
    expect(formatRunLine(state())).toMatch(
      /^step [\d,]+ · epoch 0\.\d · loss \d\.\d{3} · test accuracy (–|[\d.]+ %) · [\d.,–]+ steps\/s · wasm$/,
    );
    expect(state().announcement).toMatch(/^Paused at step/);
    expect(state().weightsVersion).toBeGreaterThan(1);
  });

  test('shows what is inside, and what it predicts', async () => {
    const inspection = await run.actions.inspect(
      { kind: 'sample', split: 'test', index: 0 },
      ['conv1'],
      ['conv1.bias'],
    );
    expect(inspection.activations['conv1']?.shape).toEqual([28, 28, 6]);
    expect(inspection.weights?.['conv1.bias']?.values).toHaveLength(6);
    expect(inspection.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
    const predictions = await run.actions.predictions();
    const right = predictions.predicted.filter((given, i) => given === predictions.labels[i]).length;
    // After fifty steps and more; chance is a tenth.
    expect(right / predictions.labels.length).toBeGreaterThan(0.5);
    const images = await run.actions.images('test', [0, 1]);
    expect(images.pixels).toHaveLength(2 * 28 * 28);
  });

  test('a learning rate takes effect, an optimizer starts over, an import that fails is a problem in words', async () => {
    await run.actions.setHyperparameter('learningRate', 0.002);
    expect(state().description.learningRate).toBe(0.002);
    expect(state().status?.step).toBeGreaterThan(0);
    await run.actions.setOptimizer('momentum');
    expect(state()).toMatchObject({ description: { optimizer: 'momentum' }, status: { step: 0 }, trainPoints: [] });
    await run.actions.setDataSet('own-nothing');
    expect(state().problem).toMatch(/own-nothing|not here/);
    expect(state().description.dataSet).toBe('digits');
    run.actions.dismissProblem();
    expect(state().problem).toBeNull();
  });

  test('a GPU made of software can be chosen by the reader, and the run goes there and back with its weights', async () => {
    await run.actions.reset();
    await run.actions.step(2);
    const { 'conv1.weight': before } = await run.actions.weights(['conv1.weight']);
    await run.actions.chooseExecutor('tfjs-webgl');
    expect(state().problem).toBeNull();
    expect(state().environment).toMatchObject({ chosen: 'tfjs-webgl', reason: 'chosen by the reader' });
    expect((await run.actions.weights(['conv1.weight']))['conv1.weight']).toEqual(before);
    await run.actions.step(1);
    expect(state().status).toMatchObject({ step: 3, executor: 'tfjs-webgl' });
    await run.actions.chooseExecutor('wasm');
    await run.actions.step(1);
    expect(state().status).toMatchObject({ step: 4, executor: 'wasm' });
  });
});
