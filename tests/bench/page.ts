/**
 * The open page, measured as a reader has it: the built book in Chromium, the chapter's defaults, `Train` pressed.
 *
 * Seconds from the press to the first evaluation of at least 95, 97 and 98 % of the test images, for several seeds; the longest time for
 * which the page's main thread was blocked while training; how often the run's line changed in a second. Needs a built book (`npm run
 * build`). MNIST is imported from `BOOK_DATA`, as a reader imports it.
 */
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { bookServer } from '../../scripts/bookServer';
import { findBuiltBook } from '../../scripts/builtBook';
import { chromiumArguments, ensureChromium } from '../../scripts/chromium';
import { bookData } from '../bookData';
import { quantile } from './quantile';
import type { Report } from './sections';

const accuracies = [95, 97, 98] as const;

interface PageFigures {
  /** From pressing Train to the page showing the accuracy; null where it did not within the limit. */
  readonly secondsTo: Readonly<Record<(typeof accuracies)[number], number | null>>;
  /** Longest task of the page's main thread while training, in milliseconds; 0 where none reached the 50 of the Long Tasks API. */
  readonly longestTaskMs: number;
  readonly lineChangesPerSecond: number;
  /** The run's line at the end. */
  readonly line: string;
}

async function importMnist(page: Page, folder: string): Promise<void> {
  const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
  await page.getByRole('button', { name: 'Data…' }).first().click();
  await page.getByRole('tab', { name: 'Import' }).click();
  await page.getByLabel('Choose files').setInputFiles(names.map((name) => join(folder, 'mnist', `${name}-ubyte.gz`)));
  await page.locator('button:not([aria-disabled="true"])', { hasText: 'Keep and use' }).click({ timeout: 60_000 });
  await page.waitForFunction(
    () => [...document.querySelectorAll('select')].some((choice) => choice.value === 'mnist'),
    undefined,
    { timeout: 60_000 },
  );
}

async function trainAndWatch(page: Page, limitSeconds: number): Promise<PageFigures> {
  // A disabled button keeps its focus by `aria-disabled`; a click on it does nothing.
  await page.locator('button:not([aria-disabled="true"])', { hasText: /^Train$/ }).waitFor({ timeout: 60_000 });
  await page.evaluate(() => {
    const watch = {
      longestTaskMs: 0,
      changes: 0,
      firstSeconds: {} as Record<string, number>,
      start: performance.now(),
    };
    Object.assign(window, { watch });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watch.longestTaskMs = Math.max(watch.longestTaskMs, duration);
    }).observe({ type: 'longtask' });
    const line = document.querySelector('[role="status"][aria-label="Run"]');
    if (line === null) throw new Error('no line of the run on the page');
    new MutationObserver(() => {
      watch.changes += 1;
      const percent = Number(/test accuracy ([\d.]+)/.exec(line.textContent)?.[1] ?? 0);
      for (const wanted of [95, 97, 98]) {
        if (percent >= wanted && !(wanted in watch.firstSeconds)) {
          watch.firstSeconds[wanted] = (performance.now() - watch.start) / 1000;
        }
      }
    }).observe(line, { childList: true, characterData: true, subtree: true });
    [...document.querySelectorAll('button')].find((button) => button.textContent.trim() === 'Train')?.click();
    watch.start = performance.now();
  });
  const reached = page.waitForFunction(
    () =>
      (window as unknown as { watch: { firstSeconds: Record<string, number> } }).watch.firstSeconds['98'] !== undefined,
    undefined,
    { timeout: limitSeconds * 1000 },
  );
  await reached.catch(() => undefined);
  const seen = await page.evaluate(() => {
    const { watch } = window as unknown as {
      watch: { longestTaskMs: number; changes: number; firstSeconds: Record<string, number>; start: number };
    };
    const line = document.querySelector('[role="status"][aria-label="Run"]')?.textContent ?? '';
    return { ...watch, seconds: (performance.now() - watch.start) / 1000, line };
  });
  const first = (accuracy: number): number | null => seen.firstSeconds[accuracy] ?? null;
  return {
    secondsTo: { 95: first(95), 97: first(97), 98: first(98) },
    longestTaskMs: seen.longestTaskMs,
    lineChangesPerSecond: seen.changes / seen.seconds,
    line: seen.line,
  };
}

/** Replaces the run by one of another seed. */
async function setSeed(page: Page, seed: number): Promise<void> {
  const field = page.getByLabel('Seed', { exact: true }).first();
  await field.fill(String(seed));
  await field.press('Enter');
}

/** One training per data set and seed, each data set in a fresh browser profile. MNIST is left out where its files are absent. */
async function measure(
  seeds: number,
  limitSeconds: number,
): Promise<ReadonlyMap<'Digits' | 'MNIST', readonly PageFigures[]>> {
  const server = bookServer(findBuiltBook());
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArguments] });
  const figures = new Map<'Digits' | 'MNIST', PageFigures[]>();
  try {
    const folder = bookData();
    const hasMnist = folder !== null && existsSync(join(folder, 'mnist'));
    for (const dataSet of hasMnist ? (['Digits', 'MNIST'] as const) : (['Digits'] as const)) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      await page.goto(`http://localhost:${port}/chapters/lenet/`);
      await page.getByRole('button', { name: 'Train', exact: true }).waitFor({ timeout: 60_000 });
      if (dataSet === 'MNIST') await importMnist(page, folder ?? '');
      const measured: PageFigures[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        if (seed > 1) await setSeed(page, seed);
        measured.push(await trainAndWatch(page, limitSeconds));
      }
      figures.set(dataSet, measured);
      await context.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
  return figures;
}

export async function measurePages({ quick, add, note }: Report): Promise<void> {
  const seeds = quick ? 1 : 5;
  const limitSeconds = 45;
  for (const [dataSet, figures] of await measure(seeds, limitSeconds)) {
    const addFigure = (what: string, unit: string, values: readonly number[]): void => {
      const name = `page, ${dataSet}, median of ${seeds} seed${seeds === 1 ? '' : 's'}: ${what}`;
      add({ name, unit, value: quantile(values, 0.5), peer: null, ratio: null });
    };
    for (const accuracy of accuracies) {
      // A run that did not get there counts as the longest.
      const seconds = figures.map(({ secondsTo }) => secondsTo[accuracy] ?? Infinity);
      const missed = seconds.filter((value) => value === Infinity).length;
      if (missed > 0)
        note(`${dataSet}: ${missed} of ${seeds} runs did not reach ${accuracy} % within ${limitSeconds} s.`);
      if (missed * 2 < seeds) addFigure(`from Train to ${accuracy} %`, 's', seconds);
    }
    addFigure(
      'longest task (0: none reached 50 ms)',
      'ms',
      figures.map((figure) => figure.longestTaskMs),
    );
    addFigure(
      "changes of the run's line",
      '/s',
      figures.map((figure) => figure.lineChangesPerSecond),
    );
  }
}
