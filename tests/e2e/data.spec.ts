/** Data that the reader brings: looked at, kept, trained on, renamed, there again after a reload, deleted. */
import { crc32, deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { bringFiles, expect, keepAndUse, openLenet, readRun, test, type BroughtFile } from './book';

const bytes = (name: string, buffer: Uint8Array): BroughtFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(buffer),
});

/** An IDX file of bytes, as the MNIST files are: http://yann.lecun.com/exdb/mnist */
function idx(sizes: readonly number[], value: (index: number) => number): Uint8Array {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  const length = sizes.reduce((product, size) => product * size, 1);
  return Buffer.concat([header, Uint8Array.from({ length }, (_, index) => value(index))]);
}

/** Pictures of 12 × 12: in class 0 the left half is bright, in class 1 the right half, in class 2 none. */
function idxFiles(): BroughtFile[] {
  const side = 12;
  const pixel = (index: number): number => {
    const label = Math.floor(index / (side * side)) % 3;
    const isLeft = index % side < side / 2;
    const noise = (index * 37) % 50;
    return noise + (label === 2 ? 0 : (label === 0) === isLeft ? 200 : 0);
  };
  return [
    bytes('train-images-idx3-ubyte', idx([90, side, side], pixel)),
    bytes(
      'train-labels-idx1-ubyte',
      idx([90], (index) => index % 3),
    ),
    bytes('t10k-images-idx3-ubyte', idx([30, side, side], pixel)),
    bytes(
      't10k-labels-idx1-ubyte',
      idx([30], (index) => index % 3),
    ),
  ];
}

/** A PNG file of red, green and blue bytes, row-major. https://www.w3.org/TR/png-3 */
function png(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Uint8Array {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...Array.from({ length: width }, (_x, x) => colour(x, y)).flat(),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()))),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** Sunny and rainy skies, 24 of each, wider than high, in class folders; and one file that is no image. */
async function skies(): Promise<BroughtFile> {
  const archive = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, [red, green, blue]] of Object.entries({ rain: [90, 100, 120], sun: [60, 140, 240] } as const)) {
    for (let image = 0; image < 24; image++) {
      const file = png(40, 30, (x, y) => [
        red + ((x * 3 + image) % 20),
        green + ((y * 5 + image) % 15),
        blue - (image % 16),
      ]);
      await archive.add(`skies/${name}/${image}.png`, new Uint8ArrayReader(file));
    }
  }
  await archive.add('skies/sun/broken.png', new Uint8ArrayReader(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3)));
  return bytes('skies.zip', await archive.close());
}

async function trainAStep(page: Page, before = 0): Promise<void> {
  await page.getByRole('button', { name: 'Step', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBe(before + 1);
}

const dataSet = (page: Page) => page.getByLabel('Data set', { exact: true }).first();

test('IDX files: found, kept, trained on; renamed, there after a reload, deleted', async ({ page }) => {
  await openLenet(page);
  await bringFiles(page, idxFiles());
  await expect(page.getByText('120 images of 12 × 12 × 1 in 3 classes', { exact: false })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Bright halves');
  await keepAndUse(page);
  await expect(dataSet(page)).toHaveValue('own-bright-halves');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await readRun(page)).testAccuracy ?? 0, { timeout: 60_000 }).toBeGreaterThan(95);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  await page.getByRole('button', { name: 'Data…' }).first().click();
  await page.getByRole('tab', { name: 'Kept here (1)' }).click();
  await page.getByRole('button', { name: 'Rename Bright halves' }).click();
  await page.keyboard.type('Halves');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rename Halves' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dataSet(page).locator('option:checked')).toHaveText('Halves');
  const left = (await readRun(page)).step;

  await page.reload();
  await expect.poll(async () => (await readRun(page)).step, { timeout: 60_000 }).toBe(left);
  await expect(dataSet(page).locator('option:checked')).toHaveText('Halves');
  await trainAStep(page, left);

  await dataSet(page).selectOption({ label: 'Digits' });
  await page.getByRole('button', { name: 'Data…' }).first().click();
  await page.getByRole('tab', { name: 'Kept here (1)' }).click();
  await expect(
    page.getByText(/imported by you · 120 images of 12 × 12 × 1 · 3 classes .* SHA-256 [0-9a-f]{8}…/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Delete Halves' }).click();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByText(/Nothing is kept in this browser yet/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dataSet(page).locator('option', { hasText: 'Halves' })).toHaveCount(0);
});

test('a ZIP of images in class folders: seen as they will be, without what is broken, and trained on', async ({
  page,
}) => {
  await openLenet(page);
  await bringFiles(page, [await skies()]);
  await expect(page.getByText('skies/sun/broken.png')).toBeVisible();
  await page.getByLabel('Leave it out').check();
  await page.getByLabel('Side (pixels)').selectOption('16');
  await expect(page.getByText('48 images of 16 × 16 × 3 in 2 classes', { exact: false })).toBeVisible();
  await page.getByRole('radio', { name: 'grey' }).check();
  await expect(page.getByText('48 images of 16 × 16 × 1 in 2 classes', { exact: false })).toBeVisible();
  expect(await page.getByLabel('How images will be').locator('canvas').count()).toBeGreaterThan(3);
  await keepAndUse(page);
  await expect(dataSet(page)).toHaveValue('own-skies');
  await trainAStep(page);
});

test('files dropped on the trainer are looked at', async ({ page }) => {
  await openLenet(page);
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array([1, 2, 3])], 'holiday.jpg'));
    return transfer;
  });
  await page.getByRole('group', { name: 'Training' }).first().dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByRole('dialog', { name: 'Data sets' }).getByRole('alert')).toContainText('holiday.jpg');
});
