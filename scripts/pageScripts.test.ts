import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pageScripts, scriptAddresses, totalBytes } from './pageScripts';

const html = `<link rel="modulepreload" href="/book/assets/entry-1.js"/><link rel="stylesheet" href="/book/assets/root.css"/>
<script type="module" async="">import "/book/assets/manifest-1.js";
import * as route0 from "/book/assets/root-1.js";
import("/book/assets/entry-1.js");</script><script src="/book/assets/plain.js"></script>`;

test('scripts of a page: preloaded, imported, by source; each once, styles not', () => {
  expect(scriptAddresses(html)).toEqual([
    '/book/assets/entry-1.js',
    '/book/assets/plain.js',
    '/book/assets/manifest-1.js',
    '/book/assets/root-1.js',
  ]);
});

test('their compressed sizes are summed; a script outside the base is an error', () => {
  const directory = mkdtempSync(join(tmpdir(), 'scripts-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), html);
  const content = 'export const words = "the same words, the same words, the same words";';
  for (const name of ['entry-1', 'plain', 'manifest-1', 'root-1'])
    writeFileSync(join(directory, `assets/${name}.js`), content);
  expect(totalBytes(pageScripts({ directory, base: '/book/' }, 'index.html'))).toBe(
    4 * gzipSync(content, { level: 9 }).length,
  );
  expect(() => pageScripts({ directory, base: '/other/' }, 'index.html')).toThrow(
    'index.html: expected scripts under /other/, found /book/assets/entry-1.js. The base of the build is wrong.',
  );
  rmSync(directory, { recursive: true });
});
