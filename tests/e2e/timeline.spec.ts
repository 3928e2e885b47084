/**
 * A run in time, used as a reader uses it: back to an early step, a film, a fork, back to the branch that was left, and all of it again
 * after a reload.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, openLenet, readRun, test } from './book';

const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Step to look at' });
const panel = (page: Page): Locator => page.getByRole('group', { name: 'Timeline', exact: true });
const looking = (page: Page): Locator => panel(page).getByText(/^Looking at /);

/** Trains to at least this step and pauses; answers the step it stands at. */
async function trainTo(page: Page, step: number): Promise<number> {
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 90_000 }).toBeGreaterThanOrEqual(step);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  return (await readRun(page)).step;
}

/** The step that the slider stands at, by what it says. */
async function viewedStep(page: Page): Promise<number> {
  const words = (await slider(page).getAttribute('aria-valuetext')) ?? '';
  return Number((/step ([\d,]+)/.exec(words)?.[1] ?? '').replaceAll(',', ''));
}

test('rewind by keyboard: every figure of the run shows that step; a film goes on from there', async ({ page }) => {
  await openLenet(page);
  await expect(page.getByText(/^Nothing to look back at yet/)).toBeVisible();
  const newest = await trainTo(page, 260);

  await slider(page).focus();
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 12; presses++) await page.keyboard.press('ArrowRight');
  const early = await viewedStep(page);
  expect(early).toBeGreaterThan(0);
  expect(early).toBeLessThan(newest / 2);
  await expect(looking(page)).toHaveText(`Looking at step ${early}. Training is at step ${newest}.`);

  // The other figures of the chapter, each when it is on the screen. The whole test set is counted as the slider rests.
  const matrix = page.locator('[data-widget="right-and-wrong"]');
  await matrix.scrollIntoViewIfNeeded();
  await expect(
    matrix.getByText(new RegExp(`^At step ${early} \\(looking back\\): [\\d,]+ of 4,000 right`)),
  ).toBeVisible();
  const explorer = page.locator('[data-widget="network-explorer"]').first();
  await explorer.scrollIntoViewIfNeeded();
  await expect(explorer.getByText(new RegExp(`At step ${early} \\(looking back\\) the network says`))).toBeVisible();

  // The slider stands at the foot of the window meanwhile, and moves what is in sight.
  const bar = page.getByRole('group', { name: 'Timeline, while its figure is out of sight' });
  await bar.getByRole('slider').focus();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowLeft');
  await expect(explorer.getByText(`At step ${early - 3} (looking back) the network says`)).toBeVisible();
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight');
  await expect(explorer.getByText(`At step ${early} (looking back) the network says`)).toBeVisible();

  await slider(page).scrollIntoViewIfNeeded();
  await page.getByRole('radio', { name: 'fast' }).check({ force: true });
  await panel(page).getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => viewedStep(page)).toBeGreaterThan(early);
  // To the end, where it stops by itself at the newest.
  await expect(looking(page)).toHaveText(`Looking at the newest weights, step ${newest}.`, { timeout: 30_000 });
  await expect(panel(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  // Nothing of the run was lost by looking back.
  expect((await readRun(page)).step).toBe(newest);
});

test('fork with another learning rate, train the branch, and go back to the one that was left', async ({ page }) => {
  await openLenet(page);
  const left = await trainTo(page, 150);
  const leftRun = await readRun(page);
  await slider(page).focus();
  await page.keyboard.press('PageDown');
  const from = await viewedStep(page);
  expect(from).toBeLessThan(left);

  await page.getByRole('button', { name: 'Fork…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Fork this run' });
  await dialog.getByRole('spinbutton', { name: 'Learning rate' }).fill('0.01');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(`From step ${from} on with learning rate 0.01 instead of 0.001.`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 30_000 }).toBe(from);
  await expect(page.getByLabel('Learning rate').first()).toHaveValue('0.01');
  const forked = await trainTo(page, from + 30);

  const branches = page.getByRole('list', { name: 'Branches' }).getByRole('listitem');
  await expect(branches).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^B learning rate 0\.01 instead of 0\.001/ })).toHaveAttribute(
    'aria-current',
    'true',
  );

  await page.getByRole('button', { name: /^A the first run/ }).click();
  await expect.poll(async () => await readRun(page), { timeout: 30_000 }).toEqual(leftRun);
  await expect(page.getByLabel('Learning rate').first()).toHaveValue('0.001');
  await expect(branches).toHaveCount(2);
  await page.getByRole('button', { name: /^B learning rate/ }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 30_000 }).toBe(forked);
});

test('the same again from a checkpoint gives the same loss at the same step', async ({ page }) => {
  await openLenet(page);
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBe(1);
  for (let step = 2; step <= 12; step++) {
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(async () => (await readRun(page)).step).toBe(step);
  }
  const first = await readRun(page);
  await slider(page).focus();
  await page.keyboard.press('Home');
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowRight');
  const from = await viewedStep(page);
  await page.getByRole('button', { name: 'Fork…' }).click();
  await page.getByRole('dialog').getByLabel('Change', { exact: true }).selectOption('Nothing: the same again');
  await page.getByRole('dialog').getByRole('button', { name: 'Fork', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 30_000 }).toBe(from);
  for (let step = from + 1; step <= 12; step++) {
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(async () => (await readRun(page)).step).toBe(step);
  }
  expect(await readRun(page)).toEqual(first);
});

test('a reload keeps the run: step, curve, branches and checkpoints; another tab begins afresh', async ({
  page,
  context,
}) => {
  await openLenet(page);
  await trainTo(page, 60);
  await slider(page).focus();
  await page.keyboard.press('PageDown');
  await page.getByRole('button', { name: 'Fork…' }).click();
  await page.getByRole('dialog').getByRole('spinbutton', { name: 'Learning rate' }).fill('0.002');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Fork', exact: true }).click();
  await expect(page.getByLabel('Learning rate').first()).toHaveValue('0.002');
  await trainTo(page, 90);
  const left = await readRun(page);
  const timeline = page.getByRole('group', { name: 'Timeline', exact: true });
  const memory = await timeline.getByText(/^\d+ checkpoints, /).innerText();
  // What stands still is written a moment later.
  await page.waitForTimeout(1500);

  await page.reload();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBe(left.step);
  expect(await readRun(page)).toEqual(left);
  await expect(page.getByLabel('Learning rate').first()).toHaveValue('0.002');
  await expect(timeline.getByText(memory)).toBeVisible();
  await page.getByRole('button', { name: 'Branches (2)' }).click();
  await page.getByRole('button', { name: /^A the first run/ }).click();
  await expect(page.getByLabel('Learning rate').first()).toHaveValue('0.001');

  const other = await context.newPage();
  await openLenet(other);
  expect((await readRun(other)).step).toBe(0);
  await expect(other.getByText(/^Nothing to look back at yet\. Checkpoints/)).toBeVisible();
  await trainTo(other, 25);
  await other.waitForTimeout(1500);
  const gone = await readRun(other);
  await other.close();

  // The first tab still has its own.
  await page.reload();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBeGreaterThan(25);

  // What the closed tab left is offered to the next.
  const third = await context.newPage();
  await openLenet(third);
  await expect(third.getByText(`A tab that is closed left this run at step ${gone.step}.`)).toBeVisible();
  await third.getByRole('button', { name: 'Take it up' }).click();
  await expect.poll(async () => await readRun(third)).toEqual(gone);
});

test('Reset starts over, and a reload does not bring the run back', async ({ page }) => {
  await openLenet(page);
  await trainTo(page, 25);
  await page.waitForTimeout(1000);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step).toBe(0);
  await page.waitForTimeout(1000);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Branches (2)' })).toBeVisible({ timeout: 60_000 });
  expect((await readRun(page)).step).toBe(0);
});
