/** axe finds nothing on any page, in both themes, live figures included; and no page prints a console message. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect, openLenet, test } from './book';
import { builtPages } from './pages';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    const results = await axe.run({ resultTypes: ['violations'] });
    return results.violations.map(({ id, nodes }) => {
      const places = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`);
      return `${id}: ${places.join(' | ')}`;
    });
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const path of builtPages()) {
      test(path, async ({ page }) => {
        await page.goto(path);
        // Scroll through, so that every figure has come into view and is live.
        await page.evaluate(async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 400) {
            window.scrollTo({ top: y, behavior: 'instant' });
            await new Promise((resolve) => setTimeout(resolve, 80));
          }
          window.scrollTo({ top: 0, behavior: 'instant' });
        });
        await page.waitForLoadState('networkidle');
        expect(await violations(page)).toEqual([]);
      });
    }

    test('the sweep dialog, its plan and its results', async ({ page }) => {
      await openLenet(page);
      await page.getByRole('button', { name: 'Sweep…' }).first().click();
      const dialog = page.getByRole('dialog', { name: 'Sweep' });
      await dialog.getByRole('button', { name: 'Add a hyper-parameter' }).click();
      expect(await violations(page), 'the plan').toEqual([]);
      await dialog.getByRole('button', { name: 'Remove optimizer' }).click();
      const steps = dialog.getByRole('spinbutton', { name: 'Steps' });
      await steps.fill('5');
      await steps.press('Enter');
      await dialog.getByRole('button', { name: 'Start' }).click();
      await expect(dialog.getByRole('progressbar', { name: /^All 3 trials/ })).toBeVisible({ timeout: 60_000 });
      expect(await violations(page), 'the results').toEqual([]);
    });

    test('the data dialog', async ({ page }) => {
      await openLenet(page);
      await page.getByRole('button', { name: 'Data…' }).first().click();
      for (const desk of ['Fetch', 'Import', 'Kept here']) {
        await page.getByRole('tab', { name: desk }).click();
        await expect(page.getByRole('tabpanel', { name: desk })).toBeVisible();
        expect(await violations(page), desk).toEqual([]);
      }
    });

    test('the share dialog, and what a figure says of links', async ({ page }) => {
      await page.goto('/chapters/lenet/?f.trainer=broken&r.trainer=broken');
      await expect(page.getByRole('alert')).toHaveCount(2);
      expect(await violations(page), 'broken links').toEqual([]);
      await page.getByRole('button', { name: 'Share…', exact: true }).click();
      await page.getByText('Hide or lock parts', { exact: true }).click();
      await expect(page.getByRole('img', { name: /^QR code/ })).toBeVisible();
      expect(await violations(page), 'dialog').toEqual([]);
    });
  });
}
