/** The mark of a line chart, and places of it that are pressed. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LineChart } from './LineChart';
import type { Series } from './lineChartModel';

const curve = (label: string, count: number, isFaint = false): Series => ({
  label,
  tone: 'first',
  isFaint,
  count,
  x: (index) => index * 10,
  y: (index) => 1 / (1 + index),
});
let picked: number[];
let root: Root;

function show(mark: number | null): void {
  const series = [curve('another branch', 60, true), curve('training', 51)];
  flushSync(() =>
    root.render(
      <LineChart
        label="Loss by step"
        panels={[{ title: 'loss', scale: 'linear', format: String, series }]}
        xTitle="step"
        formatX={String}
        emptyText="nothing"
        mark={mark}
        onPick={(x) => picked.push(x)}
      />,
    ),
  );
}
const chart = () => page.getByRole('slider', { name: 'Loss by step' });

beforeEach(() => {
  picked = [];
  const place = document.createElement('div');
  place.style.width = '500px';
  document.body.append(place);
  root = createRoot(place);
});
afterEach(() => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
});

test('the mark stands at its step besides the cursor, and nowhere when there is none', async () => {
  show(null);
  await expect.poll(() => document.querySelectorAll('svg path').length).toBe(2);
  show(250);
  // Of 1,000 steps, the first 250, in the 392 px between the margins.
  await expect
    .poll(() => document.querySelector('g[class*="mark"]')?.getAttribute('transform'))
    .toBe('translate(98 0)');
});

test('a press picks the nearest point of the longest curve that is not faint; so does Enter at the cursor', async () => {
  show(null);
  await expect.poll(() => document.querySelectorAll('svg path').length).toBe(2);
  await userEvent.click(chart(), { position: { x: 46 + 392 * 0.242, y: 100 } });
  expect(picked).toEqual([240]);
  await userEvent.click(chart(), { position: { x: 46 + 392 * 0.58, y: 100 } });
  expect(picked).toEqual([240, 500]);
  await userEvent.keyboard('{Home}{ArrowRight}{Enter}');
  expect(picked).toEqual([240, 500, 10]);
});

test('moving over the curves without pressing picks nothing', async () => {
  show(null);
  await userEvent.hover(chart());
  expect(picked).toEqual([]);
});
