import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { sendWithRanges, startFileServer, type Answer, type FileServer } from '../../tests/fileServer';
import { fetchPublished, forgetParts, type FetchOptions, type FetchProgress } from './fetchPublished';
import { memoryPartialStore } from './partialStore';
import type { PublishedSet } from './published';

const contents = new Map(
  ['a.gz', 'b.gz', 'c.gz'].map((name, place) => [
    name,
    new Uint8Array(gzipSync(Uint8Array.from({ length: 3_000 + place }, (_, i) => (i * (place + 3)) & 255))),
  ]),
);
const content = (name: string): Uint8Array => contents.get(name)!;
const total = [...contents.values()].reduce((sum, bytes) => sum + bytes.length, 0);

let server: FileServer | null = null;
afterEach(() => server?.close());
async function serve(answer: Answer): Promise<PublishedSet> {
  server = await startFileServer(answer);
  return {
    id: 'mnist',
    title: 'MNIST',
    files: [...contents].map(([name, bytes]) => ({
      name,
      sizeBytes: bytes.length,
      digest: { kind: 'sha256', hex: createHash('sha256').update(bytes).digest('hex') },
    })),
    addresses: [{ folder: server.folder, answersPages: true }],
  };
}
const good: Answer = (request, response) => sendWithRanges(request, response, content(request.url!.slice(1)));
const options = (more: Partial<FetchOptions> = {}): FetchOptions => ({
  parts: memoryPartialStore(),
  inPage: false,
  advice: 'Import it.',
  patience: { stallMs: 1_000, waitsMs: [1] },
  ...more,
});

describe('fetchPublished', () => {
  test('all files in order, with one progress over all of them', async () => {
    const reports: FetchProgress[] = [];
    const set = await serve(good);
    const { files } = await fetchPublished(set, options({ onProgress: (report) => reports.push(report) }));
    expect(files.map(({ name }) => name)).toEqual(['a.gz', 'b.gz', 'c.gz']);
    for (const { name, bytes } of files) expect(bytes).toEqual(content(name));
    expect(reports.map(({ doneBytes }) => doneBytes)).toEqual(
      reports.map(({ doneBytes }) => doneBytes).sort((a, b) => a - b),
    );
    expect(new Set(reports.map(({ totalBytes }) => totalBytes))).toEqual(new Set([total]));
    expect(reports.at(-1)).toEqual({
      doneBytes: total,
      totalBytes: total,
      file: 'c.gz',
      address: `${server!.folder}c.gz`,
    });
  });
  test('sizes that were not published become known one after the other', async () => {
    const reports: FetchProgress[] = [];
    const set = await serve(good);
    const files = set.files.map((file) => ({ ...file, sizeBytes: null }));
    await fetchPublished({ ...set, files }, options({ onProgress: (report) => reports.push(report) }));
    expect(reports[0]?.totalBytes).toBeNull();
    expect(reports.at(-1)?.totalBytes).toBe(total);
  });
  test('what was fetched before a failure is not fetched again, until it is forgotten', async () => {
    let isBroken = true;
    const set = await serve((request, response, round) => {
      if (request.url === '/b.gz' && isBroken) response.writeHead(404).end();
      else good(request, response, round);
    });
    const { parts } = options();
    await expect(fetchPublished(set, options({ parts }))).rejects.toThrow(
      /^b\.gz could not be fetched\. http:.*found the answer 404 \(not found\)\. Import it\.$/,
    );
    isBroken = false;
    const { forget } = await fetchPublished(set, options({ parts }));
    expect(server!.asked.map(({ path }) => path)).toEqual(['/a.gz', '/b.gz', '/b.gz', '/c.gz']);
    await forget();
    await fetchPublished(set, options({ parts }));
    expect(server!.asked.length).toBe(4 + 3);
    await forgetParts(set, parts);
    expect(await parts.load('mnist-a.gz')).toBeNull();
  });
  test('in a page, an address that answers no pages is not asked', async () => {
    const set = await serve(good);
    const silent = { folder: `${server!.folder}other/`, answersPages: false };
    await fetchPublished({ ...set, addresses: [silent, ...set.addresses] }, options({ inPage: true }));
    expect(server!.asked.map(({ path }) => path)).toEqual(['/a.gz', '/b.gz', '/c.gz']);
  });
  test('cancelled between two files', async () => {
    const set = await serve(good);
    const controller = new AbortController();
    const fetching = fetchPublished(
      set,
      options({ signal: controller.signal, onProgress: ({ file }) => file === 'b.gz' && controller.abort() }),
    );
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
    expect(server!.asked.map(({ path }) => path)).not.toContain('/c.gz');
  });
});
