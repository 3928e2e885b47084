/** Links that one reader makes and another opens: a figure, a run, parts that are shut, and links that are broken. */
import type { Browser, Page } from '@playwright/test';
import { expect, openLenet, readRun, test } from './book';

/** Opens Share… in the lab row and gives the address. */
async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share…', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Share' })).toBeVisible();
  return page.getByRole('textbox', { name: /^Address/ }).inputValue();
}

/** Somebody else's browser, at this address. What it prints is held against it too. */
async function elsewhere(browser: Browser, address: string): Promise<{ page: Page; messages: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled({ timeout: 60_000 });
  return { page, messages };
}

test('settings that are shared are there for whoever opens the link, and what is locked says why', async ({
  page,
  browser,
}) => {
  await openLenet(page);
  await page.getByLabel('Optimizer').selectOption({ label: 'Momentum' });
  const rate = page.getByLabel('Learning rate', { exact: false }).first();
  await rate.fill('0.02');
  await rate.press('Enter');
  const seed = page.getByLabel('Seed', { exact: true }).first();
  await seed.fill('7');
  await seed.press('Enter');
  await page.getByText('log', { exact: true }).first().waitFor();

  await share(page);
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText('Hide or lock parts', { exact: true }).click();
  await dialog
    .getByRole('radiogroup', { name: 'Settings', exact: true })
    .getByRole('radio', { name: 'locked' })
    .check({ force: true });
  await dialog
    .getByRole('radiogroup', { name: 'Guess', exact: true })
    .getByRole('radio', { name: 'hidden' })
    .check({ force: true });
  const address = await page.getByRole('textbox', { name: /^Address/ }).inputValue();
  expect(address.length).toBeLessThan(600);
  const code = dialog.getByRole('img', { name: /^QR code of the address/ });
  await expect(code).toBeVisible();
  expect((await code.boundingBox())?.width ?? 0).toBeGreaterThan(300);

  const other = await elsewhere(browser, address);
  const theirs = other.page;
  await expect(theirs.getByLabel('Optimizer')).toHaveValue('momentum');
  await expect(theirs.getByLabel('Learning rate', { exact: false }).first()).toHaveValue('0.02');
  await expect(theirs.getByLabel('Seed', { exact: true }).first()).toHaveValue('7');
  await expect(theirs.getByLabel('Optimizer')).toBeDisabled();
  await expect(theirs.getByText('Where will test accuracy stand')).toHaveCount(0);
  await expect(
    theirs.getByText(
      'Locked by this link: settings. Hidden by this link: guess. “Reset figure” in the figure’s menu opens what the link has shut.',
    ),
  ).toBeVisible();
  const menu = theirs.locator('[data-widget="trainer"]').getByLabel('More about this figure').first();
  await menu.click();
  await theirs.getByRole('menuitem', { name: 'Reset figure' }).click();
  await expect(theirs.getByLabel('Optimizer')).toBeEnabled();
  await expect(theirs.getByLabel('Optimizer')).toHaveValue('adam');
  expect(other.messages).toEqual([]);
  await theirs.context().close();
});

test('a run that is shared is replayed elsewhere, through its change, to the same curve bit for bit', async ({
  page,
  browser,
}) => {
  await openLenet(page);
  const train = page.getByRole('button', { name: 'Train', exact: true });
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  await train.click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBeGreaterThan(60);
  // Without pausing: it counts from whichever step comes next.
  const rate = page.getByLabel('Learning rate', { exact: false }).first();
  await rate.fill('0.0005');
  await rate.press('Enter');
  // A change at the last step would change nothing, and a link leaves it out.
  const changedAt = (await readRun(page)).step;
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBeGreaterThan(changedAt + 50);
  await pause.click();
  await expect(train).toBeEnabled();
  const mine = await readRun(page);

  await share(page);
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('radio', { name: 'the figure and its run' }).check({ force: true });
  const address = await page.getByRole('textbox', { name: /^Address/ }).inputValue();
  await expect(dialog.getByRole('img', { name: /^QR code of the address/ })).toBeVisible();

  const other = await elsewhere(browser, address);
  const theirs = other.page;
  const bar = theirs.getByRole('group', { name: 'Run from the link' });
  await expect(bar).toContainText(
    /^This link brings a run of [\d,]+ steps \(LeNet-5, Digits, Adam, .*with 1 change on the way/,
  );
  await bar.getByRole('button', { name: 'Replay' }).click();
  await expect(bar).toContainText(/^Same, bit for bit: every training point up to step/, { timeout: 90_000 });
  expect(await readRun(theirs)).toMatchObject({ step: mine.step, loss: mine.loss });
  await expect(theirs.getByLabel('Learning rate', { exact: false }).first()).toHaveValue('0.0005');
  await bar.getByRole('button', { name: 'Dismiss' }).click();
  await theirs.reload();
  await expect(theirs.getByRole('button', { name: 'Train', exact: true })).toBeEnabled({ timeout: 60_000 });
  await expect(bar).toHaveCount(0);
  expect(other.messages).toEqual([]);
  await theirs.context().close();
});

test('a broken or hostile link opens the figure as its author left it, and says so', async ({ page }) => {
  await page.goto('/chapters/lenet/?f.trainer=1.AE5e-1%3Cscript%3E&r.trainer=9.AAA');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled({ timeout: 60_000 });
  const notices = page.locator('[data-widget="trainer"]').first().getByRole('alert');
  await expect(notices).toHaveCount(2);
  await expect(notices.first()).toContainText(
    'This link could not be read: expected letters, digits and “- . _ *”, found “<”. The figure is as its author left it.',
  );
  await expect(notices.last()).toContainText(
    'The run in this link could not be read: expected version 1, found version 9',
  );
  await expect(page.getByLabel('Optimizer')).toHaveValue('adam');
  for (const left of [1, 0]) {
    await notices.first().getByRole('button', { name: 'Dismiss' }).click();
    await expect(notices).toHaveCount(left);
  }
});
