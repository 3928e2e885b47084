/** Starting from trained weights, saving and loading them, on a page with a run that writes down what it is asked. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { OfferedWeights, WeightsCard } from '../../../data/weightsCard';
import type { SavedWeights } from '../../../engine/protocol';
import { fakeRun } from '../../fakeRun';
import type { FakeRun } from '../../fakeRun';
import { RunSource } from '../../useRun';
import { View } from '../View';

const card: WeightsCard = {
  version: 1,
  name: 'lenet5-mnist',
  title: 'LeNet-5 on MNIST',
  network: { name: 'lenet5', hash: 'a'.repeat(64), parameters: 61_706 },
  data: {
    id: 'mnist',
    title: 'MNIST',
    classes: ['0', '1'],
    shape: [28, 28, 1],
    trainingImages: 55_000,
    normalization: { mean: [33], deviation: [78] },
  },
  training: {
    optimizer: 'adam',
    learningRate: 0.001,
    coefficients: {},
    schedule: null,
    batchSize: 32,
    epochs: 10,
    steps: 17_180,
    augmentation: null,
    seeds: { initialization: 1, order: 1, generator: 1 },
    executor: 'wasm',
    threads: 1,
    seconds: 240,
    date: '2026-11-21',
  },
  accuracy: { split: 'test', images: 5000, right: 4956, fraction: 4956 / 5000, loss: 0.03 },
  file: { name: 'model.safetensors', bytes: 124_928, sha256: 'b'.repeat(64), storage: 'F16' },
  licence: 'CC0 1.0',
  limits: ['Made to learn from; not for reading cheques.'],
};
const offered: readonly OfferedWeights[] = [
  {
    name: card.name,
    title: card.title,
    network: 'lenet5',
    data: card.data,
    accuracy: card.accuracy,
    bytes: 124_928,
  },
];

let run: FakeRun;
let root: Root;
let starts: unknown[];
let loaded: File[];
let save: () => Promise<SavedWeights>;

beforeEach(() => {
  sessionStorage.clear();
  starts = [];
  loaded = [];
  save = () => Promise.resolve({ name: 'lenet5-digits-step-9.safetensors', bytes: Uint8Array.of(1, 2, 3), step: 9 });
  run = fakeRun('lenet', {
    trainedWeights: () => Promise.resolve(offered),
    weightsCard: () => Promise.resolve(card),
    setStart: (start) => {
      starts.push(start);
      return Promise.resolve();
    },
    loadWeights: (file) => {
      loaded.push(file);
      return Promise.resolve();
    },
    saveWeights: () => save(),
  });
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  flushSync(() =>
    root.render(
      <RunSource value={() => run.handle}>
        <View id="trainer" attributes={{ run: 'lenet', network: ['lenet5'], dataset: 'digits' }} visible />
      </RunSource>,
    ),
  );
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

const choice = () => page.getByRole('combobox', { name: 'Start from' });
const openMenu = () => page.getByRole('button', { name: 'More about this figure' }).click();

test('shipped weights that fit can be chosen by keyboard; the card says how good they are, and lies behind one line', async () => {
  await expect.element(page.getByRole('option', { name: /LeNet-5 on MNIST/ })).toBeInTheDocument();
  const height = document.body.scrollHeight;
  choice().element().focus();
  await userEvent.selectOptions(choice(), 'weights lenet5-mnist');
  expect(starts).toEqual([{ weights: 'lenet5-mnist' }]);
  flushSync(() => {
    const { description } = run.store.getState();
    run.report({ description: { ...description, start: { weights: 'lenet5-mnist' } } });
    run.reportStatus({ startWords: 'Starts from LeNet-5 on MNIST, trained on MNIST and now on Digits.' });
  });
  await expect.element(choice()).toHaveValue('weights lenet5-mnist');
  await expect.element(page.getByText('trained on MNIST and now on Digits.')).toBeVisible();
  const line = page.getByText('LeNet-5 on MNIST: 99.12 % of 5,000 test images (4,956 right)');
  await expect.element(line).toBeVisible();
  // The place was kept.
  expect(document.body.scrollHeight).toBe(height);
  await expect.element(page.getByText('Made to learn from; not for reading cheques.')).not.toBeVisible();
  await line.click();
  await expect.element(page.getByText('Made to learn from; not for reading cheques.')).toBeVisible();
  await expect.element(page.getByText('MNIST, 55,000 images of 28 × 28 × 1')).toBeVisible();
  await userEvent.selectOptions(choice(), 'random');
  expect(starts.at(-1)).toBeNull();
});

test('saving hands a file over and shows the program that reads it; it can be closed', async () => {
  const names: string[] = [];
  // The test must not save anything.
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  await openMenu();
  await page.getByRole('menuitem', { name: 'Save weights' }).click();
  await expect.element(page.getByText("open('lenet5-digits-step-9.safetensors', 'rb')")).toBeVisible();
  expect(names).toEqual(['lenet5-digits-step-9.safetensors']);
  click.mockRestore();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect.element(page.getByText('under PyTorch’s names')).not.toBeInTheDocument();
});

test('a file that is chosen goes to the run', async () => {
  const field = document.querySelector<HTMLInputElement>('input[type=file][accept=".safetensors"]');
  if (field === null) throw new Error('the field for weights is missing');
  const files = new DataTransfer();
  files.items.add(new File(['abc'], 'mine.safetensors'));
  field.files = files.files;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await expect.poll(() => loaded.map(({ name }) => name)).toEqual(['mine.safetensors']);
  expect(field.value).toBe('');
});

test('the menu offers both, and why saving failed is said', async () => {
  save = () => Promise.reject(new Error('No engine can run here.'));
  await openMenu();
  await expect.element(page.getByRole('menuitem', { name: 'Load weights …' })).toBeVisible();
  await page.getByRole('menuitem', { name: 'Save weights' }).click();
  await expect.element(page.getByText('No engine can run here.')).toBeVisible();
});
