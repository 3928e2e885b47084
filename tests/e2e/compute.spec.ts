/** What computes, whether it computes right, and what a reader takes along, on LeNet-5 with Digits in the built book. */
import { readFileSync } from 'node:fs';
import { csvParse } from 'd3-dsv';
import { expect, openLenet, readRun, test } from './book';

test('the badge tells executor, pace and memory while it trains; “Check me” passes, with a table, and the run goes on', async ({
  page,
}) => {
  await openLenet(page);
  const badge = page.locator('summary').filter({ hasText: /^(wasm|tfjs-web|reference)/ });
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(badge).toHaveText(
    /^(wasm|tfjs-webgpu|tfjs-webgl): .+ · [\d.]+ ms a step · [\d.]+ [kM]B · [\d.]+ [kMG]B of data$/,
    { timeout: 60_000 },
  );
  await badge.click();
  await expect(page.getByText(/^In a hidden tab training goes on/)).toBeVisible();
  await expect(page.getByText(/^This page is cross-origin isolated/)).toBeVisible();

  await page.getByRole('button', { name: 'Check me', exact: true }).click();
  const check = page.getByRole('region', { name: 'Check me' });
  await expect(check.getByRole('progressbar')).toBeVisible();
  const before = (await readRun(page)).step;
  const verdict = check.getByText(/^All \d+ checks of [a-z-]+ passed, in /).first();
  await expect(verdict).toBeVisible({ timeout: 90_000 });
  await expect(check.locator('[aria-live]')).toHaveText(/^All \d+ checks/);
  for (const row of [
    /^conv2d passed forward op/,
    /^conv1\.weight passed finite difference/,
    /^dense3\.bias passed training step/,
  ]) {
    await expect(check.getByRole('row', { name: row })).toBeAttached();
  }
  await expect(check.getByRole('row', { name: /failed/ })).toHaveCount(0);
  await expect.poll(async () => (await readRun(page)).step).toBeGreaterThan(before);
});

test('curves, description and figure are taken along as files that can be read', async ({ page }) => {
  await openLenet(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBeGreaterThan(120);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  const { step } = await readRun(page);

  const save = async (entry: string): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
    await page.getByRole('button', { name: 'More about this figure' }).first().click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: entry, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };

  const curves = await save('Save curves (CSV)');
  expect(curves.name).toBe(`lenet5-digits-step-${step}-curves.csv`);
  const rows = csvParse(curves.bytes.toString());
  expect(rows.columns).toEqual(['step', 'training loss', 'training accuracy', 'test loss', 'test accuracy']);
  expect(rows.map((row) => Number(row['step'])).slice(0, 3)).toEqual([1, 2, 3]);
  expect(Number(rows.find((row) => row['step'] === '100')?.['test accuracy'])).toBeGreaterThan(0.1);

  const description = JSON.parse((await save('Save description (JSON)')).bytes.toString()) as {
    readonly format: string;
    readonly version: number;
    readonly run: { readonly step: number; readonly description: { readonly network: string } };
    readonly network: { readonly parameters: number };
    readonly graph: { readonly nodes: readonly { readonly name: string }[] };
  };
  expect(description).toMatchObject({
    format: 'receptive-field/run-description',
    version: 1,
    run: { step, description: { network: 'lenet5' } },
    network: { parameters: 61_706 },
  });
  expect(description.graph.nodes.map(({ name }) => name)).toContain('conv1.weight#gradient');

  const svg = (await save('Save figure (SVG)')).bytes.toString();
  const drawn = await page.evaluate((text) => {
    const read = new DOMParser().parseFromString(text, 'image/svg+xml');
    const paths = (within: ParentNode): (string | null)[] =>
      [...within.querySelectorAll('path')].map((path) => path.getAttribute('d'));
    const figure = document.querySelector('[aria-label="Loss and accuracy by step"] svg');
    return {
      error: read.querySelector('parsererror') !== null,
      file: paths(read),
      page: figure === null ? [] : paths(figure),
    };
  }, svg);
  expect(drawn.error).toBe(false);
  expect(drawn.file).toEqual(drawn.page);
  expect(drawn.file.length).toBeGreaterThanOrEqual(4);
  expect(svg).not.toMatch(/var\(|url\(|href/);

  const png = await save('Save figure (PNG)');
  expect(png.name).toBe(`lenet5-digits-step-${step}-curves.png`);
  // Signature, then width and height in the first block.
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  const width = Number(/width="([\d.]+)"/.exec(svg)?.[1]);
  expect(png.bytes.readUInt32BE(16)).toBe(Math.round(3 * width));
});
