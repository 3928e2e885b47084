/**
 * Which images a data set holds more than once: inside a split, and, what matters more, in two splits, where a network is tested on
 * what it was trained on.
 *
 * Picture: every image gets a 32-bit hash of its bytes; equal images have equal hashes, so that only images with the same hash are
 * compared, byte by byte. 60,000 images of 28×28 take about a tenth of a second.
 *
 * Deliberately not here: images that only look alike; those are in `neighbours.ts`.
 */

import { splitNames, valuesOf, type DataSet, type LabelledImages, type SplitName } from './dataSet';

export interface ImagePlace {
  readonly split: SplitName;
  readonly index: number;
}

/** The same bytes at two places; the first comes first in the order train, validation, test. */
export interface Repetition {
  readonly first: ImagePlace;
  readonly second: ImagePlace;
  /** Whether both have the same label. */
  readonly isSameLabel: boolean;
}

export interface OverlapReport {
  /** Images of a split that repeat an earlier image of the same split. */
  readonly within: Readonly<Record<SplitName, number>>;
  /** Images of the second split that are also in the first. */
  readonly between: readonly { readonly splits: readonly [SplitName, SplitName]; readonly count: number }[];
  /** Of all of those, images whose label differs from that of their first appearance in the same split or the other one. */
  readonly otherLabels: number;
  /** The repetitions, those between splits first; at most as many as were asked for. */
  readonly examples: readonly Repetition[];
}

export interface OverlapOptions {
  /** Repetitions to name one by one; 200 when left out. */
  readonly examples?: number;
  /** Another hash, for a test that equal hashes alone prove nothing. */
  readonly hash?: ImageHash;
}

/** 32 bits of the words from `start` to `end`. */
export type ImageHash = (words: Uint32Array, start: number, end: number) => number;

/** Finds every image that is there more than once, by its bytes. Runs in one piece. */
export function findOverlap(dataSet: DataSet, { examples = 200, hash = hashOf }: OverlapOptions = {}): OverlapReport {
  const total = splitNames.reduce((sum, split) => sum + dataSet[split].count, 0);
  const table = createTable(total, hash);
  const within: Record<SplitName, number> = { train: 0, validation: 0, test: 0 };
  const between: Record<string, number> = {};
  const inside: Repetition[] = [];
  const across: Repetition[] = [];
  let otherLabels = 0;

  for (const split of splitNames) {
    const images = dataSet[split];
    const words = wordsOf(images);
    for (let index = 0; index < images.count; index++) {
      // First appearances of this image, one for each split that has it.
      const earlier = table.place(words, index, { split, index });
      for (const first of earlier) {
        const isSameLabel = dataSet[first.split].labels[first.index] === images.labels[index];
        if (!isSameLabel) otherLabels++;
        const repetition = { first, second: { split, index }, isSameLabel };
        if (first.split === split) {
          within[split]++;
          if (inside.length < examples) inside.push(repetition);
        } else {
          const pair = `${first.split} ${split}`;
          between[pair] = (between[pair] ?? 0) + 1;
          if (across.length < examples) across.push(repetition);
        }
      }
    }
  }
  const pairs = [
    ['train', 'validation'],
    ['train', 'test'],
    ['validation', 'test'],
  ] as const;
  return {
    within,
    between: pairs.map((splits) => ({ splits, count: between[splits.join(' ')] ?? 0 })),
    otherLabels,
    examples: [...across, ...inside].slice(0, examples),
  };
}

const splitTitles: Readonly<Record<SplitName, string>> = { train: 'training', validation: 'validation', test: 'test' };

/** `3 test images are also training images. 12 training images repeat an earlier one.` One sentence when there is nothing to tell. */
export function overlapWords(
  { within, between, otherLabels }: OverlapReport,
  { one, many } = { one: 'image', many: 'images' },
): string {
  const number = (count: number): string => count.toLocaleString('en-GB');
  const told = [
    ...between
      .filter(({ count }) => count > 0)
      .map(({ splits: [first, second], count }) =>
        count === 1
          ? `1 ${splitTitles[second]} ${one} is also a ${splitTitles[first]} ${one}.`
          : `${number(count)} ${splitTitles[second]} ${many} are also ${splitTitles[first]} ${many}.`,
      ),
    ...splitNames
      .filter((split) => within[split] > 0)
      .map((split) =>
        within[split] === 1
          ? `1 ${splitTitles[split]} ${one} repeats an earlier one.`
          : `${number(within[split])} ${splitTitles[split]} ${many} repeat an earlier one.`,
      ),
  ];
  if (told.length === 0) return `No ${one} is there twice.`;
  if (otherLabels > 0) told.push(`In ${number(otherLabels)} of these cases the two labels differ.`);
  return told.join(' ');
}

// ── The table ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The images of a split as 32-bit words, `perImage` each; the last word is filled up with zeros. */
interface Words {
  readonly values: Uint32Array;
  readonly perImage: number;
}

function wordsOf(images: LabelledImages): Words {
  const { count, shape } = images;
  const values = valuesOf(images);
  const bytes = (shape[0] * shape[1] * shape[2] * values.byteLength) / Math.max(1, values.length);
  if (bytes % 4 === 0 && values.byteOffset % 4 === 0) {
    return {
      values: new Uint32Array(values.buffer, values.byteOffset, (count * bytes) / 4),
      perImage: bytes / 4,
    };
  }
  const perImage = Math.ceil(bytes / 4);
  const padded = new Uint8Array(count * perImage * 4);
  const flat = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  for (let index = 0; index < count; index++) {
    padded.set(flat.subarray(index * bytes, (index + 1) * bytes), index * perImage * 4);
  }
  return { values: new Uint32Array(padded.buffer), perImage };
}

interface Table {
  /** First appearances of the same image so far, one for each split; the image itself is remembered if it is the first of its split. */
  place(words: Words, index: number, here: ImagePlace): readonly ImagePlace[];
}

interface Known {
  readonly words: Words;
  readonly place: ImagePlace;
  readonly hash: number;
}

/** Open addressing: one slot per known image, at most half of them taken. */
function createTable(total: number, hashImage: ImageHash): Table {
  let size = 1024;
  while (size < total * 2) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const known: Known[] = [];

  return {
    place(words, index, here) {
      const { values, perImage } = words;
      const hash = hashImage(values, index * perImage, (index + 1) * perImage);
      const found: ImagePlace[] = [];
      let slot = (hash ^ (hash >>> 16)) & (size - 1);
      for (; slots[slot] !== -1; slot = (slot + 1) & (size - 1)) {
        const other = known[slots[slot]!]!;
        if (other.hash !== hash || !isSame(words, index, other)) continue;
        found.push(other.place);
      }
      if (!found.some(({ split }) => split === here.split)) {
        slots[slot] = known.length;
        known.push({ words, place: here, hash });
      }
      return found;
    },
  };
}

/** As FNV-1a, by words, with the upper bits folded down after each. */
function hashOf(words: Uint32Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ words[at]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame({ values, perImage }: Words, index: number, other: Known): boolean {
  const start = index * perImage;
  const otherStart = other.place.index * perImage;
  const { values: otherValues, perImage: otherPerImage } = other.words;
  if (otherPerImage !== perImage) return false;
  for (let word = 0; word < perImage; word++) {
    if (values[start + word] !== otherValues[otherStart + word]) return false;
  }
  return true;
}
