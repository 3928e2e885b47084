/** The microscope on a page, over sets of real digits and things made for the test. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { DataSet, GeneratedId } from '../../data/dataSet';
import { generateDigits } from '../../data/digits';
import { generators } from '../../data/generators';
import { View } from './View';
import { fakeMicroscope } from './fakeMicroscope';
import type { FakeMicroscope } from './fakeMicroscope';
import { MicroscopeSource } from './useMicroscope';

let digits: DataSet;
let microscope: FakeMicroscope;
let root: Root;
let place: HTMLElement;

/** Two hundred digits; test image 5 is training image 17, and test image 9 nearly so. */
beforeAll(async () => {
  digits = await generateDigits({ seed: 1, train: 200, validation: 40, test: 60 });
  const image = digits.train.pixels.subarray(17 * 784, 18 * 784);
  digits.test.pixels.set(image, 5 * 784);
  digits.test.pixels.set(image, 9 * 784);
  digits.test.pixels[9 * 784] = image[0]! + 40;
});

function show(visible = true, dataset: GeneratedId = 'digits'): void {
  const source = (): FakeMicroscope['handle'] => microscope.handle;
  flushSync(() =>
    root.render(
      <MicroscopeSource value={source}>
        <View id="viewer" attributes={{ dataset, split: 'train', show: 'neighbours' }} visible={visible} />
      </MicroscopeSource>,
    ),
  );
}
const thumbnails = () => page.getByRole('list', { name: /^(training|test) images$/ }).getByRole('button');
const name = (label: number): string => digits.info.classes[label]!;

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', location.pathname);
  microscope = fakeMicroscope([digits]);
  place = document.createElement('div');
  place.style.width = '803px';
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

test('off the screen nothing is asked', async () => {
  show(false);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(microscope.asked).toEqual([]);
});

test('says what the set is, shows a page of images and one of them large', async () => {
  show();
  await expect
    .element(page.getByText(/^Digits: 200 training, 40 validation and 60 test images of 28 × 28/))
    .toBeVisible();
  await expect.element(page.getByText('1–32 of 200')).toBeVisible();
  expect(thumbnails().elements()).toHaveLength(32);
  const first = name(digits.train.labels[0]!);
  await expect.element(page.getByText(`Training image 0: ${first}.`, { exact: true }).first()).toBeVisible();
});

test('a class alone; a number; a page further', async () => {
  show();
  await userEvent.selectOptions(page.getByLabelText('Class', { exact: true }), name(3));
  const threes = digits.train.labels.filter((label) => label === 3).length;
  await expect.element(page.getByText(`1–${threes} of ${threes} of class ${name(3)}`)).toBeVisible();
  await userEvent.fill(page.getByRole('spinbutton', { name: /number/ }), '150');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/^Training image 150: /).first()).toBeVisible();
  await expect.element(page.getByText('129–160 of 200')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Next page' }));
  await expect.element(page.getByText('161–192 of 200')).toBeVisible();
});

test('arrow keys walk from page to page, Enter opens', async () => {
  show();
  await expect.element(thumbnails().first()).toBeVisible();
  (thumbnails().elements()[0] as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
  await expect.element(page.getByText('33–64 of 200')).toBeVisible();
  await expect.poll(() => document.activeElement?.getAttribute('data-place')).toBe('32');
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => document.activeElement?.getAttribute('data-place')).toBe('33');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText(/^Training image 33: /).first()).toBeVisible();
});

test('arrow keys read the pixels of the large image', async () => {
  show();
  const reader = page.getByRole('application');
  await expect.element(reader).toBeVisible();
  await expect.element(page.getByText(/^Point at a pixel/)).toBeVisible();
  (reader.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowDown}');
  const value = digits.train.pixels[15 * 28 + 14]!;
  await expect.element(page.getByText(`Row 15, column 14: ${value}.`)).toBeVisible();
});

test('neighbours in every split; the planted twin is at distance 0, and opens', async () => {
  show();
  await userEvent.fill(page.getByRole('spinbutton', { name: /number/ }), '17');
  await userEvent.keyboard('{Enter}');
  const label = name(digits.test.labels[5]!);
  const twin = page.getByRole('button', { name: `${label} 0: test image 5` });
  await expect.element(twin).toBeVisible();
  await userEvent.click(twin);
  await expect.element(page.getByText(`Test image 5: ${label}.`, { exact: true }).first()).toBeVisible();
  await expect.element(page.getByRole('radio', { name: 'test' }).first()).toBeChecked();
});

test('duplicates: equal images at once, near ones after a search', async () => {
  show();
  await userEvent.click(page.getByRole('radio', { name: 'duplicates' }));
  await expect.element(page.getByText(/^Equal images: 1 test image is also a training image\./)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Search' }));
  await expect.element(page.getByText('2 test images have a training image at most 10 apart.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: /test 5, training 17 · equal$/ })).toBeVisible();
  await expect.element(page.getByRole('button', { name: /test 9, training 17 · 1\.43$/ })).toBeVisible();
});

test('a search can be stopped', async () => {
  const { handle } = microscope;
  const held = { ...handle, closePairs: () => new Promise<never>(() => undefined) };
  microscope = { ...microscope, handle: held };
  show();
  await userEvent.click(page.getByRole('radio', { name: 'duplicates' }));
  await userEvent.click(page.getByRole('button', { name: 'Search' }));
  await expect.element(page.getByRole('progressbar')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Stop' }));
  await expect.element(page.getByText(/^Stopped\. Nothing is kept/)).toBeVisible();
});

test('class balance in words, with a table behind it', async () => {
  show();
  await userEvent.click(page.getByRole('radio', { name: 'balance' }));
  await expect.element(page.getByText(/^200 training images: fewest of /)).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'More about this figure' }));
  await userEvent.click(page.getByRole('menuitem', { name: 'Show table' }));
  await expect.element(page.getByRole('region', { name: 'Images of each class in Digits' })).toBeVisible();
});

test('mean images; a class that is pressed is browsed', async () => {
  show();
  await userEvent.click(page.getByRole('radio', { name: 'means' }));
  const fours = digits.train.labels.filter((label) => label === 4).length;
  await userEvent.click(page.getByRole('button', { name: `${name(4)}: mean of ${fours} images` }));
  await expect.element(page.getByText(new RegExp(`of ${fours} of class ${name(4)}$`))).toBeVisible();
});

test('a label changed by hand is said with the set, and undone', async () => {
  show();
  const label = digits.train.labels[0]!;
  const other = (label + 1) % 10;
  await userEvent.selectOptions(page.getByLabelText('Label', { exact: true }), name(other));
  await expect.element(page.getByText(/The label of 1 image was changed by hand\.$/)).toBeVisible();
  await expect
    .element(
      page.getByText(`Training image 0: ${name(other)}; changed by hand, in the original ${name(label)}.`).first(),
    )
    .toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Undo' }));
  await expect.element(page.getByText(`Training image 0: ${name(label)}.`, { exact: true }).first()).toBeVisible();
});

test('a set that is not here is named, and the reason given', async () => {
  microscope = fakeMicroscope([]);
  show();
  await expect.element(page.getByText('There is no data set “digits” here.')).toBeVisible();
});

test('while the set is being made that is told; what is made for another figure is not', async () => {
  microscope.working = [{ task: 'Making Digits', done: 3, total: 12 }];
  show();
  await expect.element(page.getByRole('progressbar', { name: 'Making Digits' })).toHaveAttribute('aria-valuenow', '25');
  flushSync(() => root.unmount());
  root = createRoot(place);
  microscope.working = [{ task: 'Making Things', done: 3, total: 12 }];
  show();
  await expect.element(page.getByText(/^Digits: 200 training/)).toBeVisible();
  expect(microscope.asked).toEqual(['labels digits', 'labels digits']);
  expect(page.getByRole('progressbar').elements()).toHaveLength(0);
});

test('the whole state is in the link', async () => {
  show();
  await userEvent.click(page.getByRole('radio', { name: 'duplicates' }));
  await userEvent.click(page.getByRole('radio', { name: 'test' }).first());
  flushSync(() => root.unmount());
  root = createRoot(place);
  show();
  await expect.element(page.getByRole('radio', { name: 'duplicates' })).toBeChecked();
  await expect.element(page.getByText('1–32 of 60')).toBeVisible();
});

test('points: all in one picture', async () => {
  const moons = await generators['planes-moons'].generate({ seed: 1, train: 300, validation: 40, test: 60 });
  microscope = fakeMicroscope([moons]);
  show(true, 'planes-moons');
  const plot = page.getByRole('img', { name: /^300 training points: x from −[\d.]+ to / });
  await expect.element(plot).toBeVisible();
  expect(plot.element().querySelectorAll('path')).toHaveLength(300);
  await expect.element(page.getByText('300 of 300')).toBeVisible();
});

test('signals: each is a line', async () => {
  const rhythms = await generators.rhythms.generate({ seed: 1, train: 60, validation: 12, test: 12 });
  microscope = fakeMicroscope([rhythms]);
  show(true, 'rhythms');
  const first = page.getByRole('list', { name: 'training signals' }).getByRole('button').first();
  await expect.element(first).toBeVisible();
  await expect.poll(() => first.element().querySelector('path')?.getAttribute('d')?.split('L')).toHaveLength(192);
  await expect
    .element(page.getByRole('list', { name: 'Nearest training signals' }).getByRole('button').first())
    .toBeVisible();
});
