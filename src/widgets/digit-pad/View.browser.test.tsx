/** The drawing pad on a page, with a run that answers by hand. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ImageChoice, Inspection } from '../../engine/protocol';
import { currentInput, imageOf } from '../../lab/currentInput';
import { fakeRun } from '../fakeRun';
import type { FakeRun } from '../fakeRun';
import { RunSource } from '../useRun';
import { View } from './View';

let run: FakeRun;
let root: Root;
let images: ImageChoice[];
let probabilities: Float32Array;

function show(visible = true): void {
  flushSync(() =>
    root.render(
      <RunSource value={() => run.handle}>
        <View id="pad" attributes={{ run: 'pad-test' }} visible={visible} />
      </RunSource>,
    ),
  );
}
const area = () => page.getByRole('application', { name: /^Draw/ });
const prediction = () => page.getByRole('group', { name: 'Prediction' });

/** A stroke through fractions of the area, as a mouse makes it. */
function stroke(...points: readonly (readonly [number, number])[]): void {
  const element = area().element();
  const box = element.getBoundingClientRect();
  const fire = (type: string, [x, y]: readonly [number, number]): void => {
    const event = new PointerEvent(type, {
      bubbles: true,
      isPrimary: true,
      pointerId: 1,
      button: 0,
      clientX: box.left + x * box.width,
      clientY: box.top + y * box.height,
    });
    flushSync(() => element.dispatchEvent(event));
  };
  const [first = [0, 0], ...rest] = points;
  fire('pointerdown', first);
  for (const point of rest) fire('pointermove', point);
  fire('pointerup', points.at(-1) ?? first);
}

beforeEach(() => {
  images = [];
  probabilities = new Float32Array([0, 0, 0, 0, 0, 0, 0.02, 0.98, 0, 0]);
  run = fakeRun('pad-test', {
    inspect: (image) => {
      images.push(image);
      const answer: Inspection = {
        step: 1,
        input: { shape: [32, 32, 1], values: new Float32Array(1024) },
        normalization: { mean: [33], deviation: [78] },
        activations: {},
        probabilities,
      };
      return Promise.resolve(answer);
    },
  });
  currentInput('pad-test').offerDrawing(null);
  // A made-up pointer cannot be captured.
  vi.spyOn(Element.prototype, 'setPointerCapture').mockImplementation(() => undefined);
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

test('before training it says so, and that an answer is a guess', async () => {
  show();
  await expect.element(prediction()).toHaveTextContent(/has not been trained yet.*Press Train/);
  expect(images).toEqual([]);
  stroke([0.3, 0.2], [0.7, 0.2], [0.45, 0.8]);
  await expect.element(prediction()).toHaveTextContent(/weights are random, and this answer is a guess/);
});

test('drawing with a pointer: the network sees 28 × 28 bytes and its answer appears', async () => {
  run.reportStatus({ step: 500 });
  show();
  await expect.element(prediction()).toHaveTextContent('Nothing is drawn yet.');
  stroke([0.3, 0.2], [0.7, 0.2], [0.45, 0.8]);
  await expect.element(prediction()).toHaveTextContent('7 (98 %)');
  await expect.element(prediction()).toHaveTextContent('2.0 %');
  const last = images.at(-1);
  expect(last?.kind === 'pixels' && last.pixels.length).toBe(784);
  expect(last?.kind === 'pixels' && last.pixels.some((byte) => byte > 200)).toBe(true);
});

test('new weights are asked again for the same drawing; off the screen nothing is asked', async () => {
  run.reportStatus({ step: 500 });
  show();
  stroke([0.5, 0.2], [0.5, 0.8]);
  await expect.element(prediction()).toHaveTextContent('7 (98 %)');
  probabilities = new Float32Array([0, 0.9, 0.1, 0, 0, 0, 0, 0, 0, 0]);
  flushSync(() => run.report({ weightsVersion: 1 }));
  await expect.element(prediction()).toHaveTextContent('1 (90 %)');
  const before = images.length;
  show(false);
  flushSync(() => run.report({ weightsVersion: 2 }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(images).toHaveLength(before);
});

test('looking back: the answer says of which step it is', async () => {
  run.reportStatus({ step: 500 });
  show();
  stroke([0.5, 0.2], [0.5, 0.8]);
  await expect.element(prediction()).toHaveTextContent(/The network says 7/);
  // The answers of this test are of step 1.
  flushSync(() => run.report({ view: { step: 1, isResting: true }, weightsVersion: 1 }));
  await expect.element(prediction()).toHaveTextContent('At step 1 (looking back) the network says 7 (98 %).');
  flushSync(() => run.report({ view: { step: 0, isResting: true }, weightsVersion: 2 }));
  await expect.element(prediction()).toHaveTextContent(/weights are random, and this answer is a guess/);
});

test('with the keyboard: the space bar lowers the pen, arrows draw; undo and clear', async () => {
  run.reportStatus({ step: 500 });
  show();
  (area().element() as HTMLElement).focus();
  await userEvent.keyboard(' {ArrowRight}{ArrowDown}{ArrowDown} {ArrowRight} {ArrowDown} ');
  await expect.element(page.getByText('2 strokes')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Undo stroke' }));
  await expect.element(page.getByText('1 stroke')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Clear' }));
  await expect.element(prediction()).toHaveTextContent('Nothing is drawn yet.');
});

test('the drawing is offered to the explorer, and handed over when the reader wants', async () => {
  run.reportStatus({ step: 500 });
  show();
  stroke([0.5, 0.2], [0.5, 0.8]);
  const { store } = currentInput('pad-test');
  await expect.poll(() => store.getState().drawing?.length).toBe(784);
  expect(store.getState().source).toBe('sample');
  await userEvent.click(page.getByRole('button', { name: /Look inside the network/ }));
  expect(imageOf(store.getState()).kind).toBe('pixels');
});

test('a refusal of the engine is said in its words', async () => {
  run = fakeRun('pad-test', { inspect: () => Promise.reject(new Error('The worker has stopped.')) });
  run.reportStatus({ step: 500 });
  show();
  stroke([0.5, 0.2], [0.5, 0.8]);
  await expect.element(prediction()).toHaveTextContent('The worker has stopped.');
});

const offer = { title: 'Letters', origin: 'imported', counts: { train: 10, validation: 1, test: 1 } } as const;

test('letters: it asks for a letter, and answers with one', async () => {
  const letters = { ...offer, id: 'own-letters', classes: Array.from('ABCDEFGHIJ'), shape: [28, 28, 1] } as const;
  run.report({ dataSets: [letters], description: { ...run.store.getState().description, dataSet: 'own-letters' } });
  run.reportStatus({ step: 500 });
  show();
  await expect.element(page.getByText('Draw a letter here')).toBeVisible();
  expect(area().element()).toHaveAccessibleName('Draw a letter');
  stroke([0.3, 0.2], [0.7, 0.2], [0.45, 0.8]);
  await expect.element(prediction()).toHaveTextContent('The network says H (98 %).');
  expect(document.querySelectorAll('dt')).toHaveLength(10);
  expect([...document.querySelectorAll('dt')].map(({ textContent }) => textContent).join('')).toBe('ABCDEFGHIJ');
});

test('47 characters: the ten most probable have a bar', async () => {
  probabilities = new Float32Array(47).fill(0.001);
  probabilities[46] = 0.9;
  probabilities[11] = 0.05;
  run.report({ description: { ...run.store.getState().description, dataSet: 'emnist-balanced' } });
  run.reportStatus({ step: 500 });
  show();
  stroke([0.3, 0.2], [0.7, 0.2], [0.45, 0.8]);
  await expect.element(prediction()).toHaveTextContent('The 10 most probable of 47 classes.');
  await expect.element(prediction()).toHaveTextContent('The network says 46 (90 %).');
  const names = [...document.querySelectorAll('dt')].map(({ textContent }) => textContent);
  expect(names).toHaveLength(10);
  expect(names.slice(0, 2)).toEqual(['46', '11']);
});

test('where the network learns from something else, the pad says what it needs, and asks and offers nothing', async () => {
  run.report({ description: { ...run.store.getState().description, dataSet: 'things' } });
  run.reportStatus({ step: 500 });
  show();
  stroke([0.5, 0.2], [0.5, 0.8]);
  await expect
    .element(prediction())
    .toHaveTextContent(
      /of 32 × 32 pixels in colour\. What is drawn here is one grey picture of 28 × 28 pixels: choose/,
    );
  await expect.element(page.getByRole('button', { name: /Look inside the network/ })).toBeDisabled();
  expect(images).toEqual([]);
  expect(currentInput('pad-test').store.getState().drawing).toBeNull();
});
