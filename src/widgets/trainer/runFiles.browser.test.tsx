/** What a reader takes along from the trainer's menu: the files, read back. */

import { csvParse } from 'd3-dsv';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { fakeRun } from '../fakeRun';
import type { FakeRun } from '../fakeRun';
import { RunSource } from '../useRun';
import { View } from './View';

interface Saved {
  readonly name: string;
  readonly blob: Promise<Blob>;
}

let run: FakeRun;
let root: Root;
let saved: Saved[];

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', location.pathname);
  saved = [];
  // The test must not save anything.
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob: fetch(this.href).then((reply) => reply.blob()) });
  });
  run = fakeRun('lenet');
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
  flushSync(() => {
    run.report({
      trainPoints: [
        { step: 10, loss: 1 / 3, accuracy: 0.25 },
        { step: 20, loss: 0.2, accuracy: 0.5 },
      ],
      testPoints: [{ step: 20, loss: 0.1 + 0.2, accuracy: 0.75 }],
    });
    run.reportStatus({ phase: 'paused', step: 20 });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

async function choose(entry: string): Promise<{ readonly name: string; readonly blob: Blob }> {
  await page.getByRole('button', { name: 'More about this figure' }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
  await expect.poll(() => saved).toHaveLength(1);
  const [file] = saved.splice(0);
  if (file === undefined) throw new Error('nothing was saved');
  return { name: file.name, blob: await file.blob };
}

test('what is taken along or brought stands together, before what every figure has', async () => {
  await page.getByRole('button', { name: 'More about this figure' }).click();
  await expect.element(page.getByRole('menu')).toBeVisible();
  const entries = page.getByRole('menuitem').elements();
  expect(entries.map(({ textContent }) => textContent)).toEqual([
    'Share…',
    'Load weights …',
    'Save weights',
    'Save description (JSON)',
    'Save curves (CSV)',
    'Save figure (SVG)',
    'Save figure (PNG)',
    'Show table',
    'Copy link',
    'Reset figure',
  ]);
});

test('the curves, with all their digits', async () => {
  const { name, blob } = await choose('Save curves (CSV)');
  expect([name, blob.type]).toEqual(['lenet5-digits-step-20-curves.csv', 'text/csv']);
  const rows = csvParse(await blob.text());
  expect(rows.map((row) => Object.values(row))).toEqual([
    ['10', String(1 / 3), '0.25', '', ''],
    ['20', '0.2', '0.5', String(0.1 + 0.2), '0.75'],
  ]);
});

test('the description', async () => {
  const { name, blob } = await choose('Save description (JSON)');
  expect(name).toBe('lenet5-digits-step-20-description.json');
  const file = JSON.parse(await blob.text()) as {
    run: { step: number; description: unknown };
    graph: { nodes: unknown[] };
  };
  expect(file.run.step).toBe(20);
  expect(file.run.description).toEqual(run.store.getState().description);
  expect(file.graph.nodes.length).toBeGreaterThan(50);
});

test('the figure, as it is drawn', async () => {
  const { name, blob } = await choose('Save figure (SVG)');
  expect([name, blob.type]).toEqual(['lenet5-digits-step-20-curves.svg', 'image/svg+xml']);
  const read = new DOMParser().parseFromString(await blob.text(), 'image/svg+xml');
  const paths = (within: ParentNode) => [...within.querySelectorAll('path')].map((path) => path.getAttribute('d'));
  const drawn = document.querySelector('[role=slider] svg');
  if (drawn === null) throw new Error('the curves are not drawn');
  expect(paths(read)).toEqual(paths(drawn));
  expect(paths(read).filter((path) => path?.includes('L'))).toHaveLength(2);

  const picture = await choose('Save figure (PNG)');
  expect(picture.name).toBe('lenet5-digits-step-20-curves.png');
  const bitmap = await createImageBitmap(picture.blob);
  expect(bitmap.width).toBe(Math.round(3 * Number(read.documentElement.getAttribute('width'))));
});

test('why a file could not be made is said', async () => {
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((answer) => answer(null));
  await page.getByRole('button', { name: 'More about this figure' }).click();
  await page.getByRole('menuitem', { name: 'Save figure (PNG)' }).click();
  await expect
    .element(page.getByText(/^The figure could not be drawn as a picture of .* Save it as SVG instead\.$/))
    .toBeVisible();
  expect(saved).toEqual([]);
});
