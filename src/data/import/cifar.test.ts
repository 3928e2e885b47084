import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { packTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { bookData, skipReason } from '../../../tests/bookData';
import { DataError } from '../dataSet';
import { assembleCifar, cifarIdOf, type CifarId } from './cifar';
import type { NamedFile } from './idxFamily';

/** Image i of a file has the label (first + i) % classes; red counts up, green is i, blue is 200. */
function batch(name: string, count: number, { id = 'cifar10', first = 0 } = {}): NamedFile {
  const head = id === 'cifar10' ? 1 : 2;
  const record = head + 3072;
  const bytes = new Uint8Array(count * record);
  for (let i = 0; i < count; i++) {
    bytes[i * record + head - 1] = (first + i) % (id === 'cifar10' ? 10 : 100);
    for (let place = 0; place < 1024; place++) {
      bytes[i * record + head + place] = place % 256;
      bytes[i * record + head + 1024 + place] = i;
      bytes[i * record + head + 2048 + place] = 200;
    }
  }
  return { name, bytes };
}
const two = [batch('data_batch_1.bin', 20), batch('test_batch.bin', 10)];
const imported = (files: readonly NamedFile[], id: CifarId = 'cifar10') => assembleCifar(id, files, 'imported');
const gz = (file: NamedFile): NamedFile => ({ name: `${file.name}.gz`, bytes: new Uint8Array(gzipSync(file.bytes)) });
async function tar(files: readonly NamedFile[]): Promise<Uint8Array> {
  return packTar(files.map(({ name, bytes }) => ({ header: { name, size: bytes.length, type: 'file' }, body: bytes })));
}
const folder = (files: readonly NamedFile[]): readonly NamedFile[] =>
  files.map(({ name, bytes }) => ({ name: `cifar-10-batches-bin/${name}`, bytes }));

describe('CIFAR', () => {
  test('planes become pixels, labels stay; a part of the batches will do and is noted', async () => {
    const { dataSet, notes } = await imported([two[1]!, gz(two[0]!)]);
    expect(dataSet.info).toMatchObject({
      id: 'cifar10',
      title: 'CIFAR-10',
      shape: [32, 32, 3],
      counts: { train: 19, validation: 1, test: 10 },
    });
    expect(dataSet.info.classes[2]).toBe('bird');
    expect([...dataSet.test.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...dataSet.test.pixels.subarray(2 * 3072 + 9, 2 * 3072 + 15)]).toEqual([3, 2, 200, 4, 2, 200]);
    expect(notes).toEqual(['1 of the 5 files of training images are there.']);
  });
  test('the archive, packed or not, with its names of classes and other files', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `kind_${i}`).join('\n');
    const meta = { name: 'batches.meta.txt', bytes: new TextEncoder().encode(`${names}\n\n`) };
    const other = { name: 'readme.html', bytes: new Uint8Array(5000) };
    const all = folder([meta, other, ...two]);
    const archive = await tar(all);
    for (const [name, bytes] of [
      ['d/cifar-10-binary.tar', archive],
      ['cifar-10-binary.tar.gz', new Uint8Array(gzipSync(archive))],
    ] as const) {
      expect(cifarIdOf([name])).toBe('cifar10');
      const { dataSet } = await imported([{ name, bytes }]);
      expect(dataSet.info.classes.slice(0, 2)).toEqual(['kind 0', 'kind 1']);
      expect(dataSet.info.counts).toEqual({ train: 19, validation: 1, test: 10 });
    }
  });
  test('CIFAR-100 counts by its fine labels', async () => {
    const files = [batch('train.bin', 120, { id: 'cifar100' }), batch('test.bin', 10, { id: 'cifar100', first: 90 })];
    expect(cifarIdOf(files.map(({ name }) => name))).toBe('cifar100');
    const { dataSet } = await imported(files, 'cifar100');
    expect(dataSet.info.classes).toHaveLength(100);
    expect(dataSet.info.classes[99]).toBe('worm');
    expect([...dataSet.test.labels]).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  });
  test('other names are others', () => {
    expect(cifarIdOf(['train-images-idx3-ubyte', 'a.png'])).toBeNull();
    expect(cifarIdOf(['x/cifar-100-binary.tar.gz'])).toBe('cifar100');
  });

  test.each<[string, () => readonly NamedFile[] | Promise<readonly NamedFile[]>, string]>([
    [
      'no test images',
      () => [two[0]!],
      'CIFAR-10: expected data_batch_1.bin … data_batch_5.bin and test_batch.bin (the binary version), found no test images. ' +
        'Choose cifar-10-binary.tar.gz, or its files together.',
    ],
    [
      'a batch twice',
      () => [...two, gz(two[0]!)],
      'CIFAR-10: expected data_batch_1.bin once, found it twice. Choose only one of them.',
    ],
    [
      'cut off in a record',
      () => [{ name: 'data_batch_1.bin', bytes: two[0]!.bytes.subarray(0, 5000) }, two[1]!],
      'data_batch_1.bin: expected images of 3073 bytes each (label and pixels), found 5000 bytes, which is no whole number of them.',
    ],
    [
      'empty',
      () => [two[0]!, { name: 'test_batch.bin', bytes: new Uint8Array(0) }],
      'test_batch.bin: expected images of 3073 bytes each (label and pixels), found 0 bytes, which is none.',
    ],
    [
      'a label that is no class',
      () => {
        const bytes = two[0]!.bytes.slice();
        bytes[3 * 3073] = 10;
        return [{ name: 'data_batch_1.bin', bytes }, two[1]!];
      },
      'data_batch_1.bin: expected labels from 0 to 9, found 10 at image 3. Choose the binary version of CIFAR-10, or copy or download it again.',
    ],
    [
      'one class only',
      () => {
        const bytes = two[0]!.bytes.slice();
        for (let i = 0; i < 20; i++) bytes[i * 3073] = 4;
        return [{ name: 'data_batch_1.bin', bytes }, two[1]!];
      },
      'CIFAR-10: expected training images of at least two classes, found only “deer”.',
    ],
    [
      'names of classes that are too few',
      () => [...two, { name: 'batches.meta.txt', bytes: new TextEncoder().encode('cat\ndog\ncat') }],
      'batches.meta.txt: expected 10 different names of classes, one on each line, found 2. Leave the file out,',
    ],
    [
      'a packed file that is cut off',
      () => [{ name: 'data_batch_1.bin.gz', bytes: gz(two[0]!).bytes.subarray(0, 200) }, two[1]!],
      'data_batch_1.bin.gz: expected',
    ],
    [
      'an archive that is cut off',
      async () => [
        { name: 'cifar-10-binary.tar.gz', bytes: new Uint8Array(gzipSync(await tar(folder(two)))).subarray(0, 400) },
      ],
      'cifar-10-binary.tar.gz: expected a complete tar archive, packed with gzip, found one that cannot be unpacked (',
    ],
    [
      'no archive',
      () => [{ name: 'cifar-10-binary.tar', bytes: new Uint8Array(1000).fill(65) }],
      'cifar-10-binary.tar: expected a complete tar archive, found one that cannot be unpacked (',
    ],
    [
      'an archive that unpacks to a thousand times its size',
      async () => {
        const zeros = { name: 'zeros', bytes: new Uint8Array(8_000_000) };
        return [{ name: 'cifar-10-binary.tar.gz', bytes: new Uint8Array(gzipSync(await tar([zeros]), { level: 9 })) }];
      },
      'cifar-10-binary.tar.gz: expected an archive of at most 2 GB unpacked and 1000 times its size, found more. It is damaged or made to fill the memory',
    ],
  ])('%s', async (_title, files, message) => {
    const given = await files();
    await expect(imported(given)).rejects.toThrow(DataError);
    await expect(imported(given)).rejects.toThrow(message);
  });

  test('mutated archives are read or refused in words, never anything else', async () => {
    const small = new Uint8Array(
      gzipSync(await tar(folder([batch('data_batch_1.bin', 12), batch('test_batch.bin', 2)]))),
    );
    const plain = await tar(folder([batch('data_batch_1.bin', 12), batch('test_batch.bin', 2)]));
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { maxLength: 5 }),
        fc.option(fc.nat(small.length)),
        async (isPacked, changes, end) => {
          const bytes = (isPacked ? small : plain).slice(0, end ?? undefined);
          for (const [place, byte] of changes) if (place < bytes.length) bytes[place] = byte;
          const name = isPacked ? 'cifar-10-binary.tar.gz' : 'cifar-10-binary.tar';
          await imported([{ name, bytes }]).catch((error: unknown) => expect(error).toBeInstanceOf(DataError));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.skipIf(bookData() === null)(`the real CIFAR-10 ${skipReason}`, () => {
  test('three training batches and the test batch, with the mean that everybody knows', async () => {
    const names = ['data_batch_1.bin.gz', 'data_batch_2.bin.gz', 'data_batch_3.bin.gz', 'test_batch.bin.gz'];
    const home = join(bookData()!, 'cifar10');
    const { dataSet } = await imported(
      names.map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(home, name))) })),
    );
    const { train, validation } = dataSet.info.counts;
    expect(train + validation).toBe(30_000);
    // Published as 0.4914, 0.4822 and 0.4465 of 255 for all 50,000.
    const published = [0.4914, 0.4822, 0.4465];
    dataSet.info.normalization.mean.forEach((mean, channel) => expect(mean / 255).toBeCloseTo(published[channel]!, 2));
  });
});
