/**
 * The peers that need a browser: TensorFlow.js on WebGL and WebGPU, jax-js on WebGPU, in Chromium, each in a page of its own.
 *
 * Chromium gets a software GPU here (the arguments of all our tests), so these times stand for a machine without a graphics card.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumArguments, ensureChromium } from '../../../scripts/chromium';
import { isolationHeaders } from '../../../scripts/isolationHeaders';
import type { PagePeer } from './page';
import type { PeerTiming, Rounds } from './peer';

const peers: readonly PagePeer[] = ['tfjs webgl', 'tfjs webgpu', 'jax-js webgpu'];

/** One after the other. A peer that does not run here is named with its reason instead of a time. */
export async function timePeersInPage(
  rounds: Rounds,
): Promise<readonly (PeerTiming | { readonly name: string; readonly problem: string })[]> {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const cacheDir = await mkdtemp(join(tmpdir(), 'bench-vite-'));
  const server = await createServer({
    configFile: false,
    root,
    cacheDir,
    logLevel: 'error',
    appType: 'custom',
    server: { port: 0, host: 'localhost', headers: { ...isolationHeaders }, watch: null, ws: false },
    // Found late, they would reload the page in the middle of a measurement.
    optimizeDeps: {
      entries: ['tests/bench/peers/page.ts'],
      include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', '@jax-js/jax'],
    },
    plugins: [
      {
        name: 'bench-page',
        configureServer: ({ middlewares }) => {
          middlewares.use('/bench', (_request, response) => {
            response.setHeader('Content-Type', 'text/html');
            for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
            response.end(
              '<!doctype html><title>Peers</title><script type="module" src="/tests/bench/peers/page.ts"></script>',
            );
          });
        },
      },
    ],
  });
  await server.listen();
  const { port } = server.httpServer?.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...chromiumArguments] });
  try {
    const timings: (PeerTiming | { name: string; problem: string })[] = [];
    for (const peer of peers) {
      const page = await browser.newPage();
      try {
        await page.goto(`http://localhost:${port}/bench`);
        await page.waitForFunction(() => window.timePeer !== undefined, undefined, { timeout: 60_000 });
        timings.push(await page.evaluate(([name, asked]) => window.timePeer!(name, asked), [peer, rounds] as const));
      } catch (error) {
        timings.push({
          name: peer,
          problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
        });
      }
      await page.close();
    }
    return timings;
  } finally {
    await browser.close();
    await server.close();
    await rm(cacheDir, { recursive: true, force: true });
  }
}
