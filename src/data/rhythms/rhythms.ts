/**
 * *Rhythms*: signals over time that look like a heartbeat on a monitor, made by the book itself, for convolutions in one dimension. An
 * example is one row of 192 samples as an 8-bit converter gives them: whole numbers from 0 to 255, with the resting line around the middle.
 *
 * Picture: an example is a list of beats on a time axis, and each beat is a small bump, a sharp spike between two dips, and a broad bump.
 * The six kinds differ in when the beats come and how one of them is shaped. On top comes what a monitor adds: a line that drifts, hum, noise, another
 * amplification, another moment of the start. The kinds were invented to be told apart: they are no medical data, no model of a heart,
 * and nothing learned from them says anything about one.
 *
 * Guaranteed: the same seed gives the same bytes in every JavaScript engine (only + − × ÷ √ and the house's own trigonometry on numbers of the
 * counter-based source); example k of a split depends on seed, split and k alone.
 */

import { randomStream, type RandomStream } from '../../tensor/random';
import { directionOf } from '../../tensor/trigonometry';
import { countsOf, dataSetTitles, imageShapes, type DataSet, type DataSetOffer, type SplitName } from '../dataSet';
import { generateSplits, type ImageMaker } from '../generateSplits';
import { measureNormalization } from '../normalization';

export const rhythmKinds = ['even', 'early beat', 'broad beat', 'wandering', 'dropped beat', 'small beats'] as const;
export type RhythmKind = (typeof rhythmKinds)[number];

/** Samples of one example. */
export const RHYTHM_SAMPLES = imageShapes.rhythms[1];

export const rhythmsOffer: DataSetOffer = {
  id: 'rhythms',
  title: dataSetTitles.rhythms,
  origin: 'generated',
  classes: rhythmKinds,
  shape: imageShapes.rhythms,
  counts: { train: 6_000, validation: 1_000, test: 2_000 },
};

/** A seed, and how many signals of each split. */
export interface RhythmsRequest extends Readonly<Record<SplitName, number>> {
  readonly seed: number;
}

/**
 * @param onProgress called after each turn with signals done and in all
 * @param signal ends the work with the signal's reason
 * @throws DataError when a number of signals is not a whole number from 1 to 200,000
 */
export async function generateRhythms(
  request: RhythmsRequest,
  onProgress?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DataSet> {
  const { title, shape } = rhythmsOffer;
  const splits = await generateSplits(
    { title, counts: request, shape, makerFor: (split) => createRhythmMaker(request.seed, split) },
    onProgress,
    signal,
  );
  return {
    info: { ...rhythmsOffer, counts: countsOf(splits), normalization: measureNormalization(splits.train) },
    ...splits,
  };
}

/** Draws single signals: 192 bytes each. Owns its scratch. */
export function createRhythmMaker(seed: number, split: SplitName): ImageMaker {
  const stream = randomStream(seed, `rhythms/${split}`);
  const line = new Float64Array(RHYTHM_SAMPLES);
  return {
    make(index, out, start) {
      const random = stream.at(index);
      const label = random.integer(rhythmKinds.length);
      line.fill(0);
      for (const beat of beatsOf(rhythmKinds[label]!, random)) addBeat(line, beat);
      disturb(line, random);
      convert(line, random, out, start);
      return label;
    },
  };
}

/** Times and widths in samples, heights in parts of an ordinary spike. */
interface Beat {
  readonly at: number;
  readonly height: number;
  /** How much broader than an ordinary one. */
  readonly breadth: number;
  /** Whether the small bump comes before it. */
  readonly isAnnounced: boolean;
}

function between(random: RandomStream, from: number, to: number): number {
  return from + (to - from) * random.uniform();
}

/** The beats of an example, some of them outside of its ends. What is odd about a kind happens well inside. */
function beatsOf(kind: RhythmKind, random: RandomStream): readonly Beat[] {
  // Every kind comes slow and fast, so that the number of beats tells little.
  const period = between(random, 26, 40);
  const first = -period * (1 + random.uniform());
  const count = Math.ceil((RHYTHM_SAMPLES - first) / period) + 2;
  const ordinary = { height: 1, breadth: 1, isAnnounced: true };
  const beats: Beat[] = [];
  for (let k = 0; k < count; k++) {
    // Nothing alive is quite even.
    beats.push({ ...ordinary, at: first + k * period + 0.015 * period * random.bell() });
  }
  const inside = beats.flatMap(({ at }, k) => (at > 1.5 * period && at < RHYTHM_SAMPLES - 1.5 * period ? [k] : []));
  const odd = inside[random.integer(inside.length)]!;
  const change = (k: number, changes: Partial<Beat>): void => void (beats[k] = { ...beats[k]!, ...changes });
  switch (kind) {
    case 'even':
      return beats;
    case 'early beat':
      // The same shape, too soon; the next one comes as if nothing had been.
      change(odd, { at: beats[odd]!.at - between(random, 0.28, 0.42) * period, isAnnounced: false });
      return beats;
    case 'broad beat':
      change(odd, { breadth: between(random, 2.2, 3), height: between(random, 0.9, 1.3), isAnnounced: false });
      return beats;
    case 'wandering': {
      // Every pause another, with the same mean.
      let at = first;
      return beats.map((beat) => {
        const here = { ...beat, at, isAnnounced: false };
        at += period * between(random, 0.6, 1.4);
        return here;
      });
    }
    case 'dropped beat':
      return beats.filter((_, k) => k !== odd);
    case 'small beats':
      // Every second one is lower: the spacing is even, the heights are not.
      return beats.map((beat, k) => (k % 2 === odd % 2 ? { ...beat, height: between(random, 0.4, 0.55) } : beat));
    default:
      return kind satisfies never;
  }
}

/** Height 1 in its middle, 0 from `width` on: the square of 1 − (d / width)². */
function addBump(line: Float64Array, middle: number, width: number, height: number): void {
  const last = Math.min(line.length - 1, Math.floor(middle + width));
  for (let i = Math.max(0, Math.ceil(middle - width)); i <= last; i++) {
    const d = (i - middle) / width;
    const rest = 1 - d * d;
    line[i]! += height * rest * rest;
  }
}

function addBeat(line: Float64Array, { at, height, breadth, isAnnounced }: Beat): void {
  if (isAnnounced) addBump(line, at - 7, 4, 0.16 * height);
  addBump(line, at - 2.2 * breadth, 1.8 * breadth, -0.14 * height);
  addBump(line, at, 2 * breadth, height);
  addBump(line, at + 2.4 * breadth, 2 * breadth, -0.24 * height);
  // A broad beat falls back below the line, as if it had to make up for it.
  addBump(line, at + 9 + 2 * breadth, 6, (breadth > 1.5 ? -0.3 : 0.26) * height);
}

/** A line that drifts like breath, hum, and noise. */
function disturb(line: Float64Array, random: RandomStream): void {
  const drift = between(random, 0.02, 0.22);
  const waves = between(random, 0.5, 2);
  const phase = 360 * random.uniform();
  const tilt = 0.15 * random.bell();
  const hum = 0.03 * random.uniform();
  const humStep = between(random, 90, 130);
  const noise = between(random, 0.01, 0.07);
  for (let i = 0; i < line.length; i++) {
    const share = i / line.length;
    line[i]! +=
      drift * directionOf(360 * waves * share + phase).sine +
      tilt * (share - 0.5) +
      hum * directionOf(humStep * i).sine +
      noise * random.bell();
  }
}

/** The 8-bit converter: some amplification, the resting line somewhat below the middle, cut off where it does not fit. */
function convert(line: Float64Array, random: RandomStream, out: Uint8Array, start: number): void {
  const amplification = between(random, 75, 130);
  const rest = between(random, 85, 115);
  for (let i = 0; i < line.length; i++) {
    const level = Math.floor(rest + amplification * line[i]! + 0.5);
    out[start + i] = level < 0 ? 0 : level > 255 ? 255 : level;
  }
}
