import { expect, test } from 'vitest';
import { fetchBookFile } from './bookFiles';

const reply =
  (body: string, status = 200, type = 'application/octet-stream') =>
  (): Promise<Response> =>
    Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }));
const get = (answer: () => Promise<Response>) =>
  fetchBookFile('https://host/book/', 'weights/a.bin', undefined, answer);

test('the address lies below the book’s own, with a tag where there is one', async () => {
  const asked: [string, RequestInit][] = [];
  const noting = (address: string, options: RequestInit): Promise<Response> => {
    asked.push([address, options]);
    return reply('ab')();
  };
  expect(await fetchBookFile('https://host/book/', 'weights/a.bin', undefined, noting)).toEqual(Uint8Array.of(97, 98));
  await fetchBookFile('https://host/book/', 'weights/a.bin', 'c0ffee', noting);
  expect(asked).toEqual([
    ['https://host/book/weights/a.bin', { cache: 'no-cache' }],
    ['https://host/book/weights/a.bin?c0ffee', {}],
  ]);
});

test('nothing there: 404, or a page that some servers send instead', async () => {
  expect(await get(reply('', 404))).toBeNull();
  expect(await get(reply('<html>', 200, 'text/html; charset=utf-8'))).toBeNull();
});

test('refused: no answer, a fault, an answer that breaks off', async () => {
  const address = 'https://host/book/weights/a.bin: expected a file from the book';
  await expect(get(() => Promise.reject(new TypeError('offline')))).rejects.toThrow(
    /^https:\/\/host\/book\/weights\/a\.bin: expected a file from the book's server, found no answer \(offline\)\. Look whether you are online/,
  );
  await expect(get(reply('', 500))).rejects.toThrow(address);
  await expect(get(reply('', 500))).rejects.toThrow('found the answer 500.');
  const broken = new Response(
    new ReadableStream({
      pull: (controller) => controller.error(new Error('connection closed')),
    }),
  );
  await expect(get(() => Promise.resolve(broken))).rejects.toThrow(
    'found an answer that broke off (connection closed)',
  );
});
