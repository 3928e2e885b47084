import { describe, expect, test } from 'vitest';
import type { DataSetInfo } from './dataSet';
import { loadServed, readIndex, servedIds, servedIndex } from './served';

const info: DataSetInfo = {
  id: 'mnist',
  title: 'MNIST',
  origin: 'served',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  shape: [28, 28, 1],
  counts: { train: 9, validation: 1, test: 10 },
  normalization: { mean: [33.3], deviation: [78.6] },
};
const bigEndian = (...words: number[]): number[] =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
const images = Uint8Array.from([
  ...bigEndian(0x803, 10, 28, 28),
  ...Array.from({ length: 7840 }, (_, i) => (i % 7 === 0 ? 200 : 0)),
]);
const labels = Uint8Array.from([...bigEndian(0x801, 10), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];
const content = (name: string): Uint8Array<ArrayBuffer> => (name.includes('images') ? images : labels);
const index = {
  version: 1,
  info,
  files: names.map((name) => ({ name, sizeBytes: content(name).length, sha256: 'ab' })),
};

/** A server that has `files`; everything else is answered with 404. */
function server(files: Readonly<Record<string, BodyInit>>): typeof fetch {
  return (address) => {
    const body = typeof address === 'string' ? files[address] : undefined;
    return Promise.resolve(body === undefined ? new Response('no', { status: 404 }) : new Response(body));
  };
}
const whole = server({
  '/book/data/mnist/index.json': JSON.stringify(index),
  ...Object.fromEntries(names.map((name) => [`/book/data/mnist/${name}`, content(name)])),
});

describe('servedIds', () => {
  test('those that this book knows', async () => {
    const get = server({ '/book/data/index.json': '["mnist","cats","cifar10"]' });
    expect(await servedIds('/book/', get)).toEqual(['mnist', 'cifar10']);
  });
  test.each<[string, typeof fetch]>([
    ['nothing there', server({})],
    ['a page instead', server({ '/data/index.json': '<!doctype html>' })],
    ['something else', server({ '/data/index.json': '{"mnist":1}' })],
    ['no answer', () => Promise.reject(new TypeError('offline'))],
  ])('%s: none', async (_title, get) => {
    expect(await servedIds('/', get)).toEqual([]);
  });
});

describe('servedIndex', () => {
  test('reads the index below the base address', async () => {
    expect(await servedIndex('/book/', 'mnist', whole)).toEqual(index);
  });
  test.each<[string, typeof fetch]>([
    ['404', server({})],
    ['a page for every address', server({ '/data/mnist/index.json': '<!doctype html>' })],
    ['the word of the build that there is none', server({ '/data/mnist/index.json': 'null' })],
    ['no answer', () => Promise.reject(new TypeError('offline'))],
  ])('%s: nothing is served', async (_title, get) => {
    expect(await servedIndex('/', 'mnist', get)).toBeNull();
    expect(await loadServed('/', 'mnist', undefined, get)).toBeNull();
  });
  test.each<[string, unknown]>([
    ['another version', { ...index, version: 2 }],
    ['a name that leaves the folder', { ...index, files: [{ name: '../x', sizeBytes: 1, sha256: '' }] }],
    ['no list', { version: 1, info }],
    ['nothing', null],
  ])('%s is refused', (_title, value) => {
    expect(() => readIndex(value, 'i')).toThrow(
      'i: expected version 1 with a list of files (name, sizeBytes, sha256), found something else. ' +
        'Run “npm run data” of this version of the book on the server again.',
    );
  });
  test('a wrong description is refused', () => {
    expect(() => readIndex({ ...index, info: {} }, 'i')).toThrow('i: expected id to be a data set of this book');
  });
});

describe('loadServed', () => {
  test('fetches, checks and reports progress', async () => {
    const reports: [number, number][] = [];
    const set = await loadServed('/book/', 'mnist', (done, total) => reports.push([done, total]), whole);
    expect(set?.info.origin).toBe('served');
    expect(set?.info.counts).toEqual({ train: 9, validation: 1, test: 10 });
    const total = 2 * (images.length + labels.length);
    expect(reports.length).toBe(4);
    expect(reports.at(-1)).toEqual([total, total]);
  });
  test('a file that is not there is said', async () => {
    const get = server({ '/data/mnist/index.json': JSON.stringify(index) });
    await expect(loadServed('/', 'mnist', undefined, get)).rejects.toThrow(
      '/data/mnist/train-images-idx3-ubyte: expected a file of 7856 bytes, found the answer 404 from the server. ' +
        'Run “npm run data” on the server again, or import the files.',
    );
  });
});
