/**
 * What a page ships before anything comes into view: the scripts that its HTML names, with what they import. `tsx scripts/pageScripts.ts`
 * prints the sum for every page of the built book.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { findBuiltBook, type BuiltBook } from './builtBook';

export interface PageScript {
  /** Path under the base: `assets/root-1a2b3c.js`. */
  readonly path: string;
  readonly gzipBytes: number;
}

/** Addresses of scripts in a page: preloaded, with `src`, or imported by an inline module. */
export function scriptAddresses(html: string): readonly string[] {
  const preloaded = [...html.matchAll(/<link\b[^>]*\brel="modulepreload"[^>]*\bhref="([^"]+)"/g)];
  const withSource = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+)"/g)];
  const imported = [...html.matchAll(/\b(?:import|from)\s*\(?\s*"([^"]+\.js)"/g)];
  return [...new Set([...preloaded, ...withSource, ...imported].flatMap(([, address]) => address ?? []))];
}

/** @param page path of the page's HTML under the book's folder, `chapters/lenet/index.html` */
export function pageScripts(book: BuiltBook, page: string): readonly PageScript[] {
  const html = readFileSync(join(book.directory, page), 'utf8');
  return scriptAddresses(html).map((address) => {
    if (!address.startsWith(book.base)) {
      throw new Error(
        `${page}: expected scripts under ${book.base}, found ${address}. The base of the build is wrong.`,
      );
    }
    const path = address.slice(book.base.length);
    return { path, gzipBytes: gzipSync(readFileSync(join(book.directory, path)), { level: 9 }).length };
  });
}

export function totalBytes(scripts: readonly PageScript[]): number {
  return scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const book = findBuiltBook();
  for (const page of readdirSync(book.directory, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!page.endsWith('.html')) continue;
    const scripts = pageScripts(book, page);
    console.log(`${(totalBytes(scripts) / 1000).toFixed(1).padStart(6)} kB  ${page}`);
    for (const { path, gzipBytes } of scripts) console.log(`${(gzipBytes / 1000).toFixed(1).padStart(12)} kB  ${path}`);
  }
}
