/** The server, asked over HTTP, at the root of a site and in a folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookServer } from './bookServer';
import { findBuiltBook, recordBuild } from './builtBook';

let build: string;
beforeAll(() => {
  build = mkdtempSync(join(tmpdir(), 'book-'));
  const write = (path: string, text: string): void => {
    mkdirSync(join(build, path, '..'), { recursive: true });
    writeFileSync(join(build, path), text);
  };
  write('client/index.html', 'cover');
  write('client/404.html', 'unknown');
  write('client/404.html.gz', '');
  write('client/chapters/lenet/index.html', 'LeNet-5');
  write('client/assets/kernels-1a2b.wasm', '\0asm');
  write('secret.txt', 'not to be served');
});
afterAll(() => rmSync(build, { recursive: true }));

interface Answer {
  readonly status: number | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Not `fetch`, which would tidy the path before asking. */
function ask(server: Server, path: string): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ port, path }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    }).on('error', reject);
  });
}

describe.each(['/', '/book/'])('served at %s', (base) => {
  let server: Server;
  const path = (rest: string): string => base + rest;
  beforeAll(async () => {
    server = bookServer({ directory: join(build, 'client'), base });
    await new Promise<void>((resolve) => server.listen(0, resolve));
  });
  afterAll(() => server.close());

  test.each([
    ['', 'cover'],
    ['chapters/lenet/', 'LeNet-5'],
    ['chapters/lenet/?predict=1', 'LeNet-5'],
  ])('page %s', async (rest, text) => {
    const answer = await ask(server, path(rest));
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers['content-type']).toMatch(/^text\/html;\s?charset=utf-8$/);
  });

  test('every answer isolates the page; a kernel module has its own type and is kept', async () => {
    for (const rest of ['', 'no-such-page/', 'assets/kernels-1a2b.wasm']) {
      expect((await ask(server, path(rest))).headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
    }
    const { headers } = await ask(server, path('assets/kernels-1a2b.wasm'));
    expect(headers['content-type']).toBe('application/wasm');
    expect(headers['cache-control']).toContain('immutable');
  });

  test('a page without its slash leads to the one with it, and keeps the query', async () => {
    const answer = await ask(server, path('chapters/lenet?a=1'));
    expect([answer.status, answer.headers['location']]).toEqual([301, path('chapters/lenet/?a=1')]);
  });

  test.each([
    'no-such-page/',
    'no-such-page',
    'chapters/convolution/',
    'a.js',
    '%E0%A4%A',
    '..%2f..%2fsecret.txt',
    '../secret.txt',
  ])('unknown: %s', async (rest) => {
    const answer = await ask(server, path(rest));
    expect(answer).toMatchObject({ status: 404, text: 'unknown' });
  });
});

test('at a folder, the root leads there and the rest is unknown', async () => {
  const server = bookServer({ directory: join(build, 'client'), base: '/book/' });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  for (const path of ['/', '/book']) {
    const answer = await ask(server, path);
    expect([answer.status, answer.headers['location']]).toEqual([302, '/book/']);
  }
  expect(await ask(server, '/chapters/lenet/')).toMatchObject({ status: 404 });
  server.close();
});

test('a build while the server runs: try again, then the new files', async () => {
  const server = bookServer({ directory: join(build, 'client'), base: '/' });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  expect(await ask(server, '/')).toMatchObject({ status: 200, text: 'cover' });
  rmSync(join(build, 'client/404.html.gz'));
  expect(await ask(server, '/')).toMatchObject({
    status: 503,
    text: 'The book is being built again. Try in a moment.\n',
  });
  writeFileSync(join(build, 'client/index.html'), 'a longer cover');
  writeFileSync(join(build, 'client/404.html.gz'), '');
  expect(await ask(server, '/')).toMatchObject({ status: 200, text: 'a longer cover' });
  server.close();
});

describe('finding the built book', () => {
  const environment = (more: Record<string, string> = {}) => ({ BUILD_DIRECTORY: build, ...more });

  test('none', () => {
    expect(() => findBuiltBook({ BUILD_DIRECTORY: join(build, 'nowhere') })).toThrow(
      /^serve: expected the built book in .*nowhere\/, found none\. Build it first: npm run build$/,
    );
  });

  test('where it was built for, and a different wish', () => {
    recordBuild(build, '/book/');
    const found = { directory: join(build, 'client'), base: '/book/' };
    expect(findBuiltBook(environment())).toEqual(found);
    expect(findBuiltBook(environment({ BASE: 'book' }))).toEqual(found);
    expect(() => findBuiltBook(environment({ BASE: '/other/' }))).toThrow(
      /^serve: expected a book built for \/other\/ \(BASE\), found one built for \/book\/ in .*Build it again: BASE=\/other\/ npm run build$/,
    );
  });
});
