/** Gallery and confusion matrix on a page, with a run that answers by hand. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Predictions } from '../../engine/protocol';
import { currentInput, imageOf } from '../../lab/currentInput';
import { fakeRun } from '../fakeRun';
import type { FakeRun } from '../fakeRun';
import { RunSource } from '../useRun';
import { View } from './View';

/** A hundred images, ten of each digit; every seventh 4 read as a 9, and one 1 as a 7. */
const labels = Uint8Array.from({ length: 100 }, (_, index) => index % 10);
const predicted = Uint8Array.from(labels, (label, index) => (label === 4 && index < 44 ? 9 : index === 1 ? 7 : label));
const confidence = Float32Array.from(labels, (_, index) => (index === 14 ? 0.99 : 0.5 + index / 1000));

let run: FakeRun;
let root: Root;
let evaluations: number;
let asked: (readonly number[])[];

function show(visible = true): void {
  flushSync(() =>
    root.render(
      <RunSource value={() => run.handle}>
        <View id="errors" attributes={{ run: 'errors-test' }} visible={visible} />
      </RunSource>,
    ),
  );
}
const thumbnails = () => page.getByRole('button', { name: /test image/ });
const cell = (name: string) => page.getByRole('button', { name });

beforeEach(() => {
  sessionStorage.clear();
  evaluations = 0;
  asked = [];
  run = fakeRun('errors-test', {
    predictions: () => {
      evaluations++;
      const answer: Predictions = { step: 1875, split: 'test', labels, predicted, confidence };
      return Promise.resolve(answer);
    },
    images: (_, indices) => {
      asked.push(indices);
      return Promise.resolve({
        shape: [28, 28, 1],
        pixels: new Uint8Array(784 * indices.length).fill(9),
        labels: Uint8Array.from(indices, (index) => labels[index]!),
      });
    },
  });
  const place = document.createElement('div');
  place.style.width = '803px';
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

test('before training there is nothing to judge, and nothing is evaluated', async () => {
  show();
  await expect.element(page.getByText(/not been trained yet/)).toBeVisible();
  expect(evaluations).toBe(0);
  await expect.element(cell('4 read as 9: not evaluated yet')).toHaveAttribute('aria-disabled', 'true');
});

test('wrong images first, the surest at the beginning, labelled with their step', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await expect.element(page.getByText('At step 1,875: 95 of 100 right (95.0\u00a0%), 5 wrong.')).toBeVisible();
  expect(thumbnails().elements()).toHaveLength(5);
  await expect.element(thumbnails().first()).toHaveAccessibleName('4 → 9 99\u00a0%: test image 14, 4 read as 9');
  await expect.poll(() => asked).toEqual([[14, 34, 24, 4, 1]]);
});

test('a cell of the matrix opens the images behind it; arrow keys walk the matrix', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await expect.element(thumbnails().first()).toBeVisible();
  const top = thumbnails().first().element().getBoundingClientRect().top;
  await userEvent.click(cell('4 read as 9: 4'));
  await expect.element(page.getByRole('radio', { name: '4 → 9' })).toBeChecked();
  // A third choice beside wrong and all moves nothing.
  expect(thumbnails().first().element().getBoundingClientRect().top).toBe(top);
  expect(thumbnails().elements()).toHaveLength(4);
  (cell('4 read as 9: 4').element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowUp}{ArrowLeft}{ArrowLeft}{Enter}');
  await expect.element(page.getByRole('radio', { name: '1 → 7' })).toBeChecked();
  expect(thumbnails().elements()).toHaveLength(1);
});

test('all images come page by page', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await userEvent.click(page.getByRole('radio', { name: 'all' }));
  await expect.element(page.getByText('1–32 of 100')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Next page' }));
  await expect.element(page.getByText('33–64 of 100')).toBeVisible();
});

test('a picked image goes to the explorer, and the figure says so', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await userEvent.click(thumbnails().first());
  expect(imageOf(currentInput('errors-test').store.getState())).toEqual({ kind: 'sample', split: 'test', index: 14 });
  await expect.element(page.getByText('Test image 14 is now in the network explorer.')).toBeVisible();
});

test('new weights are evaluated after a rest; off the screen not at all', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await expect.poll(() => evaluations).toBe(1);
  flushSync(() => run.report({ weightsVersion: 1 }));
  flushSync(() => run.report({ weightsVersion: 2 }));
  expect(evaluations).toBe(1);
  await expect.poll(() => evaluations, { timeout: 5000 }).toBe(2);
  show(false);
  flushSync(() => run.report({ weightsVersion: 3 }));
  await new Promise((resolve) => setTimeout(resolve, 3500));
  expect(evaluations).toBe(2);
});

test('answers of another data set are not shown with this one’s images', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await expect.element(thumbnails().first()).toBeVisible();
  flushSync(() => run.report({ description: { ...run.store.getState().description, dataSet: 'mnist' } }));
  expect(thumbnails().elements()).toHaveLength(0);
});
