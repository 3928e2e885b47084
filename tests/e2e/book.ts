/** The test function of the end-to-end tests: a page that may not print anything on its console, and words to find things by. */
import { test as base, expect, type Locator, type Page } from '@playwright/test';

export const test = base.extend<{ quietConsole: undefined }>({
  quietConsole: [
    async ({ page }, use) => {
      const messages: string[] = [];
      page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => messages.push(`uncaught: ${error.message}`));
      await use(undefined);
      expect(messages, 'console messages').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** `step 1,875 · epoch 1.0 · loss 0.081 · test accuracy 97.6 % · 412 steps/s · wasm` */
export const runLinePattern =
  /^step [\d,]+ · epoch \d+\.\d · loss (–|[\d.]+) · test accuracy (–|[\d.]+ %) · (–|[\d,.]+) steps\/s · [a-z-]+$/;

export function runLine(page: Page): Locator {
  return page.getByRole('status', { name: 'Run' });
}

/** Numbers of the run's line; null where it prints a dash. */
export async function readRun(page: Page): Promise<{ step: number; loss: number | null; testAccuracy: number | null }> {
  const text = (await runLine(page).innerText()).replace(/\s+/g, ' ').trim();
  const number = (pattern: RegExp): number | null => {
    const found = pattern.exec(text)?.[1];
    return found === undefined || found === '–' ? null : Number(found.replaceAll(',', ''));
  };
  return {
    step: number(/step ([\d,]+)/) ?? Number.NaN,
    loss: number(/loss (\S+)/),
    testAccuracy: number(/test accuracy (\S+)/),
  };
}

/** Opens the chapter and waits for the trainer to be live. */
export async function openLenet(page: Page): Promise<void> {
  await page.goto('/chapters/lenet/');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled({ timeout: 60_000 });
}

export interface BroughtFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Hands files to the import of the data dialog, as a reader chooses them; the dialog then says what they are. */
export async function bringFiles(page: Page, files: string[] | BroughtFile[]): Promise<void> {
  await page.getByRole('button', { name: 'Data…' }).first().click();
  await page.getByRole('tab', { name: 'Import' }).click();
  await page.getByLabel('Choose files').setInputFiles(files);
}

/** Keeps what was found; the trainer then trains on it. */
export async function keepAndUse(page: Page): Promise<void> {
  const keep = page.getByRole('button', { name: 'Keep and use' });
  await expect(keep).toBeEnabled({ timeout: 60_000 });
  await keep.click();
  await expect(page.getByRole('dialog')).toHaveCount(0, { timeout: 60_000 });
}

/** Draws polylines, given in fractions of the drawing area, with the mouse. */
export async function draw(
  page: Page,
  strokes: readonly (readonly (readonly [x: number, y: number])[])[],
): Promise<void> {
  const area = page.getByLabel('Draw a digit', { exact: true });
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  if (box === null) throw new Error('the drawing area is not on the page');
  for (const stroke of strokes) {
    for (const [index, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 });
      if (index === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

/** A seven, a one and a zero, as a person draws them. */
export const drawings: Readonly<Record<'0' | '1' | '7', readonly (readonly (readonly [number, number])[])[]>> = {
  '0': [
    [
      [0.5, 0.2],
      [0.36, 0.28],
      [0.3, 0.5],
      [0.36, 0.72],
      [0.5, 0.8],
      [0.64, 0.72],
      [0.7, 0.5],
      [0.64, 0.28],
      [0.5, 0.2],
    ],
  ],
  '1': [
    [
      [0.52, 0.18],
      [0.48, 0.82],
    ],
  ],
  '7': [
    [
      [0.28, 0.24],
      [0.72, 0.24],
      [0.58, 0.5],
      [0.46, 0.82],
    ],
  ],
};
