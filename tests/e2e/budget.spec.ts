/** Size budgets of the built book: what a chapter ships before a figure comes into view. */
import { gzipSync } from 'node:zlib';
import { expect, test } from './book';

const budgetBytes = 200_000;

test('the chapter ships at most 200 kB of compressed JavaScript before a figure comes into view', async ({ page }) => {
  // Nothing ever comes into view, so no figure asks for its code.
  await page.addInitScript(() => {
    window.IntersectionObserver = class implements IntersectionObserver {
      readonly root = null;
      readonly rootMargin = '';
      readonly scrollMargin = '';
      readonly thresholds = [];
      observe(): void {
        // Silent on purpose.
      }
      unobserve(): void {
        // Silent on purpose.
      }
      disconnect(): void {
        // Silent on purpose.
      }
      takeRecords(): IntersectionObserverEntry[] {
        return [];
      }
    };
  });
  const scripts: Promise<{ url: string; bytes: number }>[] = [];
  page.on('response', (response) => {
    if (!/javascript/.test(response.headers()['content-type'] ?? '')) return;
    scripts.push(response.body().then((body) => ({ url: response.url(), bytes: gzipSync(body).length })));
  });
  await page.goto('/chapters/lenet/');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('LeNet-5');
  await page.waitForLoadState('networkidle');
  const loaded = await Promise.all(scripts);
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total, JSON.stringify(loaded, null, 1)).toBeLessThanOrEqual(budgetBytes);
  expect(total).toBeGreaterThan(10_000);
  // The text is there, and no figure has become live.
  await expect(page.getByRole('heading', { name: 'From pixels to features' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toHaveCount(0);
});

test('the page asks no other host for anything', async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(baseURL ?? '').origin) foreign.push(request.url());
  });
  for (const path of ['/', '/chapters/lenet/']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
  }
  expect(foreign).toEqual([]);
});
