/**
 * The data that the book makes: images per second of every generator on one core, in Node; and in Chromium the time from opening the chapter for
 * the first time to the first training step on *Digits*.
 */
import type { AddressInfo } from 'node:net';
import { chromium } from '@playwright/test';
import { bookServer } from '../../scripts/bookServer';
import { findBuiltBook } from '../../scripts/builtBook';
import { chromiumArguments, ensureChromium } from '../../scripts/chromium';
import { generatedIds } from '../../src/data/dataSet';
import { generators } from '../../src/data/generators';
import { measureDigits } from './digitsToMnist';
import { quantile } from './quantile';
import type { Report } from './sections';
import { proveLinear, proveResnet } from './thingsProof';

/** Of each split but the first. */
const FEW = 10;

/** Seconds from opening the page in a fresh profile: until `Train` can be pressed, and, pressed at once, until the first step is shown. */
async function measureColdStart(
  repeats: number,
): Promise<{ readonly ready: readonly number[]; readonly stepped: readonly number[] }> {
  const server = bookServer(findBuiltBook());
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const figures = { ready: [] as number[], stepped: [] as number[] };
  try {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArguments] });
      try {
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        const start = performance.now();
        await page.goto(`http://localhost:${port}/chapters/lenet/`);
        const train = page.locator('button:not([aria-disabled="true"])', { hasText: /^Train$/ });
        await train.waitFor({ timeout: 60_000 });
        figures.ready.push((performance.now() - start) / 1000);
        await train.click();
        await page
          .getByRole('status', { name: 'Run' })
          .filter({ hasText: /step [1-9]/i })
          .waitFor({ timeout: 60_000 });
        figures.stepped.push((performance.now() - start) / 1000);
      } finally {
        await browser.close();
      }
    }
  } finally {
    server.close();
  }
  return figures;
}

export async function measureData(report: Report): Promise<void> {
  const { quick, add, note } = report;
  const repeats = quick ? 3 : 7;
  for (const id of generatedIds) {
    const { offer, generate } = generators[id];
    const perSecond: number[] = [];
    // As many as take about a tenth of a second, found by the first, which is not counted.
    let train = 100;
    for (let repeat = 0; repeat <= repeats; repeat++) {
      const start = performance.now();
      await generate({ seed: repeat, train, validation: FEW, test: FEW });
      const seconds = (performance.now() - start) / 1000;
      if (repeat > 0) perSecond.push((train + 2 * FEW) / seconds);
      else train = Math.min(offer.counts.train, Math.ceil((0.3 * (train + 2 * FEW)) / seconds));
    }
    const [height, width, channels] = offer.shape;
    add({
      name: `${offer.title}, ${height}×${width}×${channels}, made on one core, median of ${repeats}`,
      unit: '/s',
      value: quantile(perSecond, 0.5),
      peer: null,
      ratio: null,
    });
    note(`${offer.title}: ${Math.round(Math.max(...perSecond))} a second in the fastest of ${repeats}.`);
  }
  const { ready, stepped } = await measureColdStart(quick ? 1 : 5);
  const addSeconds = (name: string, values: readonly number[]): void =>
    add({
      name: `cold start, median of ${values.length}: ${name}`,
      unit: 's',
      value: quantile(values, 0.5),
      peer: null,
      ratio: null,
    });
  addSeconds('chapter opened → Train can be pressed', ready);
  addSeconds('chapter opened → first training step on Digits shown', stepped);
  await measureDigits(report);
  if (quick) {
    note('What Things are worth was left out: training takes minutes.');
    return;
  }
  for (const [name, prove] of [
    ['a linear classifier', proveLinear],
    ['ResNet-8', proveResnet],
  ] as const) {
    const { accuracy, steps } = await prove();
    add({
      name: `Things, 20,000 training images: ${name} after ${steps} steps, unseen images right`,
      unit: '%',
      value: 100 * accuracy,
      peer: null,
      ratio: null,
    });
  }
}
