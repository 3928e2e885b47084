/** Gallery and confusion matrix on a page, with a run that answers by hand. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DataSetOffer } from '../../data/dataSet';
import type { ImagesReply, Predictions } from '../../engine/protocol';
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
let answer: () => Predictions;
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
  answer = () => ({ step: 1875, split: 'test', labels, predicted, confidence });
  asked = [];
  run = fakeRun('errors-test', {
    predictions: () => {
      evaluations++;
      return Promise.resolve(answer());
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

test('looking back: at once on the fixed probe, which is told, then on the whole set', async () => {
  run.reportStatus({ step: 1875 });
  run.report({
    dataSets: [
      {
        id: 'digits',
        title: 'Digits',
        origin: 'generated',
        classes: Array.from('0123456789'),
        shape: [28, 28, 1],
        counts: { train: 20_000, validation: 100, test: 100 },
      },
    ],
  });
  // Every fourth image of the hundred.
  const images = Uint32Array.from({ length: 25 }, (_, place) => place * 4);
  const part = <T extends Uint8Array | Float32Array>(all: T): T => all.filter((_, index) => index % 4 === 0) as T;
  answer = () => {
    const { view } = run.store.getState();
    const whole = { step: view?.step ?? 1875, split: 'test', labels, predicted, confidence } as const;
    return view?.isResting === false
      ? { ...whole, images, labels: part(labels), predicted: part(predicted), confidence: part(confidence) }
      : whole;
  };
  for (const widthPx of [803, 358]) {
    document.querySelector('div')!.style.width = `${widthPx}px`;
    flushSync(() => run.report({ view: null, weightsVersion: run.store.getState().weightsVersion + 1 }));
    show();
    await expect.element(page.getByText('At step 1,875: 95 of 100 right (95.0\u00a0%), 5 wrong.')).toBeVisible();
    const height = document.querySelector('div')!.getBoundingClientRect().height;
    const move = (isResting: boolean): void =>
      flushSync(() =>
        run.report({
          view: { step: 120, isResting },
          weightsVersion: run.store.getState().weightsVersion + 1,
        }),
      );
    move(false);
    // Without the rest of seconds that a training run is given.
    await expect
      .element(page.getByText('At step 120 (looking back): 23 of 25 right (92.0\u00a0%), 2 wrong.'), { timeout: 500 })
      .toBeVisible();
    await expect
      .element(
        page.getByText(
          'Counted: 25 of 100 test images, the fixed probe. The whole test set follows when the slider rests.',
        ),
      )
      .toBeVisible();
    // The second of the probe is image 4 of the test set.
    expect(
      thumbnails()
        .elements()
        .map((one) => one.getAttribute('aria-label')),
    ).toEqual(['4 → 9 52\u00a0%: test image 24, 4 read as 9', '4 → 9 50\u00a0%: test image 4, 4 read as 9']);
    expect(document.querySelector('div')!.getBoundingClientRect().height).toBe(height);
    move(true);
    await expect.element(page.getByText(/^At step 120 \(looking back\): 95 of 100 right/)).toBeVisible();
    expect(page.getByText(/fixed probe/).elements()).toHaveLength(0);
    expect(document.querySelector('div')!.getBoundingClientRect().height).toBe(height);
  }
});

test('answers of another data set are not shown with this one’s images', async () => {
  run.reportStatus({ step: 1875 });
  show();
  await expect.element(thumbnails().first()).toBeVisible();
  flushSync(() => run.report({ description: { ...run.store.getState().description, dataSet: 'mnist' } }));
  expect(thumbnails().elements()).toHaveLength(0);
});

/** A run on a data set with these classes, whose pictures have this shape: two images of each class, of which the second is mistaken for the first. */
function onData(offer: DataSetOffer): void {
  const truth = Uint8Array.from({ length: 2 * offer.classes.length }, (_, index) => index >> 1);
  const size = offer.shape[0] * offer.shape[1] * offer.shape[2];
  run = fakeRun('errors-test', {
    predictions: () =>
      Promise.resolve({
        step: 10,
        split: 'test',
        labels: truth,
        predicted: truth.map((label, index) => (index % 2 === 0 ? label : 0)),
        confidence: new Float32Array(truth.length).fill(0.5),
      }),
    images: (_, indices): Promise<ImagesReply> =>
      Promise.resolve({
        shape: offer.shape,
        pixels: Uint8Array.from({ length: size * indices.length }, (_unused, i) => [250, 120, 10][i % 3]!),
        labels: Uint8Array.from(indices, (index) => truth[index]!),
      }),
  });
  run.report({
    dataSets: [offer],
    description: { ...run.store.getState().description, dataSet: offer.id },
  });
  run.reportStatus({ step: 10 });
}
const counts = { train: 100, validation: 10, test: 94 };

describe.each([
  ['wide', 803],
  ['narrow', 358],
] as const)('%s', (_, widthPx) => {
  test('3 classes with names: a matrix of nine cells, pictures in colour, names under them', async () => {
    onData({
      id: 'own-shells',
      title: 'Shells',
      origin: 'imported',
      classes: ['whelk', 'cockle', 'an exceedingly long name'],
      shape: [48, 32, 3],
      counts,
    });
    document.querySelector('div')!.style.width = `${widthPx}px`;
    show();
    await expect.element(cell('cockle read as whelk: 1')).toBeVisible();
    expect(document.querySelectorAll('table button')).toHaveLength(9);
    await expect
      .element(thumbnails().first())
      .toHaveAccessibleName('cockle → whelk 50\u00a0%: test image 3, cockle read as whelk');
    await expect.poll(() => pixelOf(thumbnails().first().element())).toEqual([250, 120, 10, 255]);
    expect(document.querySelector('div')!.scrollWidth).toBeLessThanOrEqual(widthPx);
  });

  test('47 classes: a picture with a square for each pair, walked with arrow keys; the worst pairs in a list', async () => {
    const classes = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt');
    onData({ id: 'emnist-balanced', title: 'EMNIST', origin: 'imported', classes, shape: [28, 28, 1], counts });
    document.querySelector('div')!.style.width = `${widthPx}px`;
    show();
    const matrix = page.getByRole('application', { name: /^Confusion matrix of 47 classes/ });
    await expect.element(page.getByRole('button', { name: '1 → 0 1: 1 read as 0: 1 of 2 images' })).toBeVisible();
    expect(
      page
        .getByRole('listitem')
        .getByRole('button', { name: /read as 0: 1 of 2 images/ })
        .elements(),
    ).toHaveLength(6);
    (matrix.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    await expect.element(page.getByText('2 read as 0: 1 of 2 images', { exact: true })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('radio', { name: '2 → 0' })).toBeChecked();
    expect(thumbnails().elements()).toHaveLength(1);
    // The last row's first square, with the pointer.
    const side = matrix.element().getBoundingClientRect().width;
    await userEvent.click(matrix, { position: { x: 2, y: side - 2 } });
    await expect.element(page.getByRole('radio', { name: 't → 0' })).toBeChecked();
    expect(document.querySelector('div')!.scrollWidth).toBeLessThanOrEqual(widthPx);
  });
});

/** Red, green, blue and opacity in the middle of the picture inside. */
function pixelOf(element: Element): number[] {
  const canvas = element.querySelector('canvas')!;
  return [...canvas.getContext('2d')!.getImageData(canvas.width >> 1, canvas.height >> 1, 1, 1).data];
}
