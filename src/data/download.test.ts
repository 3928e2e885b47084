import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { sendWhole, sendWithRanges, startFileServer, type Answer, type FileServer } from '../../tests/fileServer';
import { DataError } from './dataSet';
import { downloadFile, type DownloadOptions, type DownloadProgress } from './download';
import { memoryPartialStore, type PartialStore } from './partialStore';
import type { PublishedFile } from './published';

/** Bytes that gzip cannot make small, so that sizes below are what they seem. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => (state = (state * 75 + 74) % 65_537) & 255);
}
const idx = Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 10, ...noise(20_000, 5)]);
const packed = new Uint8Array(gzipSync(idx));
const other = new Uint8Array(gzipSync(Uint8Array.from([0, 0, 8, 3, 0, 0, 0, 10, ...noise(20_000, 6)])));
const half = packed.length >> 1;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const file: PublishedFile = {
  name: 'images.gz',
  sizeBytes: packed.length,
  digest: { kind: 'sha256', hex: sha256(packed) },
};
const whole = file.digest.hex;
const size = packed.length.toLocaleString('en-GB');

const servers: FileServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(answer: Answer): Promise<FileServer> {
  const server = await startFileServer(answer);
  servers.push(server);
  return server;
}

interface Tried {
  /** Of what was handed out; null where nothing was. */
  readonly sha256: string | null;
  readonly message: string;
  readonly notices: readonly string[];
  readonly reports: readonly DownloadProgress[];
}
/** Downloads with little patience and notes all that is said. */
async function download(from: readonly FileServer[], options: Partial<DownloadOptions> = {}): Promise<Tried> {
  const notices: string[] = [];
  const reports: DownloadProgress[] = [];
  const done = (bytes: Uint8Array | null, message: string): Tried => {
    return { sha256: bytes === null ? null : sha256(bytes), message, notices, reports };
  };
  try {
    const bytes = await downloadFile({
      file,
      folders: from.map(({ folder }) => folder),
      parts: memoryPartialStore(),
      partName: 'x',
      inPage: false,
      advice: 'Import it.',
      patience: { stallMs: 300, waitsMs: [1, 1] },
      onNotice: (message) => notices.push(message),
      onProgress: (progress) => reports.push(progress),
      ...options,
    });
    return done(bytes, '');
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return done(null, error.message);
  }
}
function partOf(bytes: Uint8Array, address: string, validator: string | null = null): PartialStore {
  const parts = memoryPartialStore();
  void parts.begin('x', { address, validator, digest: file.digest.hex });
  void parts.append('x', bytes, 0);
  return parts;
}

describe('a good server', () => {
  test('the file, with progress up to its size', async () => {
    const server = await serve((request, response) => sendWithRanges(request, response, packed));
    const { sha256: found, reports, notices } = await download([server]);
    expect(found).toBe(whole);
    expect(notices).toEqual([]);
    const address = `${server.folder}images.gz`;
    expect(reports[0]).toEqual({ doneBytes: 0, totalBytes: packed.length, address });
    expect(reports.at(-1)).toEqual({ doneBytes: packed.length, totalBytes: packed.length, address });
    expect(server.asked).toEqual([{ path: '/images.gz', range: undefined, ifRange: undefined }]);
  });
  test('a size that was not published is the server’s word, and MD5 does', async () => {
    const server = await serve((_, response) => sendWhole(response, packed));
    const digest = { kind: 'md5', hex: createHash('md5').update(packed).digest('hex') } as const;
    const { sha256: found, reports } = await download([server], { file: { ...file, sizeBytes: null, digest } });
    expect(found).toBe(whole);
    expect(reports.at(-1)?.totalBytes).toBe(packed.length);
  });
  test('gzip on top of gzip is taken off on the way, and its length is not the file’s', async () => {
    const server = await serve((_, response) => {
      const twice = gzipSync(packed);
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(twice.length) }).end(twice);
    });
    expect((await download([server])).sha256).toBe(whole);
  });
  test('a redirect within the host is followed', async () => {
    const server = await serve((request, response) => {
      if (request.url === '/images.gz') response.writeHead(302, { location: '/v2/images.gz' }).end();
      else sendWithRanges(request, response, packed);
    });
    expect((await download([server])).sha256).toBe(whole);
  });
});

describe('what is not the file', () => {
  test.each<[string, Answer, RegExp]>([
    [
      'other bytes of the same length',
      (_, response) =>
        sendWhole(
          response,
          Uint8Array.from(packed, (byte, i) => (i === 9_000 ? byte ^ 1 : byte)),
        ),
      new RegExp(`expected the SHA-256 ${file.digest.hex}, found [0-9a-f]{64} \\(of ${size} bytes\\)\\. Import it\\.`),
    ],
    [
      'a shorter file',
      (_, response) => sendWhole(response, packed.subarray(0, 5_000)),
      new RegExp(`expected the file of ${size} bytes, found 5,000\\.`),
    ],
    [
      'a longer file',
      (_, response) => sendWhole(response, Uint8Array.from([...packed, 0])),
      new RegExp(`expected the file of ${size} bytes, found more\\.`),
    ],
    [
      'a stream without end',
      (_, response) => {
        response.write(packed);
        const timer = setInterval(() => response.write(packed), 1);
        response.on('close', () => clearInterval(timer));
      },
      /found more\./,
    ],
    ['404', (_, response) => response.writeHead(404).end('no'), /found the answer 404 \(not found\)\./],
    ['403', (_, response) => response.writeHead(403).end('no'), /found the answer 403\./],
    ['204', (_, response) => response.writeHead(204).end(), /found the answer 204\./],
    [
      'HTML',
      (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('\n<!doctype html><title>Welcome</title>'),
      /expected the file of [\d,]+ bytes, packed with gzip, found a page of HTML\./,
    ],
    ['HTML in a few bytes', (_, response) => response.end('<p>'), /found a page of HTML\./],
    ['nothing', (_, response) => response.end(), /packed with gzip, found something else, empty\./],
    [
      'text',
      (_, response) => response.end('version https://git-lfs'),
      /packed with gzip, found something else that begins with 76 65 72 73\./,
    ],
    [
      'the file unpacked on the way',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
      /found it unpacked: the server sends gzip as the packing of the way \(content-encoding\), so that what arrives cannot be compared with the published hash\./,
    ],
    ['the file unpacked on the server', (_, response) => sendWhole(response, idx), /found it unpacked: /],
    [
      'a redirect to another host',
      (_, response) => response.writeHead(301, { location: 'http://example.org/images.gz' }).end(),
      /found a redirect to http:\/\/example\.org\/images\.gz, which is not followed: only the address that was shown is asked\./,
    ],
    [
      'a redirect in a circle',
      (_, response) => response.writeHead(302, { location: '/images.gz' }).end(),
      /found a redirect to http:\/\/127\.0\.0\.1:\d+\/images\.gz, which is not followed/,
    ],
  ])('%s is refused, and nothing of it is kept', async (_title, answer, message) => {
    const server = await serve(answer);
    const parts = memoryPartialStore();
    const tried = await download([server], { parts });
    expect(tried.sha256).toBeNull();
    expect(tried.message.startsWith(`images.gz could not be fetched. ${server.folder}images.gz: expected `)).toBe(true);
    expect(tried.message).toMatch(message);
    expect((await parts.load('x'))?.bytes.length ?? 0).toBe(0);
  });
  test('in a page, a redirect is not followed at all', async () => {
    const opaque = { type: 'opaqueredirect', status: 0, headers: new Headers(), body: null } as Response;
    const get: typeof fetch = () => Promise.resolve(opaque);
    const { message } = await download([await serve(() => undefined)], { inPage: true, get });
    expect(message).toContain('found a redirect to another address, which is not followed');
  });
  test('an empty reply', async () => {
    const get: typeof fetch = () => Promise.resolve(new Response(null));
    const { message } = await download([await serve(() => undefined)], { get });
    expect(message).toContain(`expected the file of ${size} bytes, found an empty answer.`);
  });
});

describe('several addresses', () => {
  test('the next one is asked, and the reader told', async () => {
    const bad = await serve((_, response) => response.writeHead(404).end());
    const good = await serve((request, response) => sendWithRanges(request, response, packed));
    const { sha256: found, notices } = await download([bad, good]);
    expect(found).toBe(whole);
    expect(notices).toEqual([
      `${bad.folder}images.gz: expected the file of ${size} bytes, found the answer 404 (not found). Trying the next address.`,
    ]);
  });
  test('all that failed are named with their reasons', async () => {
    const missing = await serve((_, response) => response.writeHead(404).end());
    const page = await serve((_, response) => response.end('<html></html>'));
    const { message } = await download([missing, page]);
    expect(message).toMatch(
      /images\.gz: expected .*, found the answer 404 .*images\.gz: expected .*, found a page of HTML\. Import it\.$/,
    );
  });
  test('a part from one address is not continued at another', async () => {
    const good = await serve((request, response) => sendWithRanges(request, response, packed));
    const parts = partOf(packed.subarray(0, half), 'http://elsewhere/images.gz');
    const { sha256: found, notices } = await download([good], { parts });
    expect(found).toBe(whole);
    expect(good.asked[0]?.range).toBeUndefined();
    expect(notices).toEqual(['images.gz: starting over, because the part that is here came from elsewhere.']);
  });
});

describe('interruptions', () => {
  test('a dropped connection is continued where it broke', async () => {
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, { etag: '"one"', ...(round === 0 ? { breakAfter: half } : {}) }),
    );
    const { sha256: found, notices, reports } = await download([server]);
    expect(found).toBe(whole);
    expect(server.asked.map(({ range, ifRange }) => [range, ifRange])).toEqual([
      [undefined, undefined],
      [`bytes=${half}-`, '"one"'],
    ]);
    expect(notices).toEqual([]);
    // Never backwards.
    expect(reports.map(({ doneBytes }) => doneBytes)).toEqual(
      reports.map(({ doneBytes }) => doneBytes).sort((a, b) => a - b),
    );
  });
  test('a weak mark is not used, Last-Modified is', async () => {
    const date = 'Wed, 21 Oct 2015 07:28:00 GMT';
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, {
        headers: { etag: 'W/"one"', 'last-modified': date },
        ...(round === 0 ? { breakAfter: half } : {}),
      }),
    );
    await download([server]);
    expect(server.asked[1]?.ifRange).toBe(date);
  });
  test('in a page, no header that another host must be asked about', async () => {
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, { etag: '"one"', ...(round === 0 ? { breakAfter: half } : {}) }),
    );
    const { sha256: found } = await download([server], { inPage: true });
    expect(found).toBe(whole);
    expect(server.asked[1]).toEqual({ path: '/images.gz', range: `bytes=${half}-`, ifRange: undefined });
  });
  test('many drops, each a little further: patience starts anew with every byte', async () => {
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, round < 6 ? { breakAfter: 2_000 } : {}),
    );
    expect((await download([server])).sha256).toBe(whole);
    expect(server.asked.length).toBe(7);
  });
  test('a server without ranges starts over, and says so', async () => {
    const server = await serve((_, response, round) =>
      sendWhole(response, packed, round === 0 ? { breakAfter: half } : {}),
    );
    const { sha256: found, notices } = await download([server]);
    expect(found).toBe(whole);
    expect(notices).toEqual(['images.gz: starting over, because this server cannot continue a download.']);
  });
  test('a server without ranges that always breaks is given up', async () => {
    const server = await serve((_, response) => sendWhole(response, packed, { breakAfter: half }));
    const { message } = await download([server]);
    expect(message).toMatch(
      new RegExp(
        `expected the file of ${size} bytes, found that the connection broke .* after ${half.toLocaleString('en-GB')} bytes\\.`,
      ),
    );
    // The first, whose bytes counted as progress, and one after each wait.
    expect(server.asked.length).toBe(1 + 2);
  });
  test('a file cut short without a word of its length', async () => {
    const server = await serve((_, response) => {
      response.write(packed.subarray(0, half));
      response.end();
    });
    const { message } = await download([server]);
    expect(message).toContain(`found that the connection ended after ${half.toLocaleString('en-GB')}.`);
  });
  test('500 is asked again', async () => {
    const server = await serve((request, response, round) => {
      if (round < 2) response.writeHead(500).end();
      else sendWithRanges(request, response, packed);
    });
    expect((await download([server])).sha256).toBe(whole);
    expect((await download([await serve((_, response) => response.writeHead(503).end())])).message).toContain(
      'found the answer 503.',
    );
  });
  test('a file that changed between its two parts starts over: the server notices', async () => {
    const server = await serve((request, response, round) =>
      round === 0
        ? sendWithRanges(request, response, other, { etag: '"old"', breakAfter: half })
        : sendWithRanges(request, response, packed, { etag: '"new"' }),
    );
    const { sha256: found, notices } = await download([server]);
    expect(found).toBe(whole);
    expect(notices).toEqual([
      'images.gz: starting over, because the file on the server has changed since its first part came.',
    ]);
  });
  test('… the page notices by the mark of the second part', async () => {
    const server = await serve((request, response, round) =>
      round === 0
        ? sendWithRanges(request, response, other, { etag: '"old"', breakAfter: half })
        : sendWithRanges(request, response, packed, { etag: '"new"' }),
    );
    const { sha256: found, notices } = await download([server], { inPage: true });
    expect(found).toBe(whole);
    expect(notices).toEqual([
      'images.gz: starting over, because the file on the server has changed since its first part came.',
    ]);
  });
  test('… the hash notices, where there is no mark', async () => {
    const server = await serve((request, response, round) =>
      round === 0
        ? sendWithRanges(request, response, other, { breakAfter: half })
        : sendWithRanges(request, response, packed),
    );
    const { sha256: found, notices } = await download([server]);
    expect(found).toBe(whole);
    expect(notices[0]).toContain(
      'starting over, because its parts do not make the published file (expected the SHA-256',
    );
  });
  test('a server that sends another part than it was asked for', async () => {
    const server = await serve((request, response, round) => {
      if (round === 0) sendWithRanges(request, response, packed, { breakAfter: half });
      else if (request.headers.range === undefined) sendWhole(response, packed);
      else
        sendWithRanges(request, response, packed, {
          headers: { 'content-range': `bytes 7-${packed.length - 1}/${packed.length}` },
        });
    });
    const { sha256: found, notices } = await download([server]);
    expect(found).toBe(whole);
    expect(notices).toEqual([
      `images.gz: starting over, because the server was asked for the bytes from ${half.toLocaleString('en-GB')} and sends those from 7.`,
    ]);
  });
  test('a part packed on the way is not joined', async () => {
    const server = await serve((request, response, round) => {
      if (round === 0) sendWithRanges(request, response, packed, { breakAfter: half });
      else if (request.headers.range === undefined) sendWhole(response, packed);
      else response.writeHead(206, { 'content-encoding': 'gzip' }).end(gzipSync(packed.subarray(half)));
    });
    const { sha256: found, notices } = await download([server]);
    expect(found).toBe(whole);
    expect(notices).toEqual(['images.gz: starting over, because the server packs the file on the way.']);
  });
  test('a server that is never of one mind is given up', async () => {
    const server = await serve((request, response) => {
      if (request.headers.range === undefined) sendWithRanges(request, response, packed, { breakAfter: half });
      else response.writeHead(416).end();
    });
    const { message } = await download([server], { patience: { stallMs: 300, waitsMs: [1, 1, 1, 1] } });
    expect(message).toContain('in one piece, found that the server has no more of it than has come.');
  });
  test('a silent server', async () => {
    const server = await serve(() => undefined);
    const { message } = await download([server]);
    expect(message).toContain(`expected the file of ${size} bytes, found that nothing came for 0.3 s.`);
  });
  test('a server that falls silent is asked for the rest', async () => {
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, round === 0 ? { stallAfter: half } : {}),
    );
    expect((await download([server])).sha256).toBe(whole);
    expect(server.asked[1]?.range).toBe(`bytes=${half}-`);
  });
  test('a slow server is not a silent one', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-length': String(packed.length) });
      let at = 0;
      const timer = setInterval(() => {
        response.write(packed.subarray(at, (at += Math.ceil(packed.length / 8))));
        if (at >= packed.length) response.end();
      }, 100);
      response.on('close', () => clearInterval(timer));
    });
    // 0.8 s in all, more than the patience for silence.
    expect((await download([server])).sha256).toBe(whole);
    expect(server.asked.length).toBe(1);
  });
  test('offline', async () => {
    const server = await startFileServer(() => undefined);
    await server.close();
    const { message } = await download([server]);
    expect(message).toContain(`expected the file of ${size} bytes, found no answer (ECONNREFUSED). Import it.`);
  });
  test('in a page, a host that does not answer for parts is asked for the whole at last', async () => {
    const server = await serve((_, response) => sendWhole(response, packed));
    const parts = partOf(packed.subarray(0, half), `${server.folder}images.gz`);
    const get: typeof fetch = (address, init) =>
      new Headers(init?.headers).has('range') ? Promise.reject(new TypeError('Failed to fetch')) : fetch(address, init);
    expect((await download([server], { parts, get, inPage: true })).sha256).toBe(whole);
    expect(server.asked.length).toBe(1);
    const parts2 = partOf(packed.subarray(0, half), `${server.folder}images.gz`);
    expect((await download([server], { parts: parts2, get })).message).toContain('found no answer (Failed to fetch).');
  });
});

describe('cancel and come back', () => {
  test('what has come is kept, and continued another time', async () => {
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, { etag: '"one"', ...(round === 0 ? { stallAfter: half } : {}) }),
    );
    const parts = memoryPartialStore();
    const controller = new AbortController();
    const cancelled = download([server], {
      parts,
      signal: controller.signal,
      onProgress: ({ doneBytes }) => doneBytes === half && controller.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect((await parts.load('x'))?.bytes).toEqual(packed.subarray(0, half));

    const { sha256: found, reports } = await download([server], { parts });
    expect(found).toBe(whole);
    expect(reports[0]?.doneBytes).toBe(half);
    expect(server.asked[1]).toEqual({ path: '/images.gz', range: `bytes=${half}-`, ifRange: '"one"' });
  });
  test('cancelled before the start, nothing is asked', async () => {
    const server = await serve((_, response) => sendWhole(response, packed));
    await expect(download([server], { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.asked).toEqual([]);
  });
  test('cancelled while waiting, it does not wait', async () => {
    const server = await serve((_, response) => response.writeHead(500).end());
    const controller = new AbortController();
    const waiting = download([server], { signal: controller.signal, patience: { stallMs: 300, waitsMs: [3_600_000] } });
    setTimeout(() => controller.abort(), 100);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.asked.length).toBe(1);
  });
  test('a part that is whole already is compared, and nothing is asked', async () => {
    const server = await serve((_, response) => sendWhole(response, packed));
    const parts = partOf(packed, `${server.folder}images.gz`);
    expect((await download([server], { parts })).sha256).toBe(whole);
    expect((await download([server], { parts, file: { ...file, sizeBytes: null } })).sha256).toBe(whole);
    expect(server.asked).toEqual([]);
  });
  test.each<[string, Uint8Array]>([
    ['whole but damaged', Uint8Array.from(packed, (byte, i) => (i === 100 ? byte ^ 1 : byte))],
    ['half and damaged', Uint8Array.from(packed.subarray(0, half), (byte, i) => (i === 100 ? byte ^ 1 : byte))],
  ])('a part that is %s is poured away', async (_title, bytes) => {
    const server = await serve((request, response) => sendWithRanges(request, response, packed));
    const parts = partOf(bytes, `${server.folder}images.gz`);
    const tried = await download([server], { parts });
    expect(tried.sha256).toBe(whole);
    expect(tried.notices.length).toBe(1);
    expect(tried.notices[0]).toContain('its parts do not make the published file');
  });
  test('a part of another version, or longer than the file, is not used', async () => {
    const server = await serve((request, response) => sendWithRanges(request, response, packed));
    const address = `${server.folder}images.gz`;
    const parts = memoryPartialStore();
    await parts.begin('x', { address, validator: null, digest: 'of last year' });
    await parts.append('x', packed.subarray(0, half), 0);
    expect((await download([server], { parts })).sha256).toBe(whole);
    const long = partOf(Uint8Array.from([...packed, 1]), address);
    expect((await download([server], { parts: long })).sha256).toBe(whole);
    expect(server.asked.map(({ range }) => range)).toEqual([undefined, undefined]);
  });
  test('a store that is full ends nothing: no part of it remains, and the reader is told', async () => {
    const server = await serve((request, response, round) =>
      sendWithRanges(request, response, packed, round === 0 ? { breakAfter: half } : {}),
    );
    const parts = memoryPartialStore();
    const full = { ...parts, append: () => Promise.reject(new Error('Storage is full.')) };
    const { sha256: found, notices } = await download([server], { parts: full });
    expect(found).toBe(whole);
    expect(notices).toEqual([
      'images.gz is fetched all the same, but cannot be continued after a break: its part cannot be kept. Storage is full.',
    ]);
    expect(await parts.load('x')).toBeNull();
    expect(server.asked[1]?.range).toBe(`bytes=${half}-`);
  });
});
