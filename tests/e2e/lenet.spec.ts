/** The chapter's run, used as a reader uses it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bookData, skipReason } from '../bookData';
import {
  bringFiles,
  draw,
  drawings,
  expect,
  keepAndUse,
  openLenet,
  readRun,
  runLine,
  runLinePattern,
  test,
} from './book';

const mnistFiles = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
] as const;

test('trains on Digits to 95 %, then reads a digit drawn with the mouse', async ({ page }) => {
  await openLenet(page);
  await expect(page.getByLabel('Prediction')).toContainText(/not been trained|untrained/i);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect
    .poll(async () => (await readRun(page)).testAccuracy ?? 0, { timeout: 90_000 })
    .toBeGreaterThanOrEqual(95);
  expect((await runLine(page).innerText()).replace(/\s+/g, ' ').trim()).toMatch(runLinePattern);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  for (const digit of ['7', '0'] as const) {
    await draw(page, drawings[digit]);
    await expect(page.getByLabel('Prediction')).toContainText(new RegExp(`\\b${digit}\\b.*%`));
    const answer = page.getByLabel('Prediction').getByText(new RegExp(`^${digit} \\(`));
    await expect(answer.first()).toBeVisible();
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  }
});

test('Step, Train, Pause, a new learning rate without a restart, Reset', async ({ page }) => {
  await openLenet(page);
  expect(await readRun(page)).toEqual({ step: 0, loss: null, testAccuracy: null });

  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBe(1);
  expect((await readRun(page)).loss).toBeGreaterThan(1);

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step).toBeGreaterThan(20);
  const rate = page.getByLabel('Learning rate', { exact: false }).first();
  await rate.fill('0.0005');
  await rate.press('Enter');
  const before = (await readRun(page)).step;
  await expect.poll(async () => (await readRun(page)).step).toBeGreaterThan(before);
  await expect(rate).toHaveValue('0.0005');

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.waitForTimeout(500);
  const paused = (await readRun(page)).step;
  expect(paused).toBeGreaterThan(before);
  await page.waitForTimeout(500);
  expect((await readRun(page)).step).toBe(paused);

  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(async () => await readRun(page)).toEqual({ step: 0, loss: null, testAccuracy: null });
});

test('a learning rate that is not a positive number cannot be entered', async ({ page }) => {
  await openLenet(page);
  const rate = page.getByLabel('Learning rate', { exact: false }).first();
  const valid = await rate.inputValue();
  for (const wrong of ['0', '-1', 'fast', '']) {
    await rate.fill(wrong);
    await rate.press('Enter');
    await expect(rate).toHaveValue(valid);
  }
  await expect(page.getByText(/positive number/).first()).toBeVisible();
});

test('a loss that stops being finite stops the run, keeps weights and names the likely cause', async ({ page }) => {
  await openLenet(page);
  const rate = page.getByLabel('Learning rate', { exact: false }).first();
  await page.getByLabel('Optimizer').selectOption({ label: 'SGD' });
  await rate.fill('1000');
  await rate.press('Enter');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByText(/stopped being a finite number|not finite|no longer finite/i).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/learning rate/i).first()).toBeVisible();
});

test.describe('MNIST, imported by the reader', () => {
  test('a wrong file is refused with its name, and Digits stays', async ({ page }) => {
    await openLenet(page);
    await bringFiles(page, [
      { name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]) },
    ]);
    await expect(page.getByRole('alert')).toContainText('holiday.jpg');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBe(1);
  });

  test('the four files select MNIST, train to 97 %, are there next time, and a drawn digit is read', async ({
    page,
    context,
  }) => {
    const folder = bookData();
    test.skip(folder === null || !existsSync(join(folder, 'mnist')), skipReason);
    test.setTimeout(240_000);
    await openLenet(page);
    const files = mnistFiles.map((name) => join(folder ?? '', 'mnist', name));
    await bringFiles(page, files);
    await keepAndUse(page);
    await expect(page.getByLabel('Data set')).toHaveValue('mnist', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect
      .poll(async () => (await readRun(page)).testAccuracy ?? 0, { timeout: 120_000 })
      .toBeGreaterThanOrEqual(97);
    await draw(page, drawings['7']);
    await expect(page.getByLabel('Prediction').getByText(/^7 \(/).first()).toBeVisible();

    const next = await context.newPage();
    await openLenet(next);
    await next.getByLabel('Data set').selectOption({ label: 'MNIST' });
    await next.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(async () => (await readRun(next)).step, { timeout: 60_000 }).toBe(1);
  });
});

test('keyboard only: from the top of the chapter to a trained step', async ({ page }) => {
  await openLenet(page);
  const train = page.getByRole('button', { name: 'Train', exact: true });
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press('Tab');
    if (await train.evaluate((button) => button === document.activeElement)) break;
  }
  await expect(train).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBeGreaterThan(0);
});

test('on paper a live figure shows its state and nothing to press', async ({ page }) => {
  await openLenet(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('status', { name: 'Run' })).toBeVisible();
  const figure = page.locator('[data-widget="trainer"]');
  for (const control of ['button', 'select', 'input']) {
    await expect(figure.locator(control).filter({ visible: true })).toHaveCount(0);
  }
});
