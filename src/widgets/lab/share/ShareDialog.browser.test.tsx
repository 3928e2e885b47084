/** The share dialog on a page, with a figure that makes addresses out of what is asked. */

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { ShareDialog } from './ShareDialog';
import type { ShareAddress, ShutParts } from './ShareDialog';

let root: Root;
let isClosed = false;
const parts = [
  { name: 'data', title: 'Data' },
  { name: 'lab', title: 'Lab row' },
];
const addressOf = (what: string, { hidden, locked }: ShutParts): ShareAddress => ({
  address: `https://book.example/?${what}=${hidden.join('+')}-${locked.join('+')}`,
  contents: [`It holds the ${what}.`],
});

function show(
  run: (shut: ShutParts) => ShareAddress | null = (shut) => addressOf('run', shut),
  figure: (shut: ShutParts) => ShareAddress = (shut) => addressOf('figure', shut),
): void {
  flushSync(() =>
    root.render(
      <ShareDialog
        parts={parts}
        shut={{ hidden: [], locked: ['lab'] }}
        figure={figure}
        run={run}
        onClose={() => {
          isClosed = true;
        }}
      />,
    ),
  );
}
const address = () => page.getByRole('textbox', { name: /^Address/ });

beforeEach(() => {
  isClosed = false;
  const place = document.createElement('div');
  document.body.append(place);
  root = createRoot(place);
});
afterEach(async () => {
  flushSync(() => root.unmount());
  document.body.replaceChildren();
  vi.restoreAllMocks();
  await page.viewport(1280, 720);
});

test('the address of the figure with its length, as text and as a code, and what is in it', async () => {
  show();
  await expect.element(address()).toHaveValue('https://book.example/?figure=-lab');
  await expect.element(page.getByText('Address, 33 characters')).toBeVisible();
  const code = page.getByRole('img', { name: 'QR code of the address, 33 characters' });
  await expect.element(code).toBeVisible();
  expect(code.element().getBoundingClientRect().width).toBeGreaterThan(300);
  await expect.element(page.getByText('It holds the figure.')).toBeVisible();
  await expect.element(page.getByText(/^Nothing is sent anywhere by making a link\./)).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  expect(isClosed).toBe(true);
});

test('what is hidden and locked is in the address', async () => {
  show();
  await page.getByText('Hide or lock parts: 0 hidden, 1 locked').click();
  await page.getByRole('radiogroup', { name: 'Data' }).getByRole('radio', { name: 'hidden' }).click();
  await expect.element(address()).toHaveValue('https://book.example/?figure=data-lab');
  await page.getByRole('radiogroup', { name: 'Lab row' }).getByRole('radio', { name: 'open' }).click();
  await expect.element(address()).toHaveValue('https://book.example/?figure=data-');
  await expect.element(page.getByText('Hide or lock parts: 1 hidden, 0 locked')).toBeVisible();
});

test('the run can be sent too, once there is one', async () => {
  show();
  await page.getByRole('radio', { name: 'the figure and its run' }).click();
  await expect.element(address()).toHaveValue('https://book.example/?run=-lab');
  await expect.element(page.getByText('It holds the run.')).toBeVisible();
  flushSync(() => root.render(null));
  show(() => null);
  await expect.element(page.getByRole('radio', { name: 'the figure and its run' })).toBeDisabled();
  await expect.element(page.getByText('There is a run to send once a step was trained.')).toBeVisible();
});

test('Copy puts it on the clipboard, and where that is refused it is selected instead', async () => {
  show();
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce();
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect.element(page.getByRole('status', { name: 'Copying' })).toHaveTextContent('Copied.');
  expect(write).toHaveBeenCalledWith('https://book.example/?figure=-lab');
  write.mockRejectedValueOnce(new Error('no'));
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect
    .element(page.getByRole('status', { name: 'Copying' }))
    .toHaveTextContent('The browser does not let this page copy. The address is selected');
  const field = address().element() as HTMLTextAreaElement;
  expect(document.activeElement).toBe(field);
  expect(field.selectionEnd - field.selectionStart).toBe(field.value.length);
});

test('an address that is too long for a code is said to be so', async () => {
  show(undefined, () => ({ address: `https://book.example/?${'a'.repeat(1300)}`, contents: [] }));
  await expect.element(page.getByText(/^This address is too long for a code/)).toBeVisible();
  expect(page.getByRole('img').query()).toBeNull();
});

test('at 390 px nothing sticks out', async () => {
  await page.viewport(390, 800);
  show(undefined, () => ({ address: `https://book.example/?${'a'.repeat(500)}`, contents: ['a'.repeat(200)] }));
  await expect.element(address()).toBeVisible();
  const dialog = page.getByRole('dialog').element();
  expect(dialog.scrollWidth).toBeLessThanOrEqual(dialog.clientWidth);
  expect(page.getByRole('img').element().getBoundingClientRect().right).toBeLessThanOrEqual(390);
});
