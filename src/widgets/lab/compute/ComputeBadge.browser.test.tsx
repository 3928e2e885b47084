/** The compute badge on a page, with a run that writes down what it is asked. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CheckReport } from '../../../engine/protocol';
import type { RunActions } from '../../../lab/runState';
import { fakeRun } from '../../fakeRun';
import type { FakeRun } from '../../fakeRun';
import { ComputeBadge } from './ComputeBadge';

type CheckOptions = NonNullable<Parameters<RunActions['checkMe']>[0]>;

const report: CheckReport = {
  executor: 'wasm',
  batch: 2,
  step: 7,
  rows: [
    { kind: 'forward', of: 'conv2d', count: 10, largest: 1e-7, tolerance: 1e-5, why: 'rounded', passed: true },
    { kind: 'gradient', of: 'relu', count: 10, largest: 0, tolerance: 1e-7, why: 'moved', passed: true },
  ],
  notes: ['The first 2 images of the batch of step 8.'],
  ms: 1234,
};

let run: FakeRun;
let root: Root;
let asked: CheckOptions;
let answer: { resolve: (report: CheckReport) => void; reject: (error: Error) => void };

beforeEach(() => {
  run = fakeRun('lenet', {
    checkMe(options = {}) {
      asked = options;
      return new Promise((resolve, reject) => {
        answer = { resolve, reject };
        options.signal?.addEventListener('abort', () => reject(new Error('The request was cancelled.')));
      });
    },
  });
  run.report({
    environment: {
      executors: [
        { name: 'wasm', available: true, detail: 'WebAssembly SIMD, 3 threads', stepMs: 2 },
        { name: 'tfjs-webgl', available: true, detail: 'A GPU', stepMs: 5 },
      ],
      chosen: 'wasm',
      reason: 'fastest in a race of 2: wasm 2.0 ms, tfjs-webgl 5.0 ms a step',
    },
  });
  const place = document.createElement('div');
  place.style.width = '640px';
  document.body.append(place);
  root = createRoot(place);
  flushSync(() => root.render(<ComputeBadge run={run.handle} isVisible isDisabled={false} />));
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});
const line = () => page.getByText(/^wasm: WebAssembly SIMD, 3 threads/);
const button = (name: string) => page.getByRole('button', { name, exact: true });

test('the line follows the run; opened by key, it shows why, the race and the facts, and asks for another executor', async () => {
  flushSync(() =>
    run.reportStatus({ phase: 'running', stepsPerSecond: 500, memoryBytes: 3_000_000, dataBytes: 9_000_000 }),
  );
  await expect.element(line()).toHaveTextContent('2 ms a step · 3.0 MB · 9.0 MB of data');
  await expect.element(button('Check me')).not.toBeInTheDocument();
  document.querySelector('summary')?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Fastest in a race of 2: wasm 2.0 ms, tfjs-webgl 5.0 ms a step.')).toBeVisible();
  await expect.element(page.getByRole('row', { name: /wasm \(runs now\) 2\.00 ms/ })).toBeVisible();
  await expect.element(page.getByText(/^In a hidden tab training goes on/)).toBeVisible();
  await page.getByLabelText('Executor').selectOptions('tfjs-webgl');
  await page.getByLabelText('Memory for checkpoints').selectOptions('256 MiB');
  expect(run.asked).toEqual(['chooseExecutor tfjs-webgl', `setMemoryLimit ${256 * 2 ** 20}`]);
});

describe('check me', () => {
  beforeEach(async () => {
    await line().click();
    await button('Check me').click();
  });

  test('shows how far it is, then the verdict in words that are announced, and all of it as a table', async () => {
    await expect.element(button('Check me')).toBeDisabled();
    flushSync(() => asked.onProgress?.(0.4, 'Every op against the reference'));
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
    const height = document.querySelector('section')?.offsetHeight;
    flushSync(() => asked.onProgress?.(0.9, 'Gradients against finite differences'));
    expect(document.querySelector('section')?.offsetHeight).toBe(height);
    answer.resolve(report);
    const words =
      'All 2 checks of wasm passed, in 1.2 s; the nearest to its tolerance is conv2d (forward op): 1.0e−7 of 1.0e−5.';
    await expect.element(page.getByText(words).first()).toBeVisible();
    expect(document.querySelector('[aria-live]')?.textContent).toBe(words);
    await expect.element(page.getByRole('row', { name: /conv2d passed forward op 1\.0e−7/ })).toBeVisible();
    await expect.element(page.getByText('The first 2 images of the batch of step 8.')).toBeVisible();
    await expect.element(button('Check me')).toBeEnabled();
  });

  test('can be stopped, and begins anew', async () => {
    await button('Stop').click();
    await expect.element(button('Stop')).not.toBeInTheDocument();
    expect(asked.signal?.aborted).toBe(true);
    await expect.element(page.getByText(/^The ops of this figure, forward and backward/)).toBeVisible();
    await button('Check me').click();
    expect(run.asked.filter((words) => words.startsWith('checkMe'))).toHaveLength(2);
  });

  test('why it could not be made is said', async () => {
    answer.reject(new Error('There is no room for the check.'));
    await expect.element(page.getByText('There is no room for the check.').first()).toBeVisible();
    expect(document.querySelector('[aria-live]')?.textContent).toBe('There is no room for the check.');
  });

  test('a figure that goes away ends it', () => {
    flushSync(() => root.render(null));
    expect(asked.signal?.aborted).toBe(true);
  });
});
