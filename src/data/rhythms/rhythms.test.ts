import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DataError } from '../dataSet';
import { createRhythmMaker, generateRhythms, RHYTHM_SAMPLES, rhythmKinds, type RhythmKind } from './rhythms';

const small = { seed: 1, train: 60, validation: 10, test: 20 };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

test('the same seed gives the same bytes, another seed others; example k does not depend on how many are made', async () => {
  const [first, again, other, fewer] = await Promise.all([
    generateRhythms(small),
    generateRhythms(small),
    generateRhythms({ ...small, seed: 2 }),
    generateRhythms({ ...small, train: 10 }),
  ]);
  expect(again).toEqual(first);
  expect(other.train.pixels).not.toEqual(first.train.pixels);
  expect(fewer.train.pixels).toEqual(first.train.pixels.subarray(0, 10 * RHYTHM_SAMPLES));
  expect(first.info).toMatchObject({ id: 'rhythms', shape: [1, 192, 1], classes: rhythmKinds });
  expect(first.info.counts).toEqual({ train: 60, validation: 10, test: 20 });
  // The bytes are the same in every engine; whoever changes the signals changes this.
  expect(sha256(first.train.pixels)).toBe('409e8b234821');
});

test('the splits share no signal', async () => {
  const splits = await generateRhythms({ seed: 3, train: 400, validation: 300, test: 300 });
  const hashes = [splits.train, splits.validation, splits.test].flatMap(({ pixels, count }) =>
    Array.from({ length: count }, (_, k) => sha256(pixels.subarray(k * RHYTHM_SAMPLES, (k + 1) * RHYTHM_SAMPLES))),
  );
  expect(new Set(hashes).size).toBe(1000);
});

/** Where the spikes are: samples that stand out of their neighbours, at least a third as high as the highest. */
function spikesOf(signal: Uint8Array): readonly { at: number; height: number }[] {
  const found: { at: number; height: number }[] = [];
  for (let i = 6; i < signal.length - 6; i++) {
    const around = signal.subarray(i - 6, i + 7);
    if (signal[i] !== Math.max(...around) || (found.at(-1)?.at ?? -9) >= i - 6) continue;
    found.push({ at: i, height: signal[i]! - [...around].sort((a, b) => a - b)[6]! });
  }
  const highest = Math.max(...found.map(({ height }) => height));
  return found.filter(({ height }) => height > 0.33 * highest);
}

test('each kind is what its name says, read off the spikes of many signals', () => {
  const maker = createRhythmMaker(1, 'train');
  const signal = new Uint8Array(RHYTHM_SAMPLES);
  const sums = Object.fromEntries(
    rhythmKinds.map((kind) => [kind, { count: 0, shortest: 0, longest: 0, lowest: 0 }]),
  ) as Record<RhythmKind, { count: number; shortest: number; longest: number; lowest: number }>;
  for (let k = 0; k < 1200; k++) {
    const sum = sums[rhythmKinds[maker.make(k, signal, 0)]!];
    const spikes = spikesOf(signal);
    const pauses = spikes.slice(1).map(({ at }, i) => at - spikes[i]!.at);
    const sorted = [...pauses].sort((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length / 2)] ?? NaN;
    const heights = spikes.map(({ height }) => height);
    if (Number.isNaN(usual)) continue;
    sum.count += 1;
    sum.shortest += Math.min(...pauses) / usual;
    sum.longest += Math.max(...pauses) / usual;
    sum.lowest += Math.min(...heights) / Math.max(...heights);
  }
  const mean = (kind: RhythmKind, what: 'shortest' | 'longest' | 'lowest'): number =>
    sums[kind][what] / sums[kind].count;
  for (const kind of rhythmKinds) expect(sums[kind].count).toBeGreaterThan(130);
  expect(mean('even', 'shortest')).toBeGreaterThan(0.9);
  expect(mean('even', 'longest')).toBeLessThan(1.1);
  expect(mean('early beat', 'shortest')).toBeLessThan(0.8);
  expect(mean('dropped beat', 'longest')).toBeGreaterThan(1.7);
  expect(mean('wandering', 'shortest')).toBeLessThan(0.85);
  expect(mean('wandering', 'longest')).toBeGreaterThan(1.2);
  expect(mean('small beats', 'lowest')).toBeLessThan(mean('even', 'lowest') - 0.2);
});

test('signals differ in amplification and resting line, and hardly touch the ends of the converter', () => {
  const maker = createRhythmMaker(1, 'train');
  const signal = new Uint8Array(RHYTHM_SAMPLES);
  const [largest, middles]: [number[], number[]] = [[], []];
  let cut = 0;
  for (let k = 0; k < 500; k++) {
    maker.make(k, signal, 0);
    largest.push(Math.max(...signal));
    middles.push([...signal].sort((a, b) => a - b)[RHYTHM_SAMPLES / 2]!);
    cut += signal.filter((level) => level === 0 || level === 255).length;
  }
  expect(Math.max(...largest) - Math.min(...largest)).toBeGreaterThan(60);
  expect(Math.max(...middles) - Math.min(...middles)).toBeGreaterThan(30);
  expect(cut / (500 * RHYTHM_SAMPLES)).toBeLessThan(0.01);
});

test('progress goes up to the whole; a signal ends the work; no examples are refused', async () => {
  const reports: [number, number][] = [];
  await generateRhythms(small, (done, total) => reports.push([done, total]));
  expect(reports.at(-1)).toEqual([90, 90]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 5);
  await expect(generateRhythms({ ...small, train: 100_000 }, undefined, controller.signal)).rejects.toThrow('enough');
  const none = generateRhythms({ ...small, test: 0 });
  await expect(none).rejects.toThrow(DataError);
  await expect(none).rejects.toThrow(
    'Rhythms: the number of test images is to be a whole number from 1 to 200,000, found 0.',
  );
});
