/** The ledger of runs, on LeNet-5 with Digits, as a reader uses it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect, openLenet, readRun, test } from './book';

async function trainWith(page: Page, rate: string): Promise<void> {
  const field = page.getByLabel('Learning rate', { exact: false }).first();
  await field.fill(rate);
  await field.press('Enter');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBeGreaterThan(120);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
}

const list = (page: Page) => page.getByRole('list', { name: 'Runs' });
const rows = (page: Page) => list(page).getByRole('listitem');

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the dialog, by rule and element. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (where: string, options: object) => Promise<AxeResults> } };
    const results = await axe.run('[role="dialog"]', { resultTypes: ['violations'] });
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test('two runs with different learning rates: kept over a reload, compared, named, deleted and brought back, taken out and in', async ({
  page,
}) => {
  await openLenet(page);
  await trainWith(page, '0.001');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step).toBe(0);
  await trainWith(page, '0.003');

  await page.reload();
  await page.getByRole('button', { name: 'Runs…', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(0)).toContainText('LeNet-5 on Digits, Adam 0.003');
  await expect(rows(page).nth(1)).toContainText('LeNet-5 on Digits, Adam 0.001');
  await expect(rows(page).nth(1)).toContainText('chapter lenet');

  for (const row of [0, 1]) await rows(page).nth(row).getByRole('checkbox').check();
  const differing = page.getByRole('table', { name: 'What differs' });
  await expect(differing.getByRole('row', { name: /^Learning rate/ })).toContainText(/0\.003\s*0\.001/);
  await expect(differing.locator('tbody tr')).toHaveCount(1);
  const chart = page.getByRole('slider', { name: /Training loss and test accuracy of the chosen runs/ });
  for (const tone of ['run1', 'run2']) {
    await expect(chart.locator(`[class*="${tone}"] path[d^="M"]`).first()).toBeVisible();
  }
  const [svg] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Chart as SVG' }).click(),
  ]);
  expect(readFileSync(await svg.path(), 'utf8')).toMatch(/^<svg .*LeNet-5 on Digits, Adam 0\.003/s);

  await page.getByRole('button', { name: /^LeNet-5 on Digits, Adam 0\.003,/ }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Rename LeNet-5 on Digits, Adam 0.003' }).click();
  await page.getByLabel('New name of LeNet-5 on Digits, Adam 0.003').fill('Three times as fast');
  await page.keyboard.press('Enter');
  await expect(rows(page).nth(0)).toContainText('Three times as fast');

  const [json] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export JSON' }).click(),
  ]);
  const kept = readFileSync(await json.path());
  const names = (JSON.parse(kept.toString()) as { runs: { name: string }[] }).runs.map(({ name }) => name);
  expect(names).toEqual(['Three times as fast', '']);

  await page.getByRole('button', { name: 'Delete chosen' }).click();
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo delete' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Delete all that are not pinned' }).click();
  await expect(rows(page)).toHaveCount(0);

  await page
    .getByLabel('File of runs')
    .setInputFiles({ name: 'runs.json', mimeType: 'application/json', buffer: kept });
  await expect(page.getByText('2 runs taken over.').first()).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Runs…', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(0)).toContainText('Three times as fast');
  await expect(rows(page).nth(0)).toContainText('from a file');

  // Opened again, the figure trains what the run began with.
  await page.getByRole('button', { name: /^Three times as fast,/ }).click();
  await page.getByRole('button', { name: 'Open in this figure' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByLabel('Learning rate', { exact: false }).first()).toHaveValue('0.003');
});

test('a second tab sees the runs of the first without being asked, and does not overwrite them', async ({
  page,
  context,
}) => {
  await openLenet(page);
  const other = await context.newPage();
  await openLenet(other);
  await other.getByRole('button', { name: 'Runs…', exact: true }).click();
  await expect(other.getByText(/No run is kept yet/)).toBeVisible();

  await trainWith(page, '0.002');
  await expect(rows(other)).toHaveCount(1);
  await rows(other)
    .first()
    .getByRole('button', { name: /^LeNet-5 on Digits/ })
    .click();
  await other.getByRole('button', { name: /^Rename/ }).click();
  await other.getByLabel(/^New name of/).fill('Named elsewhere');
  await other.keyboard.press('Enter');
  await expect(rows(other).first()).toContainText('Named elsewhere');

  const before = (await readRun(page)).step;
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step).toBeGreaterThan(before + 50);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  // Both tabs show the same run, one of them live; its line may be a moment behind.
  await expect
    .poll(async () =>
      (await rows(other).first().innerText()).includes(`${(await readRun(page)).step.toLocaleString('en-GB')} steps`),
    )
    .toBe(true);
  await expect(rows(other).first()).toContainText('Named elsewhere');
  await other.close();
});

test('where the browser keeps nothing, it is said, and the runs of the visit are there', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { value: undefined });
  });
  await openLenet(page);
  await trainWith(page, '0.001');
  await page.getByRole('button', { name: 'Runs…', exact: true }).click();
  await expect(
    page.getByText('This browser has no database for pages, so runs are kept for this visit only.'),
  ).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
});
