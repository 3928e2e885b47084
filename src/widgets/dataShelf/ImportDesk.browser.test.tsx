/** What is found in a table of points, as the dialog says it before it is kept. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { ImportReport } from '../../data/import/importReport';
import { DataDialog } from './DataDialog';
import { animals, fakeShelf, filesNamed } from './fakeShelf';
import { createShelfDialog } from './state';

let root: Root | null = null;
afterEach(() => {
  flushSync(() => root?.unmount());
  document.body.replaceChildren();
});

const heaps: ImportReport = {
  ...animals,
  format: 'Table of points',
  suggestedName: 'heaps',
  shape: [1, 1, 2],
  choices: null,
  sizeBytes: 54,
  preview: {
    shape: [1, 1, 2],
    pixels: new Uint8Array(0),
    numbers: Float32Array.of(1000, -2, 1100, -1.5, 1050, -1.75, 1010, -1),
    labels: Uint8Array.of(0, 1, 0, 1),
  },
  notes: ['The columns x and y are the two numbers of a point; the third names its class.'],
};

test.each([1280, 390])('points in one picture, and how many of each class, at %s px', async (width) => {
  await page.viewport(width, 900);
  const fake = fakeShelf();
  const shelf = createShelfDialog(fake.port);
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
  flushSync(() =>
    root?.render(<DataDialog shelf={shelf} owner="figure" onUse={() => undefined} misfit={() => null} />),
  );
  shelf.bring('figure', filesNamed('heaps.csv'));
  fake.last().answer(heaps);

  await expect.element(page.getByRole('heading', { name: 'Table of points' })).toBeVisible();
  await expect.element(page.getByText('6 points in 2 classes, 54 B')).toBeVisible();
  const plot = page.getByRole('img', { name: '4 training points: x from 1,000 to 1,100, y from −2 to −1' });
  await expect.element(plot).toBeVisible();
  // Units of their own, because a hundred against one would leave a line.
  const marks = [...plot.element().querySelectorAll('path')].map((mark) => mark.getBoundingClientRect());
  const reach = (side: 'x' | 'y'): number =>
    Math.max(...marks.map((mark) => mark[side])) - Math.min(...marks.map((mark) => mark[side]));
  expect(reach('x')).toBeGreaterThan(200);
  expect(reach('y')).toBeGreaterThan(200);
  await expect.element(page.getByRole('region', { name: 'Points of each class' })).toBeVisible();
  await expect.element(page.getByText(heaps.notes[0] ?? '')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Keep and use' })).toBeEnabled();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});
