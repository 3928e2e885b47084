import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../src/data/digest';
import { publishedSets, type PublishedSet, type PublishedSets } from '../src/data/published';
import { loadServed, readIndex, servedIndex } from '../src/data/served';
import { bookData, skipReason } from '../tests/bookData';
import { sendWhole, sendWithRanges, startFileServer, type Answer, type FileServer } from '../tests/fileServer';
import { dataProgram, type DataProgramOptions } from './data';

const bigEndian = (...words: number[]): number[] =>
  words.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
const images = Uint8Array.from([
  ...bigEndian(0x803, 10, 28, 28),
  ...Array.from({ length: 7840 }, (_, i) => (i % 5 === 0 ? 255 : 0)),
]);
const labels = Uint8Array.from([...bigEndian(0x801, 10), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

let folder = '';
let output = '';
const from = (): string => join(folder, 'from');
const placed = (): string[] => {
  try {
    return readdirSync(join(folder, 'public/data'));
  } catch {
    return [];
  }
};
function call(words: readonly string[], more: Partial<DataProgramOptions> = {}): Promise<number> {
  output = '';
  return dataProgram(words, {
    publicFolder: join(folder, 'public'),
    partsFolder: join(folder, 'parts'),
    print: (line) => (output += `${line}\n`),
    ...more,
  });
}
const run = (...words: string[]): Promise<number> => call(words);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'receptive-field-data-'));
  mkdirSync(from());
  writeFileSync(join(from(), 'train-images-idx3-ubyte.gz'), gzipSync(images));
  writeFileSync(join(from(), 'train-labels-idx1-ubyte'), labels);
  writeFileSync(join(from(), 't10k-images.idx3-ubyte'), images);
  writeFileSync(join(from(), 't10k-labels-idx1-ubyte'), labels);
  writeFileSync(join(from(), 'README.md'), 'not data');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('npm run data', () => {
  test('copies the four files with an index, and nothing else', async () => {
    expect(await run('mnist', '--from', from())).toBe(0);
    expect(output).toContain('MNIST: 9 training, 1 validation and 10 test images are in ');
    const place = join(folder, 'public/data/mnist');
    expect(readdirSync(place).sort()).toEqual([
      'index.json',
      't10k-images.idx3-ubyte',
      't10k-labels-idx1-ubyte',
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte',
    ]);
    expect(placed()).toEqual(['mnist']);
    expect(new Uint8Array(readFileSync(join(place, 't10k-images.idx3-ubyte')))).toEqual(images);
    const index = readIndex(JSON.parse(readFileSync(join(place, 'index.json'), 'utf8')), 'index.json');
    expect(index.info).toMatchObject({ id: 'mnist', origin: 'served', counts: { train: 9, validation: 1, test: 10 } });
    expect(index.files.find((file) => file.name === 't10k-labels-idx1-ubyte')).toEqual({
      name: 't10k-labels-idx1-ubyte',
      sizeBytes: 18,
      // As `sha256sum` prints it for these 18 bytes.
      sha256: '7fb941263a85687d080a3ba53d246dc51e2cd63316f98fbb8ecdbb54ef081e6c',
    });
  });
  test('a second time takes the place of the first', async () => {
    await run('mnist', '--from', from());
    expect(await run('mnist', '--from', from())).toBe(0);
    expect(placed()).toEqual(['mnist']);
  });
  test('wrong files change nothing', async () => {
    await run('mnist', '--from', from());
    writeFileSync(join(from(), 't10k-labels-idx1-ubyte'), labels.subarray(0, 12));
    expect(await run('mnist', '--from', from())).toBe(1);
    expect(output).toContain('t10k-labels-idx1-ubyte: expected 10 (18 bytes with the header), found only 12 bytes.');
    expect(output).toContain('Nothing was changed.');
    expect(placed()).toEqual(['mnist']);
    expect(readFileSync(join(folder, 'public/data/mnist/t10k-labels-idx1-ubyte')).length).toBe(18);
  });
  test('missing files are named', async () => {
    rmSync(join(from(), 't10k-labels-idx1-ubyte'));
    expect(await run('mnist', '--from', from())).toBe(1);
    expect(output).toContain('found 3; missing: t10k-labels-idx1-ubyte (with .gz or without).');
    expect(placed()).toEqual([]);
  });
  test.each<[string, string[], string]>([
    ['no word', [], 'Expected the name of a data set, found nothing.'],
    [
      'an unknown set that is nearly one',
      ['mnist', 'fashon-mnist'],
      'Expected one of mnist, fashion-mnist, cifar10, found “fashon-mnist”. Did you mean fashion-mnist?',
    ],
    ['an unknown set', ['cats'], 'Expected one of mnist, fashion-mnist, cifar10, found “cats”.\n'],
    ['another option', ['mnist', '--form', 'x'], 'Expected names of data sets, --from or --help, found “--form”.'],
    ['no folder', ['mnist', '--from'], 'Expected a folder after --from, found nothing.'],
    ['two folders', ['mnist', '--from', '.', '--from', '.'], 'Expected --from once, found it twice.'],
    ['only a folder', ['--from', '.'], 'Expected the name of a data set, found nothing.'],
    [
      'a folder that is not there',
      ['mnist', '--from', '/nowhere/at/all'],
      'Expected a folder at /nowhere/at/all, found nothing there.',
    ],
  ])('%s: says so and how to call it', async (_title, words, message) => {
    expect(await run(...words)).toBe(2);
    expect(output).toContain(message);
    expect(output).toContain('Usage: npm run data -- <data set> … [--from <folder>]');
  });
  test('a file in place of the folder', async () => {
    expect(await run('mnist', '--from', join(from(), 'README.md'))).toBe(2);
    expect(output).toContain('README.md, found a file.');
  });
  test('--help prints the usage', async () => {
    expect(await run('--help')).toBe(0);
    expect(output).toMatch(/^Usage: npm run data/);
  });
});

describe('--from, several sets', () => {
  test('a folder of each name is taken first; hashes that are not the published ones are told', async () => {
    mkdirSync(join(from(), 'fashion-mnist'));
    writeFileSync(join(from(), 'fashion-mnist/train-images-idx3-ubyte.gz'), gzipSync(images));
    writeFileSync(join(from(), 'fashion-mnist/train-labels-idx1-ubyte'), labels);
    writeFileSync(join(from(), 'fashion-mnist/t10k-images-idx3-ubyte'), images);
    writeFileSync(join(from(), 'fashion-mnist/t10k-labels-idx1-ubyte'), labels);
    expect(await run('mnist', 'fashion-mnist', '--from', from())).toBe(0);
    expect(placed().sort()).toEqual(['fashion-mnist', 'mnist']);
    expect(readdirSync(join(folder, 'public/data/fashion-mnist'))).toContain('t10k-images-idx3-ubyte');
    expect(output).toMatch(
      /Note: train-images-idx3-ubyte\.gz has the SHA-256 [0-9a-f]{64}, the published file 440fcabf[0-9a-f]+\. It was taken as it is: packed anew, or a part of the set\./,
    );
    expect(output).toMatch(/has the MD5 [0-9a-f]{32}, the published file 8d4fb7e6c68d591d4c3dfef9ec88bf0d\./);
    expect(output).toContain('Note: hashes were published of the packed files with their original names only');
  });
  test('published hashes are told too', async () => {
    const set = published(packedFiles());
    for (const { name, bytes } of packedFiles()) writeFileSync(join(from(), name), bytes);
    for (const name of ['train-labels-idx1-ubyte', 't10k-images.idx3-ubyte', 't10k-labels-idx1-ubyte']) {
      rmSync(join(from(), name));
    }
    expect(await call(['mnist', '--from', from()], { sets: set })).toBe(0);
    expect(output).toContain('Their hashes are the published ones.');
    expect(output).not.toContain('Note:');
  });
  test('one that fails does not keep the others away', async () => {
    expect(await run('cifar10', 'mnist', '--from', from())).toBe(1);
    expect(placed()).toEqual(['mnist']);
  });
});

/** The four files as a server has them. */
function packedFiles(): { name: string; bytes: Uint8Array }[] {
  return publishedSets.mnist.files.map(({ name }) => ({
    name,
    bytes: new Uint8Array(gzipSync(name.includes('images') ? images : labels, { level: name.startsWith('t') ? 6 : 9 })),
  }));
}
function published(files: readonly { name: string; bytes: Uint8Array }[], server = ''): PublishedSets {
  const mnist: PublishedSet = {
    ...publishedSets.mnist,
    files: files.map(({ name, bytes }) => ({
      name,
      sizeBytes: bytes.length,
      digest: { kind: 'sha256', hex: digestOf('sha256', bytes) },
    })),
    addresses: [{ folder: server, answersPages: false }],
  };
  return { ...publishedSets, mnist };
}

describe('fetching', () => {
  let server: FileServer | null = null;
  afterEach(async () => {
    await server?.close();
    server = null;
  });
  const contentOf = (path: string | undefined): Uint8Array =>
    packedFiles().find(({ name }) => `/${name}` === path)!.bytes;
  async function fetchWith(answer: Answer, more: Partial<DataProgramOptions> = {}): Promise<number> {
    server ??= await startFileServer(answer);
    const sets = published(packedFiles(), server.folder);
    return call(['mnist'], { sets, patience: { stallMs: 500, waitsMs: [1] }, ...more });
  }

  test('says from where, shows progress, checks, and leaves no parts', async () => {
    const lines: string[] = [];
    const status = await fetchWith((request, response) => sendWithRanges(request, response, contentOf(request.url)), {
      printProgress: (line) => lines.push(line),
    });
    expect(status).toBe(0);
    const total = packedFiles().reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(output.startsWith(`MNIST: 4 files, ${total} bytes, from\n  ${server!.folder}\n`)).toBe(true);
    expect(output).toContain('MNIST: 9 training, 1 validation and 10 test images are in ');
    expect(output).toContain('Their hashes are the published ones.');
    expect(lines.at(-1)).toBe(`MNIST: ${total} of ${total} (100 %) bytes, t10k-labels-idx1-ubyte.gz`);
    expect(readdirSync(join(folder, 'public/data/mnist')).length).toBe(5);
    expect(readdirSync(join(folder, 'parts'))).toEqual([]);
  });
  test('interrupted, the same command goes on from there', async () => {
    const half = contentOf('/train-images-idx3-ubyte.gz').length >> 1;
    const controller = new AbortController();
    const answer: Answer = (request, response, round) =>
      sendWithRanges(request, response, contentOf(request.url), round === 0 ? { stallAfter: half } : {});
    const status = await fetchWith(answer, {
      signal: controller.signal,
      printProgress: (line) => line.startsWith(`MNIST: ${half} `) && controller.abort(),
    });
    expect(status).toBe(130);
    expect(output).toContain('Interrupted. What has come is kept: the same command goes on from there.');
    expect(placed()).toEqual([]);
    expect(readdirSync(join(folder, 'parts')).sort()).toEqual([
      'mnist-train-images-idx3-ubyte.gz.part',
      'mnist-train-images-idx3-ubyte.gz.part.json',
    ]);
    expect(readFileSync(join(folder, 'parts/mnist-train-images-idx3-ubyte.gz.part')).length).toBe(half);
    expect(await fetchWith(answer)).toBe(0);
    expect(server!.asked[1]).toMatchObject({ path: '/train-images-idx3-ubyte.gz', range: `bytes=${half}-` });
  });
  test('a wrong hash changes nothing, and what was there stays', async () => {
    await run('mnist', '--from', from());
    const status = await fetchWith((request, response) => {
      const bytes = contentOf(request.url).slice();
      if (request.url?.startsWith('/t10k-labels') === true) bytes[20]! ^= 1;
      sendWhole(response, bytes);
    });
    expect(status).toBe(1);
    expect(output).toMatch(
      /t10k-labels-idx1-ubyte\.gz could not be fetched\. .*expected the SHA-256 [0-9a-f]{64}, found /,
    );
    expect(output).toContain(
      'Try again later, or fetch it by other means and give its folder: npm run data -- mnist --from <folder>.',
    );
    expect(output).toContain('Nothing was changed.');
    expect(placed()).toEqual(['mnist']);
    expect(readdirSync(join(folder, 'public/data/mnist'))).toContain('t10k-images.idx3-ubyte');
  });
  test('a server without ranges starts over and says so', async () => {
    const status = await fetchWith((request, response, round) => {
      const breaks = round === 0 && request.url?.startsWith('/train-images') === true;
      sendWhole(response, contentOf(request.url), breaks ? { breakAfter: 40 } : {});
    });
    expect(status).toBe(0);
    expect(output).toContain('starting over, because this server cannot continue a download.');
  });
});

describe.skipIf(bookData() === null)(`the real MNIST and CIFAR-10 ${skipReason}`, () => {
  test('are checked, copied, and read back as the server of a class offers them', async () => {
    expect(await run('mnist', 'cifar10', '--from', bookData()!)).toBe(0);
    expect(output).toContain('MNIST: 55,000 training, 5,000 validation and ');
    expect(output).toContain('CIFAR-10: ');
    const get = (address: string): Promise<Response> =>
      Promise.resolve(new Response(readFileSync(join(folder, 'public', new URL(address).pathname))));
    for (const id of ['mnist', 'cifar10'] as const) {
      const index = await servedIndex('http://localhost/', id, get as typeof fetch);
      const dataSet = await loadServed('http://localhost/', id, undefined, get as typeof fetch);
      expect(dataSet?.info).toEqual(index?.info);
      expect(dataSet?.info).toMatchObject({ id, origin: 'served' });
    }
  }, 120_000);
});
