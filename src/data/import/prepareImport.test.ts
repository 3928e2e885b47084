/** Images are "decoded" here by a stand-in that paints the first byte of a file; how a browser does it, is tested in `decodeImage`. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { DataError } from '../dataSet';
import type { DecodeImage } from './imageFolder';
import type { ImportChoices, ImportedFile } from './importReport';
import { prepareImport } from './prepareImport';

const decode: DecodeImage = async (bytes, { side }) => {
  const [first = 0] = new Uint8Array(await bytes.arrayBuffer());
  if (first === 255) throw new DataError('it is damaged');
  return Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) => [first, 2 * first, 3 * first, 255][i % 4]!);
};
const file = (path: string, first: number): ImportedFile => ({ path, file: new Blob([Uint8Array.of(first, 7)]) });
/** `count` images of each class. */
const folders = (top: string, classes: readonly string[], count: number): readonly ImportedFile[] =>
  classes.flatMap((name, label) =>
    Array.from({ length: count }, (_, i) => file(`${top}${name}/${i}.png`, 10 * (label + 1) + (i % 10))),
  );
const small: ImportChoices = { side: 8, fit: 'cover', colour: 'colour' };
const silent = (): void => undefined;
const { signal } = new AbortController();
const prepare = (files: readonly ImportedFile[], choices: ImportChoices | null = small) =>
  prepareImport(files, choices, silent, signal, decode);

describe('images in class folders', () => {
  test('the folder around an image is its class; what is missing is held out, and said', async () => {
    const { report, dataSet } = await prepare([...folders('pets/', ['dogs', 'cats'], 30), file('pets/README.txt', 1)]);
    expect(report).toMatchObject({
      format: 'Images in class folders',
      published: null,
      suggestedName: 'pets',
      shape: [8, 8, 3],
      counts: { train: 46, validation: 4, test: 10 },
      sizeBytes: 60 * (192 + 1),
      choices: small,
      undecodable: [],
    });
    expect(report.classes.map(({ name }) => name)).toEqual(['cats', 'dogs']);
    expect(report.notes).toEqual([
      'There is no folder of validation or test images: some of the training images are held out in their place.',
      '1 files that are no images were not looked at.',
    ]);
    // Cats came second: their first bytes are 20 to 29.
    expect(dataSet.train.labels[0]).toBe(1);
    expect(dataSet.train.pixels[0]).toBeLessThan(20);
    expect(dataSet.train.pixels[1]).toBe(2 * dataSet.train.pixels[0]!);
    expect(report.preview!.labels.subarray(0, 4)).toEqual(Uint8Array.of(0, 1, 0, 1));
    expect(report.preview!.pixels).toHaveLength(24 * 192);
  });

  test('splits on top; grey; a class that is called __proto__ is a class', async () => {
    const classes = ['__proto__', 'constructor'];
    const files = [
      ...folders('x/Train/', classes, 6),
      ...folders('x/val/', classes, 2),
      ...folders('x/test/', classes, 3),
    ];
    const { report, dataSet } = await prepare(files, { ...small, colour: 'grey' });
    expect(report).toMatchObject({ shape: [8, 8, 1], counts: { train: 12, validation: 4, test: 6 }, notes: [] });
    expect(report.classes.map(({ name, counts }) => [name, counts.train])).toEqual([
      ['__proto__', 6],
      ['constructor', 6],
    ]);
    // 0.299 · 10 + 0.587 · 20 + 0.114 · 30 = 18.15
    expect(dataSet.train.pixels[0]).toBe(18);
  });

  test('the grey of full red, green, blue, white and black is that of ITU-R BT.601', async () => {
    const colours = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 255, 255],
      [0, 0, 0],
    ].map((colour) => [...colour, 255]);
    const paint: DecodeImage = (_bytes, { side }) =>
      Promise.resolve(
        Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) => colours[(i >> 2) % colours.length]![i % 4]!),
      );
    const choices: ImportChoices = { ...small, colour: 'grey' };
    const { dataSet } = await prepareImport(folders('', ['a', 'b'], 12), choices, silent, signal, paint);
    expect([...dataSet.train.pixels.subarray(0, 5)]).toEqual([76, 150, 29, 255, 0]);
  });

  test('images that cannot be read are listed and left out', async () => {
    const files = [...folders('', ['a', 'b'], 12), file('b/broken.jpg', 255), file('a/empty.webp', 255)];
    const { report, dataSet } = await prepare(files);
    expect(report.undecodable).toEqual([
      { path: 'b/broken.jpg', reason: 'it is damaged' },
      { path: 'a/empty.webp', reason: 'it is damaged' },
    ]);
    const { train, validation, test: held } = dataSet.info.counts;
    expect(train + validation + held).toBe(24);
  });

  test('tells its progress and can be cancelled', async () => {
    const told: string[] = [];
    const controller = new AbortController();
    const work = prepareImport(
      folders('', ['a', 'b'], 20),
      small,
      (task, done, total) => {
        told.push(`${task} ${done}/${total}`);
        if (done === 3) controller.abort();
      },
      controller.signal,
      decode,
    );
    await expect(work).rejects.toThrow(/abort/i);
    expect(told).toEqual(['Reading images 0/40', 'Reading images 1/40', 'Reading images 2/40', 'Reading images 3/40']);
  });

  test('a ZIP archive holds the same', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter());
    for (const { path, file: content } of folders('pets/', ['dogs', 'cats'], 30)) {
      await writer.add(path, new Uint8ArrayReader(new Uint8Array(await content.arrayBuffer())));
    }
    const archive = new Blob([await writer.close()]);
    const { report, dataSet } = await prepare([{ path: 'My pets.zip', file: archive }]);
    const fromFolder = await prepare(folders('pets/', ['dogs', 'cats'], 30));
    expect(report).toMatchObject({ format: 'Images in class folders, in a ZIP archive', suggestedName: 'My pets' });
    expect(dataSet.train).toEqual(fromFolder.dataSet.train);
  });

  test.each<[string, readonly ImportedFile[], ImportChoices | null, string]>([
    ['no files', [], null, 'Expected files to import, found none. Choose files, or a folder with images.'],
    ['clutter alone', [file('.DS_Store', 1)], null, 'Expected files to import, found none.'],
    [
      'an image in no folder',
      [...folders('', ['a', 'b'], 2), file('stray.png', 1)],
      null,
      'The chosen files: expected every image in a folder named after its class, such as cats/1.png, found stray.png in none.',
    ],
    [
      'one class only',
      folders('pets/', ['cats'], 5),
      null,
      'The chosen files: expected folders of 2 to 256 classes, found only one, “cats”. Choose a folder that holds the folders of all classes.',
    ],
    [
      'too many classes',
      folders(
        '',
        Array.from({ length: 257 }, (_, i) => `class ${i}`),
        1,
      ),
      null,
      'The chosen files: expected folders of 2 to 256 classes, found 257.',
    ],
    [
      'none that can be read',
      [file('a/1.png', 255), file('b/1.png', 255)],
      null,
      'The chosen files: expected images that can be read, found none among 2. The first, a/1.png: it is damaged. Choose PNG, JPEG or WebP',
    ],
    [
      'only one class that can be read',
      [...folders('', ['a'], 9), file('b/1.png', 255)],
      null,
      'The chosen files: expected training images of at least two classes, found only “a”.',
    ],
    [
      'a side that is not offered',
      folders('', ['a', 'b'], 9),
      { ...small, side: 5000 },
      'The side of imported images is to be a whole number from 8 to 224 pixels, found 5000. Choose another.',
    ],
    [
      'more than can be held',
      folders('', ['a', 'b'], 3400),
      { ...small, side: 224 },
      'The chosen files: 6800 images of 224 × 224 need 1024 MB, and at most 1000 MB can be held. Choose a smaller side, or fewer images.',
    ],
    [
      'a path trick in a folder',
      [...folders('', ['a', 'b'], 2), file('../c/1.png', 1)],
      null,
      'The chosen files: expected plain paths such as cats/1.png, found a path that leads elsewhere: "../c/1.png".',
    ],
    ['something else altogether', [file('notes.txt', 65)], null, 'notes.txt: expected an IDX file, found 2 bytes.'],
  ])('%s', async (_title, files, choices, message) => {
    await expect(prepare(files, choices)).rejects.toThrow(DataError);
    await expect(prepare(files, choices)).rejects.toThrow(message);
  });
});

describe('a table of points', () => {
  const table = (path: string, text: string): ImportedFile => ({ path, file: new Blob([text]) });
  /** `count` points in two classes, the second to the right. */
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, k) => `${(k % 2) + k / 1000};${k / 4};${k % 2 === 0 ? 'left' : 'right'}`).join(
      '\n',
    );

  test('two numbers and a class: splits held out, normalization measured, points to be seen', async () => {
    const { report, dataSet } = await prepare([table('my folder/Two heaps.csv', `width;height;side\n${lines(120)}`)]);
    expect(report).toMatchObject({
      format: 'Table of points',
      published: null,
      suggestedName: 'Two heaps',
      shape: [1, 1, 2],
      counts: { train: 92, validation: 8, test: 20 },
      sizeBytes: 120 * 9,
      choices: null,
      undecodable: [],
      notes: [
        'The columns width and height are the two numbers of a point; the third names its class.',
        'A table has no splits: some of its points are held out for validation and test.',
      ],
    });
    expect(report.classes.map(({ name }) => name)).toEqual(['left', 'right']);
    const preview = report.preview!;
    expect(preview.labels).toHaveLength(92);
    expect(preview.numbers).toHaveLength(2 * 92);
    preview.labels.forEach((label, k) => expect(preview.numbers![2 * k]! >= 1).toBe(label === 1));
    const { mean, deviation } = dataSet.info.normalization;
    const heights = dataSet.train.numbers!.filter((_, at) => at % 2 === 1);
    const middle = heights.reduce((sum, value) => sum + value, 0) / 92;
    expect(mean[1]).toBeCloseTo(middle, 6);
    expect(deviation[1]).toBeCloseTo(Math.sqrt(heights.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 92), 6);
    expect(dataSet.info.values).toBe('numbers');
  });

  test('in a ZIP archive; with another ending in capitals', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter());
    await writer.add(
      'heaps/points.TSV',
      new Uint8ArrayReader(new TextEncoder().encode(lines(60).replaceAll(';', '\t'))),
    );
    const { report } = await prepare([{ path: 'points.zip', file: new Blob([await writer.close()]) }]);
    expect(report).toMatchObject({ format: 'Table of points, in a ZIP archive', suggestedName: 'points' });
  });

  test.each<[string, readonly ImportedFile[], string]>([
    [
      'two tables',
      [table('a.csv', lines(9)), table('b.csv', lines(9))],
      'The chosen files: expected a table of points to come alone, found 2 files, among them a.csv. Choose one table, or',
    ],
    ['an empty file', [table('a.csv', '')], 'a.csv: expected lines with two numbers and a class, found none.'],
    ['a word for a number', [table('x/a.csv', '1,2,a\n3,four,b')], 'a.csv, line 2: expected two numbers and a class'],
    [
      'one class',
      [table('a.csv', '1,2,a\n3,4,a\n5,6,a')],
      'a.csv: expected 2 to 256 classes in the third column, found only',
    ],
    [
      'two points',
      [table('a.csv', '1,2,a\n3,4,b')],
      'a.csv: expected at least 3 points, one to train on, one to choose by',
    ],
    [
      'points that are all the same',
      [table('a.csv', Array.from({ length: 20 }, (_, k) => `1,2,${k % 2}`).join('\n'))],
      'The training images hold 32 numbers without any difference between them',
    ],
    ['no text', [{ path: 'a.csv', file: new Blob([Uint8Array.of(0xff, 0xfe, 0)]) }], 'a.csv: expected text in UTF-8'],
  ])('%s', async (_title, files, message) => {
    await expect(prepare(files)).rejects.toThrow(DataError);
    await expect(prepare(files)).rejects.toThrow(message);
  });
});
