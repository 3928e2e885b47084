/** A sweep over LeNet-5 on Digits, as a reader makes one: planned, paused, left, resumed, and read. */
import type { Locator, Page } from '@playwright/test';
import { expect, openLenet, test } from './book';

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Sweep' });
const progress = (page: Page, words: RegExp): Locator => dialog(page).getByRole('progressbar', { name: words });
/** What the table of all trials says of one. */
const trial = (page: Page, number: number): Locator =>
  dialog(page)
    .getByRole('table')
    .last()
    .getByRole('row', { name: new RegExp(`^${number} `) });

async function openSweep(page: Page): Promise<void> {
  await openLenet(page);
  await page.getByRole('button', { name: 'Sweep…' }).first().click();
  await expect(dialog(page)).toBeVisible();
}
async function setNumber(page: Page, label: string, value: number): Promise<void> {
  const field = dialog(page).getByRole('spinbutton', { name: label });
  await field.fill(String(value));
  await field.press('Enter');
}
/** Presses Pause as soon as the page says that one trial is done: where all three take a second, a test is too slow to. */
async function pauseAfterFirst(page: Page): Promise<void> {
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const open = document.querySelector('[role=dialog]');
      if (open?.textContent.includes('1 of 3 trials done') !== true) return;
      observer.disconnect();
      for (const button of open.querySelectorAll('button')) if (button.textContent === 'Pause') button.click();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

test('three learning rates of 40 steps: paused, reloaded, resumed, finished; the best is marked and goes into the figure', async ({
  page,
}) => {
  await openSweep(page);
  await expect(dialog(page).getByText('Values: 0.0001, 0.001, 0.01')).toBeVisible();
  await setNumber(page, 'Steps', 40);
  await expect(dialog(page).getByText('3 trials of 40 steps')).toBeVisible();
  await pauseAfterFirst(page);
  await dialog(page).getByRole('button', { name: 'Start' }).click();
  await expect(progress(page, /^Paused: [12] of 3/)).toBeVisible({ timeout: 60_000 });
  const first = await trial(page, 1).innerText();
  expect(first).toMatch(/learning rate 0\.0001\s+Use\s+[\d.]+\s%/);

  await page.reload();
  await openSweep(page);
  await expect(progress(page, /^Paused: [12] of 3/)).toBeVisible();
  expect(await trial(page, 1).innerText()).toBe(first);
  await dialog(page).getByRole('button', { name: 'Resume' }).click();
  await expect(progress(page, /^All 3 trials have an end/)).toBeVisible({ timeout: 60_000 });
  expect(await trial(page, 1).innerText()).toBe(first);

  // A hundred times the smallest rate learns far more in forty steps.
  await expect(
    dialog(page).getByText(/^Best: learning rate 0\.01, test images right: \d\d\.\d\s% at step 40/),
  ).toBeVisible();
  await expect(dialog(page).getByRole('row', { name: /^0\.01 \(best\)/ })).toBeVisible();
  const best = dialog(page).getByRole('button', {
    name: /^Use in the figure: learning rate 0\.01 .*, best$/,
  });
  await best.click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByLabel('Learning rate', { exact: false }).first()).toHaveValue('0.01');
  await expect(page.getByText('Sweep: all 3 trials have an end').first()).toBeVisible();
});

test('three seeds of the same settings, side by side: mean, deviation and number, and a file of all of it', async ({
  page,
}) => {
  await openSweep(page);
  await dialog(page).getByRole('button', { name: 'Remove learning rate' }).click();
  await expect(dialog(page).getByText(/^Nothing varies yet/)).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Start' })).toHaveAttribute('aria-disabled', 'true');
  await setNumber(page, 'Seeds', 3);
  await setNumber(page, 'Steps', 40);
  await dialog(page).getByLabel('Trials are trained').selectOption({ label: '3 side by side' });
  await dialog(page).getByRole('button', { name: 'Start' }).click();
  await expect(progress(page, /^All 3 trials have an end/)).toBeVisible({ timeout: 90_000 });
  await expect(
    dialog(page).getByText(/^Test images right: \d\d\.\d\s% ± \d+\.\d\s% at step 40 \(.* n = 3\)/),
  ).toBeVisible();
  await expect(dialog(page).getByRole('row', { name: /^these settings .* 3 of 3/ })).toBeVisible();
  const accuracies = await Promise.all(
    [1, 2, 3].map((number) => trial(page, number).getByRole('cell').nth(2).innerText()),
  );
  expect(new Set(accuracies).size, accuracies.join(' ')).toBeGreaterThan(1);

  const download = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Save as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('sweep.csv');
});
