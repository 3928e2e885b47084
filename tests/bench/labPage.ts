/**
 * The lab as a reader has it: the built book in Chromium. The dialog of runs is opened with a thousand of them. The slider of the timeline is moved by keys, and the time is taken from the press
 * until the figure that is on the screen shows that step, with the frame in which it does.
 */
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from '@playwright/test';
import { bookServer } from '../../scripts/bookServer';
import { findBuiltBook } from '../../scripts/builtBook';
import { chromiumArguments, ensureChromium } from '../../scripts/chromium';
import { fillPage } from './labRuns';
import { quantile } from './quantile';
import type { Report } from './sections';

const figures = {
  'network-explorer': 'all feature maps and kernels in the explorer',
  'right-and-wrong': 'the confusion matrix of the probe',
} as const;

export async function withBook<T>(measure: (page: Page, address: string) => Promise<T>): Promise<T> {
  const server = bookServer(findBuiltBook());
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArguments] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    return await measure(page, `http://localhost:${port}/chapters/lenet/`);
  } finally {
    await browser.close();
    server.close();
  }
}

/** Trains to this step or a little further, and pauses. */
async function trainTo(page: Page, step: number): Promise<void> {
  const train = page.locator('button:not([aria-disabled="true"])', { hasText: /^Train$/ });
  await train.click({ timeout: 60_000 });
  await page.waitForFunction(
    (wanted) => {
      const line = document.querySelector('[role="status"][aria-label="Run"]')?.textContent ?? '';
      return Number((/step ([\d,]+)/i.exec(line)?.[1] ?? '0').replaceAll(',', '')) >= wanted;
    },
    step,
    { timeout: 120_000 },
  );
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await train.waitFor();
}

/** Milliseconds from each press of a key to the frame in which the figure shows another step than before. */
async function timesOf(page: Page, widget: keyof typeof figures, presses: number): Promise<readonly number[]> {
  const slider = page.getByRole('slider', { name: 'Step to look at' });
  await slider.focus();
  await page.keyboard.press('End');
  await page.locator(`[data-widget="${widget}"]`).first().scrollIntoViewIfNeeded();
  // The figure wakes up, and is asked for the newest weights once.
  await page.waitForTimeout(2000);
  await page.evaluate((name) => {
    const times: number[] = [];
    let pressedMs: number | null = null;
    let shown = '';
    const figure = document.querySelector(`[data-widget="${name}"]`);
    if (figure === null) throw new Error(`no figure ${name} on the page`);
    document.addEventListener('keydown', () => (pressedMs = performance.now()), { capture: true });
    new MutationObserver(() => {
      const step = /step ([\d,]+) \(looking back\)/.exec(figure.textContent)?.[1] ?? '';
      if (step === shown || step === '' || pressedMs === null) return;
      shown = step;
      const startMs = pressedMs;
      pressedMs = null;
      requestAnimationFrame(() => times.push(performance.now() - startMs));
    }).observe(figure, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { rewindTimes: times });
  }, widget);
  for (let press = 0; press < presses; press++) {
    // Not the slider's own `press`, which would scroll to it.
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      (count) => (window as unknown as { rewindTimes: number[] }).rewindTimes.length > count,
      press,
      { timeout: 20_000 },
    );
  }
  return page.evaluate(() => (window as unknown as { rewindTimes: number[] }).rewindTimes);
}

/** From the press of `Runs…` to the first frame with rows. */
async function ledgerTimes(page: Page, openings: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let opening = 0; opening < openings; opening++) {
    times.push(
      await page.evaluate(async () => {
        const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Runs…');
        if (button === undefined) throw new Error('no button Runs… on the page');
        const start = performance.now();
        button.click();
        for (;;) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          if (document.querySelector('ul[aria-label="Runs"] li') !== null) return performance.now() - start;
          if (performance.now() - start > 10_000) throw new Error('no run in the list after 10 s');
        }
      }),
    );
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  return times;
}

async function measureLedger({ quick, add }: Report): Promise<void> {
  const runs = 1000;
  await withBook(async (page, address) => {
    await page.goto(address);
    await page.locator('button:not([aria-disabled="true"])', { hasText: /^Train$/ }).waitFor({ timeout: 60_000 });
    await fillPage(page, runs);
    // The first reads the list from the database.
    const [first = NaN, ...later] = await ledgerTimes(page, quick ? 5 : 21);
    const row = (name: string, value: number): void => add({ name, unit: 'ms', value, peer: null, ratio: null });
    row(`Runs… with ${runs} runs, from the press to the first frame with rows, the first time`, first);
    row('the next times, median', quantile(later, 0.5));
    row('95th percentile', quantile(later, 0.95));
  });
}

export async function measureLabPage(report: Report): Promise<void> {
  await measureLedger(report);
  const { quick, add } = report;
  await withBook(async (page, address) => {
    await page.goto(address);
    await trainTo(page, quick ? 500 : 2000);
    for (const [widget, words] of Object.entries(figures)) {
      const times = await timesOf(page, widget as keyof typeof figures, quick ? 15 : 50);
      const row = (name: string, value: number): void => add({ name, unit: 'ms', value, peer: null, ratio: null });
      row(`in the page: from a key of the slider to ${words}, median of ${times.length}`, quantile(times, 0.5));
      row('95th percentile', quantile(times, 0.95));
    }
  });
}
