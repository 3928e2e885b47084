/**
 * Serves the built book as files, with what a static host must do for it: a slash at the end of a page's address, 404.html with
 * status 404 for an unknown one, the headers of cross-origin isolation. Nothing is rendered here.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import type { BuiltBook } from './builtBook';
import { isolationHeaders } from './isolationHeaders';

/** Not listening yet. */
export function bookServer({ directory, base }: BuiltBook): Server {
  const files = sirv(directory, {
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
  const unknown = readFileSync(join(directory, '404.html'));

  return createServer((request, response) => {
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    const address = new URL(request.url ?? '/', 'http://localhost');
    const answerUnknown = (): void => {
      response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8', 'Cache-Control': 'no-cache' });
      response.end(request.method === 'HEAD' ? undefined : unknown);
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
    files(request, response, answerUnknown);
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
