import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { sendWithRanges, startFileServer, type Answer, type FileServer } from '../../tests/fileServer';
import { digestOf } from './digest';
import { fetchDataSet, type DataSetFetch } from './fetchDataSet';
import { memoryPartialStore, type PartialStore } from './partialStore';
import { publishedSets, type PublishedSet } from './published';

const bigEndian = (...words: number[]): number[] =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
const imageFile = (fill: number): number[] => [
  ...bigEndian(0x803, 10, 28, 28),
  ...Array.from({ length: 7840 }, (_, i) => (Math.imul(i + fill, 0x9e3779b1) >>> 13) & 255),
];
const labelFile = [...bigEndian(0x801, 10), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const packed = (bytes: number[]): Uint8Array => new Uint8Array(gzipSync(Uint8Array.from(bytes)));
const good = new Map(
  publishedSets.mnist.files.map(({ name }) => [
    name,
    packed(name.includes('images') ? imageFile(name.startsWith('train') ? 1 : 2) : labelFile),
  ]),
);
const totalBytes = [...good.values()].reduce((sum, { length }) => sum + length, 0);

let server: FileServer | null = null;
afterEach(() => server?.close());
async function serve(answer: Answer, files = good): Promise<PublishedSet> {
  server = await startFileServer(answer);
  return {
    ...publishedSets.mnist,
    files: [...files].map(([name, bytes]) => ({
      name,
      sizeBytes: bytes.length,
      digest: { kind: 'sha256', hex: digestOf('sha256', bytes) },
    })),
    addresses: [{ folder: server.folder, answersPages: true }],
  };
}
const sendFrom =
  (files: ReadonlyMap<string, Uint8Array>): Answer =>
  (request, response) =>
    sendWithRanges(request, response, files.get(request.url!.slice(1))!);
const options = (more: Partial<DataSetFetch> = {}): DataSetFetch => ({
  parts: memoryPartialStore(),
  patience: { stallMs: 1_000, waitsMs: [1] },
  onProgress: () => undefined,
  onNotice: () => undefined,
  signal: new AbortController().signal,
  ...more,
});
/** Names under which something waits. */
async function waiting(parts: PartialStore): Promise<readonly string[]> {
  const names = publishedSets.mnist.files.map(({ name }) => name);
  const found = await Promise.all(names.map((name) => parts.load(`mnist-${name}`)));
  return names.filter((_, place) => found[place] !== null);
}

describe('fetchDataSet', () => {
  test('a data set like an imported one, told in bytes; its files wait until it is kept', async () => {
    const set = await serve(sendFrom(good));
    const told: unknown[][] = [];
    const parts = memoryPartialStore();
    const { dataSet, forget } = await fetchDataSet(
      set,
      options({ parts, onProgress: (...report) => told.push(report) }),
    );
    expect(dataSet.info).toMatchObject({
      id: 'mnist',
      title: 'MNIST',
      origin: 'fetched',
      counts: { train: 9, validation: 1, test: 10 },
    });
    expect([...dataSet.test.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...dataSet.test.pixels]).toEqual(imageFile(2).slice(16));
    expect(told[0]?.[0]).toBe('train-images-idx3-ubyte.gz');
    expect(told.at(-2)).toEqual(['t10k-labels-idx1-ubyte.gz', totalBytes, totalBytes]);
    expect(told.at(-1)).toEqual(['Checking MNIST', totalBytes, totalBytes]);
    expect(await waiting(parts)).toHaveLength(4);
    await forget();
    expect(await waiting(parts)).toEqual([]);
  });

  test('what was given up goes on where it was', async () => {
    const controller = new AbortController();
    const set = await serve((request, response, round) => {
      if (request.url!.includes('t10k-images') && request.headers.range === undefined) {
        const bytes = good.get(request.url!.slice(1))!;
        response.writeHead(200, { 'content-length': bytes.length });
        response.write(bytes.subarray(0, 500));
      } else sendFrom(good)(request, response, round);
    });
    const parts = memoryPartialStore();
    const before = [...good.values()].slice(0, 2).reduce((sum, { length }) => sum + length, 0);
    const first = fetchDataSet(
      set,
      options({
        parts,
        signal: controller.signal,
        onProgress: (_task, done) => {
          if (done === before + 500) controller.abort();
        },
      }),
    );
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    const askedBefore = server!.asked.length;
    const { dataSet } = await fetchDataSet(set, options({ parts }));
    expect(dataSet.info.counts.test).toBe(10);
    expect(server!.asked.slice(askedBefore).map(({ path, range }) => [path, range])).toEqual([
      ['/t10k-images-idx3-ubyte.gz', 'bytes=500-'],
      ['/t10k-labels-idx1-ubyte.gz', undefined],
    ]);
  });

  test('another file than the published one is refused, and nothing of it waits', async () => {
    const name = 't10k-labels-idx1-ubyte.gz';
    const other = new Map(good).set(name, packed([...labelFile.slice(0, -1), 8]));
    const parts = memoryPartialStore();
    const set = await serve(sendFrom(other));
    const fetched = fetchDataSet(set, options({ parts }));
    await expect(fetched).rejects.toThrow(
      new RegExp(
        `^${name} could not be fetched\\. http.*${name}: expected .*, found .*\\. ` +
          'Try again later: what has come whole is kept\\. Or download the files yourself and import them\\.$',
      ),
    );
    expect(await waiting(parts)).not.toContain(name);
  });

  test('published files that make no data set are told as an import tells them', async () => {
    const wrong = new Map(good).set(
      'train-labels-idx1-ubyte.gz',
      packed([...bigEndian(0x801, 10), 0, 1, 2, 3, 4, 5, 6, 7, 8, 10]),
    );
    const set = await serve(sendFrom(wrong), wrong);
    await expect(fetchDataSet(set, options())).rejects.toThrow(/train-labels-idx1-ubyte.*0 to 9.*found 10/);
  });

  test('where no page may read the files, nothing is asked', async () => {
    const set = await serve(sendFrom(good));
    const closed = { ...set, addresses: set.addresses.map((address) => ({ ...address, answersPages: false })) };
    await expect(fetchDataSet(closed, options())).rejects.toThrow(
      'MNIST: expected a host that lets pages of other sites read its files, found none. ' +
        'Import the files, or run “npm run data -- mnist” on the server of the book.',
    );
    expect(server!.asked).toEqual([]);
  });
});
