/**
 * Finds the Chromium that the tests drive, or installs one, and says what it did.
 *
 * Order: the `CHROMIUM` variable, a system browser, Playwright's own. To install: as root on a Debian-like system with apt,
 * elsewhere with Playwright's installer. Run on its own with `tsx scripts/chromium.ts`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

/** A software GPU, so that WebGPU and WebGL2 are there on every machine; no background traffic; `--no-sandbox` for root. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
] as const;

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named))
      throw new Error(`CHROMIUM names ${named}, and there is no such file. Unset it or correct it.`);
    return named;
  }
  return [...systemPaths, chromium.executablePath()].find((path) => existsSync(path));
}

/** The browser's path; installs one when there is none. Prints what it did. */
export function ensureChromium(): string {
  const found = chromiumPath();
  if (found !== undefined) {
    console.log(`Chromium for the tests: ${found}`);
    return found;
  }
  const run = (command: string, ...rest: string[]): void => {
    console.log(`> ${command} ${rest.join(' ')}`);
    execFileSync(command, rest, { stdio: 'inherit' });
  };
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium found; installing the system package with apt.');
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', 'chromium');
  } else {
    console.log("No Chromium found; installing Playwright's.");
    run('npx', 'playwright', 'install', 'chromium');
  }
  const installed = chromiumPath();
  if (installed === undefined) {
    throw new Error('Chromium was installed but not found. Set CHROMIUM to its path and run again.');
  }
  console.log(`Chromium for the tests: ${installed}`);
  return installed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensureChromium();
