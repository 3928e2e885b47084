/**
 * CIFAR-10 and CIFAR-100 from their binary version: records of a label (CIFAR-100: two, coarse and fine; the fine one counts) and 3,072 bytes,
 * the red, green and blue picture of 32 × 32 one after the other. Either as the `.tar.gz` in which they are published, read as a stream,
 * or as its files, packed with gzip or not.
 *
 *     CIFAR-10    label | 1024 red | 1024 green | 1024 blue         data_batch_1.bin … data_batch_5.bin, test_batch.bin
 *     CIFAR-100   coarse | fine | 1024 red | 1024 green | 1024 blue   train.bin, test.bin
 *
 * As many of the five training batches as there are will do. Everything is checked before anything is handed out.
 *
 * Source: Krizhevsky 2009, "Learning multiple layers of features from tiny images", and the description on its page.
 */

import { DataError, dataSetTitles, type DataSet, type DataSetOrigin, type LabelledImages } from '../dataSet';
import { gunzip, isGzip, LARGEST_BYTES } from '../gzip';
import { completeDataSet } from './complete';
import type { NamedFile } from './idxFamily';
import { publishedClasses } from './publishedClasses';
import { readTar } from './tar';

export const cifarIds = ['cifar10', 'cifar100'] as const;
export type CifarId = (typeof cifarIds)[number];

const SIDE_PX = 32;
const PLANE_BYTES = SIDE_PX * SIDE_PX;
const BATCHES = 5;

interface Form {
  readonly recordBytes: number;
  /** Where in a record the label is. */
  readonly labelAt: number;
  /** The first place of the pixels. */
  readonly pixelsAt: number;
  readonly train: RegExp;
  readonly test: RegExp;
  readonly names: RegExp;
  readonly files: string;
}
const forms: Readonly<Record<CifarId, Form>> = {
  cifar10: {
    recordBytes: 1 + 3 * PLANE_BYTES,
    labelAt: 0,
    pixelsAt: 1,
    train: /^data_batch_[1-5]\.bin$/,
    test: /^test_batch\.bin$/,
    names: /^batches\.meta\.txt$/,
    files: 'data_batch_1.bin … data_batch_5.bin and test_batch.bin',
  },
  cifar100: {
    recordBytes: 2 + 3 * PLANE_BYTES,
    labelAt: 1,
    pixelsAt: 2,
    train: /^train\.bin$/,
    test: /^test\.bin$/,
    names: /^fine_label_names\.txt$/,
    files: 'train.bin and test.bin',
  },
};

/** Which of the two these files are by their names; null when they are none. */
export function cifarIdOf(names: readonly string[]): CifarId | null {
  const plain = names.map(plainName);
  const archive = plain.find((name) => /^cifar-100?-.*\.(tar|tgz)$/.test(name));
  if (archive !== undefined) return archive.startsWith('cifar-100') ? 'cifar100' : 'cifar10';
  return cifarIds.find((id) => plain.some((name) => forms[id].train.test(name) || forms[id].test.test(name))) ?? null;
}

/**
 * @param files the archive, or its files in any order
 * @throws DataError naming the file, what was expected, what was found and what to do
 */
export async function assembleCifar(
  id: CifarId,
  files: readonly NamedFile[],
  origin: Exclude<DataSetOrigin, 'generated'>,
): Promise<{ readonly dataSet: DataSet; readonly notes: readonly string[] }> {
  const title = dataSetTitles[id];
  const form = forms[id];
  const found = new Map<string, NamedFile>();
  for (const file of await unpacked(files, form)) {
    const name = plainName(file.name);
    const other = found.get(name);
    if (other !== undefined) {
      throw new DataError(`${title}: expected ${name} once, found it twice. Choose only one of them.`);
    }
    found.set(name, { name, bytes: file.bytes });
  }
  const pick = (pattern: RegExp): readonly NamedFile[] =>
    [...found.values()].filter(({ name }) => pattern.test(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const training = pick(form.train);
  const testing = pick(form.test);
  if (training.length === 0 || testing.length === 0) {
    throw new DataError(
      `${title}: expected ${form.files} (the binary version), found no ${training.length === 0 ? 'training' : 'test'} images. ` +
        `Choose cifar-${id === 'cifar10' ? '10' : '100'}-binary.tar.gz, or its files together.`,
    );
  }
  const classes = classNames(id, pick(form.names)[0]);
  const dataSet = completeDataSet({
    id,
    title,
    origin,
    classes,
    train: readRecords(id, training),
    test: readRecords(id, testing),
  });
  const isPart = id === 'cifar10' && training.length < BATCHES;
  return { dataSet, notes: isPart ? [`${training.length} of the ${BATCHES} files of training images are there.`] : [] };
}

/** `folder/Data_Batch_1.bin.gz` → `data_batch_1.bin` */
function plainName(path: string): string {
  const name = path.replace(/^.*[\\/]/, '').toLowerCase();
  return name.replace(/\.gz$/, '');
}

async function unpacked(files: readonly NamedFile[], form: Form): Promise<readonly NamedFile[]> {
  const all: NamedFile[] = [];
  for (const { name, bytes } of files) {
    if (/\.(tar|tar\.gz|tgz)$/i.test(name)) {
      const wanted = (inside: string): boolean =>
        [form.train, form.test, form.names].some((part) => part.test(plainName(inside)));
      all.push(...(await readTar(new Blob([bytes.slice()]), name.replace(/^.*[\\/]/, ''), wanted)));
    } else {
      all.push({ name, bytes: isGzip(bytes) ? await gunzipWhole(bytes, name.replace(/^.*[\\/]/, '')) : bytes });
    }
  }
  return all;
}

/** A gzip file ends with the length of what it holds (RFC 1952, 2.3.1). */
async function gunzipWhole(packed: Uint8Array, name: string): Promise<Uint8Array> {
  const end = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const promised = packed.length >= 18 ? end.getUint32(packed.length - 4, true) : 0;
  const bytes = await gunzip(packed, name, () => promised);
  if (bytes.length === promised) return bytes;
  throw new DataError(
    `${name}: expected ${promised} bytes, as its end says, found ${bytes.length} when unpacking. ` +
      `The file is damaged or incomplete: copy or download it again.`,
  );
}

function readRecords(id: CifarId, files: readonly NamedFile[]): LabelledImages {
  const { recordBytes, labelAt, pixelsAt } = forms[id];
  const title = dataSetTitles[id];
  const classes = publishedClasses[id].length;
  for (const { name, bytes } of files) {
    if (bytes.length > 0 && bytes.length % recordBytes === 0) continue;
    throw new DataError(
      `${name}: expected images of ${recordBytes} bytes each (label and pixels), found ${bytes.length} bytes, ` +
        `which is ${bytes.length === 0 ? 'none' : 'no whole number of them'}. ` +
        `Choose the binary version of ${title}, or copy or download it again.`,
    );
  }
  const count = files.reduce((sum, { bytes }) => sum + bytes.length / recordBytes, 0);
  if (count * recordBytes > LARGEST_BYTES) {
    throw new DataError(
      `${title}: expected at most ${LARGEST_BYTES} bytes, found ${count * recordBytes}. Choose the original files.`,
    );
  }
  const pixels = new Uint8Array(count * 3 * PLANE_BYTES);
  const labels = new Uint8Array(count);
  let image = 0;
  for (const { name, bytes } of files) {
    for (let start = 0; start < bytes.length; start += recordBytes, image++) {
      const label = bytes[start + labelAt]!;
      if (label >= classes) {
        throw new DataError(
          `${name}: expected labels from 0 to ${classes - 1}, found ${label} at image ${start / recordBytes}. ` +
            `Choose the binary version of ${title}, or copy or download it again.`,
        );
      }
      labels[image] = label;
      const from = start + pixelsAt;
      const to = image * 3 * PLANE_BYTES;
      for (let place = 0; place < PLANE_BYTES; place++) {
        pixels[to + 3 * place] = bytes[from + place]!;
        pixels[to + 3 * place + 1] = bytes[from + PLANE_BYTES + place]!;
        pixels[to + 3 * place + 2] = bytes[from + 2 * PLANE_BYTES + place]!;
      }
    }
  }
  return { count, shape: [SIDE_PX, SIDE_PX, 3], pixels, labels };
}

/** As the file of names beside the images has them; else as everybody knows them. */
function classNames(id: CifarId, file: NamedFile | undefined): readonly string[] {
  const known = publishedClasses[id];
  if (file === undefined) return known;
  const names = new TextDecoder()
    .decode(file.bytes)
    .split('\n')
    .map((name) => name.trim().replace(/_/g, ' '))
    .filter((name) => name !== '');
  if (names.length === known.length && new Set(names).size === known.length) return names;
  throw new DataError(
    `${file.name}: expected ${known.length} different names of classes, one on each line, found ${new Set(names).size}. ` +
      `Leave the file out, or copy or download it again.`,
  );
}
