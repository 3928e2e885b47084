import { crc32 } from 'node:zlib';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { isZip, openZip } from './zip';

type Entry = readonly [name: string, bytes: Uint8Array];
const text = (words: string): Uint8Array => new TextEncoder().encode(words);

async function zip(entries: readonly Entry[], options: object = {}): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, bytes] of entries) await writer.add(name, new Uint8ArrayReader(bytes), options);
  return await writer.close();
}
/** What no honest program packs: any name, as often as one likes, with any mode of Unix. Nothing is compressed. APPNOTE.TXT, 4.3.7 to 4.3.16. */
function craftedZip(files: readonly { readonly name: string; readonly mode?: number }[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const content = Buffer.from('content');
  let at = 0;
  for (const { name, mode = 0o100644 } of files) {
    const nameBytes = Buffer.from(name, 'utf8');
    // From "version needed" to "extra field length", the same in both places. Bit 11: the name is UTF-8.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(1 << 11, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, content]);
    // Comment, disk and inner attributes are none; the mode is in the upper half of the outer ones. Made by Unix.
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(mode * 0x10000, 6);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, nameBytes);
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}
const open = (bytes: Uint8Array<ArrayBuffer>) => openZip(new Blob([bytes]), 'a.zip');
/** Where a signature stands for the last time. */
function lastOf(bytes: Uint8Array, signature: readonly number[]): number {
  for (let at = bytes.length - 4; at >= 0; at--) if (signature.every((byte, i) => bytes[at + i] === byte)) return at;
  throw new Error('no such signature');
}
const DIRECTORY = [0x50, 0x4b, 1, 2];
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset);

describe('openZip', () => {
  test('lists what is there but for clutter, and reads it', async () => {
    const bytes = await zip([
      ['cats/1.png', text('one')],
      ['__MACOSX/cats/._1.png', text('clutter')],
      ['dogs/2.png', text('two')],
    ]);
    expect(isZip(bytes)).toBe(true);
    const files = await open(bytes);
    expect(files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
      ['cats/1.png', 3],
      ['dogs/2.png', 3],
    ]);
    expect(await (await files[1]!.read()).text()).toBe('two');
  });

  test.each<[string, () => Promise<Uint8Array<ArrayBuffer>>, string | RegExp]>([
    [
      'something else',
      () => Promise.resolve(new Uint8Array(500)),
      'a.zip: expected a ZIP archive with its directory at the end, found something that cannot be unpacked (',
    ],
    [
      'cut off',
      async () => (await zip([['cats/1.png', text('one'.repeat(500))]])).slice(0, 60),
      'a.zip: expected a ZIP archive with its directory at the end, found something that cannot be unpacked (',
    ],
    [
      'more than 2 GB by its directory',
      async () => {
        const bytes = await zip(
          [
            ['a/1.png', text('x'.repeat(90))],
            ['a/2.png', text('y')],
          ],
          { level: 0 },
        );
        view(bytes).setUint32(lastOf(bytes, DIRECTORY) + 24, 2_100_000_000, true);
        return bytes;
      },
      'a.zip: expected at most 2 GB when unpacked, found 2.1 GB. Choose a part of the images, or smaller ones.',
    ],
    [
      'a thousand times its size',
      () => zip([['a/1.png', new Uint8Array(8_000_000)]]),
      /^a\.zip: expected files that unpack to at most 1000 times their size, found (the whole|a\/1\.png), which goes from \d+ to 8000000 bytes\. It seems made to fill the memory/,
    ],
    [
      'encrypted',
      () => zip([['a/1.png', text('secret')]], { password: 'word' }),
      'a.zip: expected plain files, found a/1.png, which is encrypted. Pack it again without.',
    ],
    [
      'a path upwards',
      () => zip([['../1.png', text('x')]]),
      'a.zip: expected plain paths such as cats/1.png, found a path that leads elsewhere: "../1.png".',
    ],
    ['an absolute path', () => zip([['/1.png', text('x')]]), 'found an absolute path: "/1.png".'],
  ])('%s', async (_title, bytes, message) => {
    const given = await bytes();
    await expect(open(given)).rejects.toThrow(DataError);
    await expect(open(given)).rejects.toThrow(message);
  });

  test('names that play tricks are refused, whatever program wrote them', async () => {
    const plain = [{ name: 'cats/1.png' }, { name: 'dogs/2.png' }];
    const files = await open(craftedZip(plain));
    expect(await Promise.all(files.map(async (file) => [file.path, await (await file.read()).text()]))).toEqual([
      ['cats/1.png', 'content'],
      ['dogs/2.png', 'content'],
    ]);
    for (const [name, found] of [
      ['cats/1.png', 'a name that comes twice: "cats/1.png"'],
      ['cats/../../1.png', 'a path that leads elsewhere: "cats/../../1.png"'],
      ['..', 'a path that leads elsewhere: ".."'],
      ['/etc/1.png', 'an absolute path: "/etc/1.png"'],
      ['C:/cats/1.png', 'a drive letter: "C:/cats/1.png"'],
      ['C:\\cats\\1.png', 'a backslash: "C:\\\\cats\\\\1.png"'],
      ['..\\1.png', 'a backslash: "..\\\\1.png"'],
      ['cats/1.png\0.exe', 'characters that cannot be seen: "cats/1.png\\u0000.exe"'],
      // Clutter that would not be looked at is refused as well.
      ['__MACOSX/../1.png', 'a path that leads elsewhere: "__MACOSX/../1.png"'],
    ] as const) {
      const opening = open(craftedZip([...plain, { name }]));
      await expect(opening, name).rejects.toThrow(DataError);
      await expect(opening, name).rejects.toThrow(
        `a.zip: expected plain paths such as cats/1.png, found ${found}. Pack the class folders again, and choose that archive.`,
      );
    }
  });

  test('symbolic links are refused, wherever they lead', async () => {
    const opening = open(craftedZip([{ name: 'cats/1.png' }, { name: 'dogs/2.png', mode: 0o120777 }]));
    await expect(opening).rejects.toThrow(DataError);
    await expect(opening).rejects.toThrow(
      'a.zip: expected plain files, found dogs/2.png, which is a link. Pack it again without.',
    );
  });

  test('a file that is longer than the directory says is cut off there', async () => {
    const bytes = await zip([['a/1.png', text('abcdefgh'.repeat(500))]]);
    view(bytes).setUint32(lastOf(bytes, DIRECTORY) + 24, 100, true);
    const [file] = await open(bytes);
    await expect(file!.read()).rejects.toThrow(DataError);
    await expect(file!.read()).rejects.toThrow(
      /^a\.zip: expected (100 bytes of a\/1\.png, as the directory says, found more|a\/1\.png, found something that cannot be unpacked)/,
    );
  });

  test('a file with other bytes than its checksum says is damaged', async () => {
    const bytes = await zip([['a/1.png', text('abcdefgh')]], { level: 0 });
    const at = bytes.findIndex((_, i) => String.fromCharCode(...bytes.subarray(i, i + 8)) === 'abcdefgh');
    bytes[at] = 98;
    const [file] = await open(bytes);
    await expect(file!.read()).rejects.toThrow(
      /^a\.zip: expected a\/1\.png, found something that cannot be unpacked \(.+\)\. The archive is damaged or incomplete: copy or pack it again\.$/,
    );
  });

  test('mutated archives are read or refused in words, never anything else', async () => {
    const whole = await zip([
      ['cats/1.png', text('one'.repeat(40))],
      ['dogs/2.png', text('two'.repeat(40))],
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.option(fc.nat(whole.length)),
        async (changes, end) => {
          const bytes = whole.slice(0, end ?? undefined);
          for (const [place, byte] of changes) if (place < bytes.length) bytes[place] = byte;
          try {
            for (const file of await open(bytes)) await file.read();
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
