import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readIndex } from '../src/data/served';
import { bookData, skipReason } from '../tests/bookData';
import { dataProgram } from './data';

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
function run(...words: string[]): Promise<number> {
  output = '';
  return dataProgram(words, join(folder, 'public'), (line) => (output += `${line}\n`));
}

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
    ['an unknown set', ['cats'], 'Expected the data set mnist, found “cats”. No other is served yet.'],
    ['no --from', ['mnist'], 'Expected --from and a folder after mnist, found nothing.'],
    ['another option', ['mnist', '--form', 'x'], 'Expected --from and a folder after mnist, found “--form”.'],
    ['no folder', ['mnist', '--from'], 'Expected a folder after --from, found nothing.'],
    ['too many words', ['mnist', '--from', 'a', 'b'], 'Expected nothing after the folder, found “b”.'],
    [
      'a folder that is not there',
      ['mnist', '--from', '/nowhere/at/all'],
      'Expected a folder at /nowhere/at/all, found nothing there.',
    ],
  ])('%s: says so and how to call it', async (_title, words, message) => {
    expect(await run(...words)).toBe(2);
    expect(output).toContain(message);
    expect(output).toContain('Usage: npm run data -- mnist --from <folder>');
    expect(output).toContain('Nothing is fetched from the network, so --from is needed.');
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

describe.skipIf(bookData() === null)(`the real MNIST ${skipReason}`, () => {
  test('is checked and copied', async () => {
    expect(await run('mnist', '--from', join(bookData()!, 'mnist'))).toBe(0);
    expect(output).toContain('MNIST: 55,000 training, 5,000 validation and ');
  });
});
