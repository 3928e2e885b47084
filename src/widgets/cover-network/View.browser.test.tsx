/** The cover's figure on a page, with a run that answers what the test tells it to. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { fakeRun } from '../fakeRun';
import type { FakeRun } from '../fakeRun';
import { RunSource } from '../useRun';
import { View } from './View';
import { lastStep, shownDigits } from './state';

let run: FakeRun;
let root: Root;
const labels = Uint8Array.from({ length: 100 }, (_, index) => index % 10);

beforeEach(() => {
  run = fakeRun('cover', {
    step: (count = 1) => {
      const step = (run.store.getState().status?.step ?? 0) + count;
      run.reportStatus({ phase: 'paused', step });
      return Promise.resolve();
    },
    reset: () => {
      run.reportStatus({ phase: 'ready', step: 0 });
      return Promise.resolve();
    },
    images: () =>
      Promise.resolve({
        shape: [2, 2, 1] as const,
        pixels: new Uint8Array(shownDigits * 4).fill(255),
        labels: labels.slice(0, shownDigits),
      }),
    // Untrained it says 0 to everything; trained, it is right.
    predictions: () => {
      const step = run.store.getState().status?.step ?? 0;
      const predicted = step === 0 ? new Uint8Array(100) : labels.slice();
      return Promise.resolve({ step, split: 'test', labels, predicted, confidence: new Float32Array(100) });
    },
    weights: (slots) =>
      Promise.resolve(
        Object.fromEntries(slots.map((slot) => [slot, { shape: [5, 5, 1, 6], values: new Float32Array(150).fill(1) }])),
      ),
  });
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

function show(visible = true): void {
  flushSync(() =>
    root.render(
      <RunSource value={() => run.handle}>
        <View id="cover" attributes={{}} visible={visible} />
      </RunSource>,
    ),
  );
}
const stepsAsked = (): number => run.asked.filter((words) => words.startsWith('step')).length;

test('learns by itself, shows what it reads, asks for the first convolution’s kernels', async () => {
  show();
  await expect
    .element(page.getByRole('img', { name: '24 handwritten digits, of which 24 are read correctly' }))
    .toBeVisible();
  await expect.element(page.getByText('100.0\u00a0%')).toBeVisible();
  await expect.element(page.getByText('of 100 test digits read correctly')).toBeVisible();
  expect(run.asked).toContain('weights conv1.weight');
  expect(
    page
      .getByRole('img', { name: /kernels/ })
      .element()
      .querySelectorAll('canvas'),
  ).toHaveLength(6);
});

test('Pause stops it, Continue goes on', async () => {
  show();
  await expect.poll(stepsAsked).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.element(page.getByText(/^paused at step/)).toBeVisible();
  // What was under way has ended.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = stepsAsked();
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(stepsAsked()).toBe(before);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(stepsAsked).toBeGreaterThan(before);
});

test('rests off screen', async () => {
  show();
  await expect.poll(stepsAsked).toBeGreaterThan(0);
  show(false);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = stepsAsked();
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(stepsAsked()).toBe(before);
});

test('ends by itself, and begins again only when asked', async () => {
  run.reportStatus({ phase: 'paused', step: lastStep - 1 });
  show();
  await expect.element(page.getByText(`finished at step ${lastStep} · 20,000 images seen`)).toBeVisible();
  expect(run.asked).toContain('step 1');
  expect(stepsAsked()).toBe(1);
  await page.getByRole('button', { name: 'Again' }).click();
  await expect.poll(stepsAsked).toBeGreaterThan(1);
  expect(run.asked).toContain('reset');
});

test('where no engine can run it says so and keeps its place', async () => {
  run.report({ unavailable: 'Training needs a web worker.' });
  show();
  await expect.element(page.getByText('Training needs a web worker.')).toBeVisible();
  await expect.element(page.getByRole('button')).toBeDisabled();
  expect(run.asked).toEqual([]);
});
