/**
 * Serves the built book as files, with what a static host must do for it: a slash at the end of a page's address, 404.html with
 * status 404 for an unknown one, the headers of cross-origin isolation. Nothing is rendered here.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv, { type RequestHandler } from 'sirv';
import type { BuiltBook } from './builtBook';
import { isolationHeaders } from './isolationHeaders';

/** Not listening yet. */
export function bookServer({ directory, base }: BuiltBook): Server {
  const newestFiles = filesOf(directory);

  return createServer((request, response) => {
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    const found = newestFiles();
    if (found === null) {
      response.writeHead(503, {
        'Content-Type': 'text/plain;charset=utf-8',
        'Cache-Control': 'no-store',
        'Retry-After': '5',
      });
      response.end('The book is being built again. Try in a moment.\n');
      return;
    }
    const address = new URL(request.url ?? '/', 'http://localhost');
    const answerUnknown = (): void => {
      response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8', 'Cache-Control': 'no-cache' });
      response.end(request.method === 'HEAD' ? undefined : found.unknown);
    };
    if (!address.pathname.startsWith(base)) {
      if (`${address.pathname}/` === base || address.pathname === '/') redirect(response, 302, base);
      else answerUnknown();
      return;
    }
    const path = address.pathname.slice(base.length - 1);
    if (!path.endsWith('/') && existsSync(join(directory, decodePath(path), 'index.html'))) {
      redirect(response, 301, `${address.pathname}/${address.search}`);
      return;
    }
    if (!/\.\w+$/.test(path) && !path.endsWith('/')) {
      answerUnknown();
      return;
    }
    request.url = path + address.search;
    found.files(request, response, answerUnknown);
  });
}

interface Files {
  readonly files: RequestHandler;
  /** 404.html */
  readonly unknown: Buffer;
}

/**
 * The files as they were listed when the book was built last. A build while the server runs is noticed by the last file that
 * it writes, the compressed 404.html; null until that is there.
 */
function filesOf(directory: string): () => Files | null {
  const last = join(directory, '404.html.gz');
  let builtAtMs: number | undefined;
  let found: Files | null = null;
  return () => {
    const writtenAtMs = statSync(last, { throwIfNoEntry: false })?.mtimeMs;
    if (writtenAtMs === undefined) return null;
    if (found === null || writtenAtMs !== builtAtMs) {
      builtAtMs = writtenAtMs;
      found = { files: listFiles(directory), unknown: readFileSync(join(directory, '404.html')) };
    }
    return found;
  };
}

function listFiles(directory: string): RequestHandler {
  return sirv(directory, {
    gzip: true,
    etag: true,
    extensions: ['html'],
    setHeaders: (response, path) => {
      // The names of assets carry a hash of their content.
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

function redirect(response: ServerResponse, status: number, location: string): void {
  response.writeHead(status, { Location: location });
  response.end();
}

/** A path with a wrong escape, or one that climbs, names nothing. `URL` has resolved plain dots already. */
function decodePath(path: string): string {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.split(/[/\\]/).includes('..') || decoded.includes('\0') ? '/no such page' : decoded;
  } catch {
    return '/no such page';
  }
}
