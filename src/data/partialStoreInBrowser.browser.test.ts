import { afterEach, describe, expect, test } from 'vitest';
import { digestOf } from './digest';
import { downloadFile } from './download';
import { browserPartialStore } from './partialStoreInBrowser';

const name = 'test-images.gz';
const origin = { address: 'http://localhost/images.gz', validator: '"one"', digest: 'abc' };
afterEach(() => browserPartialStore().remove(name));

describe('parts in the browser', () => {
  test('what was appended is there for another visit', async () => {
    await browserPartialStore().begin(name, origin);
    await browserPartialStore().append(name, Uint8Array.of(1, 2, 3), 0);
    await browserPartialStore().append(name, Uint8Array.of(4, 5), 3);
    expect(await browserPartialStore().load(name)).toEqual({ origin, bytes: Uint8Array.of(1, 2, 3, 4, 5) });
  });
  test('a new beginning empties it, and a removal leaves nothing', async () => {
    const parts = browserPartialStore();
    await parts.begin(name, origin);
    await parts.append(name, Uint8Array.of(1, 2, 3), 0);
    await parts.begin(name, { ...origin, validator: null });
    expect(await parts.load(name)).toEqual({ origin: { ...origin, validator: null }, bytes: new Uint8Array(0) });
    await parts.remove(name);
    expect(await parts.load(name)).toBeNull();
    await parts.remove(name);
  });
  test('bytes without a word of where they came from count as none', async () => {
    const parts = browserPartialStore();
    await parts.begin(name, origin);
    await parts.append(name, Uint8Array.of(1, 2, 3), 0);
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('receptive-field-downloads');
    await folder.removeEntry(`${name}.json`);
    expect(await parts.load(name)).toBeNull();
  });
  test('a download goes on from there', async () => {
    const bytes = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 31) & 255);
    const file = {
      name: 'images',
      sizeBytes: bytes.length,
      digest: { kind: 'sha256', hex: digestOf('sha256', bytes) },
    } as const;
    const asked: (string | null)[] = [];
    const get: typeof fetch = (_address, init) => {
      const range = new Headers(init?.headers).get('range');
      asked.push(range);
      if (range === null) {
        const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
          start: (controller) => controller.enqueue(bytes.slice(0, 2_000)),
          pull: (controller) => controller.error(new TypeError('network error')),
        });
        return Promise.resolve(new Response(body));
      }
      return Promise.resolve(new Response(bytes.slice(2_000), { status: 206 }));
    };
    const options = {
      file,
      folders: ['http://localhost/'],
      partName: name,
      inPage: true,
      advice: 'Import it.',
      get,
    };
    const first = downloadFile({ ...options, parts: browserPartialStore(), patience: { stallMs: 1_000, waitsMs: [] } });
    await expect(first).rejects.toThrow('found that the connection broke (network error) after 2,000 bytes');
    expect(await downloadFile({ ...options, parts: browserPartialStore() })).toEqual(bytes);
    expect(asked).toEqual([null, 'bytes=2000-']);
  });
});
