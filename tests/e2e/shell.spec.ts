/** The shell of the book: cover, contents and place, theme, search, unknown addresses, no JavaScript, a sub-folder. */
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as plain, type Page } from '@playwright/test';
import sirv from 'sirv';
import { expect, test } from './book';

const phone = { width: 390, height: 844 };
const chapter = '/chapters/lenet/';

function themeOf(page: Page): Promise<{ attribute: string | null; paper: string }> {
  return page.evaluate(() => ({
    attribute: document.documentElement.getAttribute('data-theme'),
    paper: getComputedStyle(document.body).backgroundColor,
  }));
}

/** Chromium drops keys that come before a page has been painted for the first time; nobody presses one that early. */
async function pressSlash(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.keyboard.press('/');
}

test.describe('cover', () => {
  test('lists all 30 chapters in five parts; only what is written is a link', async ({ page }) => {
    await page.goto('/');
    const contents = page.getByRole('region', { name: 'Contents' });
    for (const part of ['Learning machines', 'Convolution', 'Architectures', 'Looking inside', 'What it is good for']) {
      await expect(contents.getByRole('heading', { name: new RegExp(`^Part [IV]+ ${part}$`) })).toBeVisible();
    }
    const entries = contents.locator('ol > li');
    await expect(entries).toHaveCount(30);
    await expect(entries.nth(0)).toHaveText(/^1 Machines that see: a history planned$/);
    await expect(entries.nth(15)).toHaveText(/^16 LeNet-5 \d+ min$/);
    await expect(entries.nth(29)).toContainText('Embeddings and limits');
    const planned = entries.filter({ hasText: 'planned' });
    await expect(planned.getByRole('link')).toHaveCount(0);
    const links = contents.getByRole('link');
    for (const link of await links.all()) {
      const answer = await page.request.get((await link.getAttribute('href')) ?? '');
      expect(answer.status(), await link.innerText()).toBe(200);
    }
  });

  test('Start reading opens the first written chapter', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Start reading' }).click();
    await expect(page).toHaveURL(chapter);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/16 LeNet-5/);
    await expect(page).toHaveTitle('LeNet-5 · Receptive Field');
  });
});

test('the theme follows the system until the reader chooses, and the choice is remembered', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(chapter);
  const light = await themeOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await themeOf(page);
  expect([light.attribute, dark.attribute]).toEqual([null, null]);
  expect(dark.paper).not.toBe(light.paper);

  const choice = page.getByLabel('Theme');
  await choice.selectOption('Light');
  expect(await themeOf(page)).toEqual({ attribute: 'light', paper: light.paper });
  // The choice holds before any module has come: these wait for ever.
  await page.route(/\.js$/, () => undefined);
  await page.reload({ waitUntil: 'commit' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await themeOf(page)).toEqual({ attribute: 'light', paper: light.paper });
  await page.unroute(/\.js$/);
  await page.goto('/');
  await expect(choice).toHaveValue('light');
  await choice.selectOption('System');
  expect(await themeOf(page)).toEqual({ attribute: null, paper: dark.paper });
});

test.describe('place', () => {
  test('the contents show the chapter and the section being read', async ({ page }) => {
    await page.goto(chapter);
    const contents = page.getByRole('navigation', { name: 'Contents' });
    await expect(contents.locator('[aria-current="page"]')).toHaveText(/16 LeNet-5/);
    await expect(contents.locator('[aria-current="page"]')).toBeInViewport();
    await expect(contents.getByText('(planned)')).toHaveCount(29);
    await page
      .getByRole('heading', { name: 'Right and wrong', level: 2 })
      .evaluate((heading) => heading.scrollIntoView());
    await expect(contents.locator('[aria-current="location"]')).toHaveText('Right and wrong');
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect(contents.locator('[aria-current="location"]')).toHaveCount(0);
  });

  test('a section has a link of its own, shown on pointing and on focus', async ({ page }) => {
    await page.goto(chapter);
    const heading = page.getByRole('heading', { name: 'Learning', exact: true });
    const link = heading.getByRole('link');
    await expect(link).toHaveCSS('opacity', '0');
    await heading.hover();
    await expect(link).toHaveCSS('opacity', '1');
    await link.click();
    await expect(page).toHaveURL(/#learning$/);
    await page.mouse.move(0, 0);
    await link.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(link).toHaveCSS('opacity', '1');
  });

  test('going back returns to where one was', async ({ page }) => {
    await page.goto(chapter);
    await page.getByRole('heading', { name: 'Works cited' }).scrollIntoViewIfNeeded();
    await page.waitForTimeout(500);
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(2000);
    // The contents stand still beside the text: following one of their links does not scroll first.
    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Glossary' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary');
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await page.goBack();
    await expect.poll(async () => Math.abs((await page.evaluate(() => window.scrollY)) - before)).toBeLessThan(400);
  });

  test('on a phone the contents open over the page, hold the focus, and close with Escape', async ({ page }) => {
    await page.setViewportSize(phone);
    await page.goto(chapter);
    const button = page.getByRole('button', { name: 'Contents' });
    await button.click();
    const drawer = page.getByRole('dialog', { name: 'Contents' });
    await expect(drawer.getByRole('link', { name: '16 LeNet-5' })).toBeVisible();
    for (let press = 0; press < 20; press += 1) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(
        () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
      );
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
    await expect(button).toBeFocused();
    await button.click();
    await drawer.getByRole('link', { name: 'Learning' }).click();
    await expect(drawer).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Learning', exact: true })).toBeInViewport();
  });

  test('nothing is wider than a phone', async ({ page }) => {
    await page.setViewportSize(phone);
    for (const path of ['/', chapter, '/glossary/', '/notation/', '/bibliography/', '/gallery/']) {
      await page.goto(path);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(phone.width);
    }
  });
});

test.describe('margin', () => {
  test('notes and definitions stand beside the text on a wide screen and in it on a narrow one', async ({ page }) => {
    const notes = page.locator('.prose > :is(.lesson-note, .lesson-definition)');
    const text = page.locator('.prose > p').first();
    await page.goto(chapter);
    expect(await notes.count()).toBeGreaterThan(2);
    const column = await text.boundingBox();
    for (const note of await notes.all()) {
      expect((await note.boundingBox())?.x).toBeGreaterThan((column?.x ?? 0) + (column?.width ?? 0));
    }
    await page.setViewportSize({ width: 1000, height: 800 });
    const narrow = await text.boundingBox();
    for (const note of await notes.all()) expect((await note.boundingBox())?.x).toBeCloseTo(narrow?.x ?? 0, 0);
  });
});

test.describe('search', () => {
  test('opens with /, answers as one types, and Enter goes there', async ({ page }) => {
    await page.goto('/');
    await pressSlash(page);
    const dialog = page.getByRole('dialog', { name: 'Search the book' });
    const field = dialog.getByRole('searchbox', { name: 'Search the book' });
    await expect(field).toBeFocused();
    await page.keyboard.type('sub-sampling');
    await expect(dialog.getByRole('status')).toHaveText(/^\d+ places?$/);
    const hits = dialog.getByRole('link');
    await expect(hits.first()).toContainText('LeNet-5');
    await expect(hits.first().locator('mark').first()).toHaveText(/sub|sampl/i);

    await page.keyboard.press('ArrowDown');
    await expect(hits.nth(0)).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(hits.nth(1)).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(field).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/chapters\/lenet\//);
    await expect(dialog).toHaveCount(0);
  });

  test('the button opens it too; Escape closes; nothing found is said', async ({ page }) => {
    await page.goto(chapter);
    const button = page.getByRole('button', { name: 'Search' });
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Search the book' });
    await dialog.getByRole('searchbox').fill('zyxwvut');
    await expect(dialog.getByRole('status')).toHaveText('Nothing in the book matches “zyxwvut”.');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  test('a / pressed before the page is live is not lost', async ({ page }) => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(/entry\.client.*\.js$/, async (route) => {
      await released;
      await route.continue();
    });
    await page.goto('/', { waitUntil: 'commit' });
    await expect(page.getByRole('link', { name: 'Start reading' })).toBeVisible();
    await pressSlash(page);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    release();
    await expect(page.getByRole('searchbox')).toBeFocused();
  });

  test('a / that is being typed stays a /', async ({ page }) => {
    await page.goto(chapter);
    await page.getByLabel('Theme').focus();
    await pressSlash(page);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test('by keyboard: the first stop skips to the text, the next is inside it', async ({ page }) => {
  await page.goto(chapter);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the text' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main')?.id)).toBe('main');
});

test('every page is cross-origin isolated', async ({ page }) => {
  for (const path of ['/', chapter]) {
    await page.goto(path);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  }
});

test('the gallery is left out of search engines, chapters are not', async ({ page }) => {
  await page.goto('/gallery/');
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute('content', 'noindex');
  await page.goto(chapter);
  await expect(page.locator('meta[name="robots"]')).toHaveCount(0);
});

// The browser itself prints a line about status 404, so these do not listen to the console.
plain.describe('unknown address', () => {
  for (const javaScriptEnabled of [true, false]) {
    plain.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
      plain.use({ javaScriptEnabled });
      for (const path of ['/no-such-page/', '/chapters/convolution/', '/chapters/lenet/appendix']) {
        plain(`${path} is said to be unknown, with the way back`, async ({ page }) => {
          const errors: string[] = [];
          page.on('pageerror', (error) => errors.push(error.message));
          const answer = await page.goto(path);
          expect(answer?.status()).toBe(404);
          await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no page at this address');
          await expect(page.getByRole('main').getByRole('link', { name: 'LeNet-5' })).toBeVisible();
          await page.waitForLoadState('networkidle');
          expect(errors).toEqual([]);
          await page.getByRole('link', { name: 'Go to the cover' }).click();
          await expect(page).toHaveURL('/');
          await expect(page.getByRole('heading', { level: 1 })).toHaveText('Receptive Field');
        });
      }
    });
  }
});

plain.describe('without JavaScript', () => {
  plain.use({ javaScriptEnabled: false });

  plain('a chapter is complete text, with figures that stand still', async ({ page }) => {
    await page.goto(chapter);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/16 LeNet-5/);
    await expect(page.getByText('61,706').first()).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Works cited' })).toBeVisible();
    await expect(page.locator('.katex').first()).toBeVisible();
    // The judge of an exercise belongs to its text and has no caption.
    const figures = page.locator('figure:not([data-widget="goal"])');
    expect(await figures.count()).toBeGreaterThan(3);
    for (const figure of await figures.all()) await expect(figure.locator('figcaption')).toContainText(/^Figure \d+\./);
    // What cannot work is not offered.
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByLabel('Theme')).toBeHidden();
  });

  plain('on a phone, Contents leads to the contents below the text', async ({ page }) => {
    await page.setViewportSize(phone);
    await page.goto(chapter);
    await page.getByRole('link', { name: 'Contents', exact: true }).click();
    await expect(
      page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Glossary' }),
    ).toBeVisible();
    await expect(page).toHaveURL(/#contents$/);
  });
});

/** Built for /book/ and served by a plain file server, without any header of ours. */
test.describe('in a sub-folder', () => {
  const build = '.cache/subfolder';
  let server: Server;
  let origin: string;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    const environment = { ...process.env, BASE: '/book/', BUILD_DIRECTORY: build };
    execFileSync('npx', ['tsx', 'scripts/reactRouter.ts', 'build'], { env: environment, stdio: 'pipe' });
    execFileSync('npx', ['tsx', 'scripts/finishBuild.ts'], { env: environment, stdio: 'pipe' });
    const files = sirv(`${build}/client`, { dev: true });
    server = createServer((request, response) => {
      const unknown = (): void => void response.writeHead(404).end('unknown');
      const { url = '/' } = request;
      if (!url.startsWith('/book/')) {
        unknown();
        return;
      }
      request.url = url.slice('/book'.length);
      files(request, response, unknown);
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  test.afterAll(() => server.close());

  test('pages, links, search and a live figure work, and nothing is asked for outside the folder', async ({ page }) => {
    const failed: string[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.url().startsWith('http') && (response.status() >= 400 || !pathname.startsWith('/book/'))) {
        failed.push(`${response.status()} ${pathname}`);
      }
    });
    await page.goto(`${origin}/book/`);
    await page.getByRole('link', { name: 'Start reading' }).click();
    await expect(page).toHaveURL(`${origin}/book/chapters/lenet/`);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/16 LeNet-5/);
    // The worker and the kernels have addresses too.
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled({ timeout: 60_000 });
    await pressSlash(page);
    await page.getByRole('searchbox').fill('receptive field');
    const hit = page.getByRole('dialog').getByRole('link').filter({ hasText: 'Glossary' }).first();
    await hit.click();
    await expect(page).toHaveURL(new RegExp(`^${origin}/book/glossary/`));
    await page.getByRole('link', { name: 'Receptive Field', exact: true }).click();
    await expect(page).toHaveURL(`${origin}/book/`);
    expect(failed).toEqual([]);
  });
});
