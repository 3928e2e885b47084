import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DataError, generatedIds } from '../dataSet';
import { createPointMaker, generatePlanes, planeKinds, planeOffers, planes, type PlaneKind } from './planes';
import { pointsFrom, type LabelledPoint } from './points';
import { sampleSurface, surfaceNames, surfaces } from './surfaces';

const small = { seed: 1, train: 60, validation: 10, test: 20 };
const sha256 = (numbers: Float32Array): string =>
  createHash('sha256').update(new Uint8Array(numbers.buffer)).digest('hex').slice(0, 12);

describe.each(planeKinds)('%s', (kind) => {
  const noiseless = (count: number): { x: number; y: number; label: number }[] => {
    const maker = createPointMaker(kind, 5, 'train', 0);
    const out = new Float32Array(2);
    return Array.from({ length: count }, (_, k) => {
      const label = maker.make(k, out, 0);
      return { x: out[0]!, y: out[1]!, label };
    });
  };

  test('the same seed gives the same numbers, another seed others; point k does not depend on how many are made', async () => {
    const [first, again, other, fewer] = await Promise.all([
      generatePlanes({ kind, ...small }),
      generatePlanes({ kind, ...small }),
      generatePlanes({ kind, ...small, seed: 2 }),
      generatePlanes({ kind, ...small, train: 10 }),
    ]);
    expect(again).toEqual(first);
    expect(other.train.numbers).not.toEqual(first.train.numbers);
    expect(fewer.train.numbers).toEqual(first.train.numbers!.subarray(0, 20));
    expect(first.info).toMatchObject({ id: `planes-${kind}`, shape: [1, 1, 2], values: 'numbers' });
    expect(first.info.counts).toEqual({ train: 60, validation: 10, test: 20 });
    expect(first.train.pixels).toHaveLength(0);
    // The numbers are the same in every engine; whoever changes the figure changes these.
    expect(sha256(first.train.numbers!)).toBe(golden[kind]);
  });

  test('the splits share no point; every class comes about as often as the others', async () => {
    const {
      train,
      validation,
      test: held,
    } = await generatePlanes({ kind, seed: 3, train: 900, validation: 300, test: 300 });
    const points = [train, validation, held].flatMap(({ numbers, count }) =>
      Array.from({ length: count }, (_, k) => `${numbers![2 * k]} ${numbers![2 * k + 1]}`),
    );
    expect(new Set(points).size).toBe(1500);
    const counts = planes[kind].classes.map((_, label) => train.labels.filter((found) => found === label).length);
    for (const count of counts) expect(Math.abs(count - 900 / counts.length)).toBeLessThan(90);
  });

  test('without noise the points lie on the figure, inside the square', () => {
    for (const { x, y, label } of noiseless(500)) {
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
      expect(distanceFromFigure[kind](x, y, label)).toBeLessThan(1e-6);
    }
  });

  test('noise moves every coordinate by so much', () => {
    const [still, moved] = [createPointMaker(kind, 5, 'test', 0), createPointMaker(kind, 5, 'test', 0.25)];
    const [from, to] = [new Float32Array(2), new Float32Array(2)];
    let sum = 0;
    for (let k = 0; k < 2000; k++) {
      expect(moved.make(k, to, 0)).toBe(still.make(k, from, 0));
      sum += (to[0]! - from[0]!) ** 2 + (to[1]! - from[1]!) ** 2;
    }
    expect(Math.sqrt(sum / 4000)).toBeCloseTo(0.25, 2);
  });
});

const golden: { readonly [K in PlaneKind]: string } = {
  circles: 'd71417e555c6',
  moons: '08810d507264',
  spirals: '7f47a98f60e5',
  xor: '3281f1560c25',
  gaussians: 'c8d255b9485e',
  checkerboard: '81677860402e',
};

/** How far from its class's figure a point lies, by another formula than the generator's. */
const distanceFromFigure: { readonly [K in PlaneKind]: (x: number, y: number, label: number) => number } = {
  circles: (x, y, label) => Math.abs(Math.hypot(x, y) - (label === 0 ? 0.4 : 0.9)),
  moons: (x, y, label) =>
    label === 0
      ? Math.abs(Math.hypot(x + 0.3, y + 0.15) - 0.6) + Math.max(0, -(y + 0.15))
      : Math.abs(Math.hypot(x - 0.3, y - 0.15) - 0.6) + Math.max(0, y - 0.15),
  spirals(x, y, label) {
    const way = (Math.hypot(x, y) - 0.08) / 0.9;
    const angle = 3 * Math.PI * way + Math.PI * label;
    return Math.hypot(x - Math.hypot(x, y) * Math.cos(angle), y - Math.hypot(x, y) * Math.sin(angle));
  },
  xor: (x, y, label) => ((label === 0) === x * y > 0 ? 0 : 1),
  gaussians(x, y, label) {
    const angle = Math.PI / 2 + (label * 2 * Math.PI) / 3;
    return Math.hypot(x - 0.6 * Math.cos(angle), y - 0.6 * Math.sin(angle));
  },
  checkerboard: (x, y, label) => Math.abs(((Math.floor(2 * x) + Math.floor(2 * y) + 8) % 2) - label),
};

test('every kind is offered under an id of its own', () => {
  for (const kind of planeKinds) expect(generatedIds).toContain(planeOffers[kind].id);
});

test('progress goes up to the whole; a signal ends the work', async () => {
  const reports: [number, number][] = [];
  await generatePlanes({ kind: 'moons', ...small }, (done, total) => reports.push([done, total]));
  expect(reports.at(-1)).toEqual([90, 90]);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 5);
  await expect(
    generatePlanes({ kind: 'moons', ...small, train: 200_000 }, undefined, controller.signal),
  ).rejects.toThrow('enough');
});

test.each([
  [
    { kind: 'xor', ...small, noise: -0.1 },
    'Planes: exclusive or: the noise is to be a number from 0 to 1, found -0.1.',
  ],
  [{ kind: 'moons', ...small, noise: NaN }, 'Planes: moons: the noise is to be a number from 0 to 1, found NaN.'],
  [{ kind: 'moons', ...small, train: 0 }, 'Planes: moons: the number of train images is to be a whole number'],
] as const)('%o is refused', async (request, message) => {
  await expect(generatePlanes(request)).rejects.toThrow(message);
  await expect(generatePlanes(request)).rejects.toBeInstanceOf(DataError);
});

describe('pointsFrom', () => {
  const about = { id: 'own-mine', title: 'Mine', classes: ['red', 'blue'] } as const;
  const points: LabelledPoint[] = Array.from({ length: 60 }, (_, k) => ({
    coordinates: [k, 100 - k, k % 7],
    label: k % 2,
  }));

  test('every point goes with its label to one split; the training points are measured', () => {
    const made = pointsFrom(points, about);
    expect(made.info).toMatchObject({ ...about, origin: 'imported', shape: [1, 1, 3], values: 'numbers' });
    expect(made.info.counts).toEqual({ train: 46, validation: 4, test: 10 });
    const found = [made.train, made.validation, made.test].flatMap(({ numbers, labels, count }) =>
      Array.from({ length: count }, (_, k) => ({
        coordinates: [...numbers!.subarray(3 * k, 3 * k + 3)],
        label: labels[k]!,
      })),
    );
    expect(found.sort((a, b) => a.coordinates[0]! - b.coordinates[0]!)).toEqual(points);
    expect(made.info.normalization.mean).toHaveLength(3);
  });

  test.each<[string, readonly LabelledPoint[], readonly string[], string]>([
    [
      'no points',
      [],
      ['a', 'b'],
      'Mine: expected at least 3 points, one to train on, one to choose by and one to test with, found 0.',
    ],
    ['one class', points, ['a'], 'Mine: expected 2 to 256 classes, so that there is something to tell apart, found 1.'],
    [
      'one class used',
      points.map((point) => ({ ...point, label: 1 })),
      ['a', 'b'],
      'Mine: expected points of at least two classes, found only “b”. Add points of another.',
    ],
    [
      'no coordinates',
      points.map(({ label }) => ({ label, coordinates: [] })),
      ['a', 'b'],
      'Mine: expected points with at least one coordinate, found none.',
    ],
    [
      'another number of coordinates',
      [...points, { coordinates: [1, 2], label: 0 }],
      ['a', 'b'],
      'Mine: point 61: expected 3 coordinates, as the first has, found 2. Change it or leave it out.',
    ],
    [
      'not a number',
      [{ coordinates: [1, NaN, 3], label: 0 }, ...points],
      ['a', 'b'],
      'Mine: point 1: expected a finite number as coordinate 2, found NaN.',
    ],
    [
      'too large for float32',
      [{ coordinates: [1, 2, 1e39], label: 0 }, ...points],
      ['a', 'b'],
      'Mine: point 1: expected a finite number as coordinate 3, found 1e+39.',
    ],
    [
      'no such class',
      [...points, { coordinates: [1, 2, 3], label: 2 }],
      ['a', 'b'],
      'Mine: point 61: expected a label from 0 to 1, found 2.',
    ],
  ])('%s: refused', (_, list, classes, message) => {
    const make = () => pointsFrom(list, { ...about, classes });
    expect(make).toThrow(DataError);
    expect(make).toThrow(message);
  });
});

describe('surfaces', () => {
  test.each([
    ['ramp', 0.4, -0.8, 0],
    ['saddle', 0.5, 1, -0.75],
    ['hill', 0.4, 0, 0.5],
    ['two-hills', -0.5, 0, 1 - 1 / (1 + 1 / 0.09)],
    ['waves', 0.25, 1, -1],
    ['ring', 0.6, 0.8, -1],
    ['step', 0.1, -0.05, 1],
    ['step', 0.1, -0.1, 0],
  ] as const)('%s at (%f, %f) is %f', (name, x, y, z) => {
    expect(surfaces[name].valueAt(x, y)).toBeCloseTo(z, 12);
  });

  test.each(surfaceNames)(
    '%s: samples are heights at their points, the same every time; noise adds its deviation',
    (name) => {
      const still = sampleSurface({ name, seed: 3, count: 500 });
      expect(sampleSurface({ name, seed: 3, count: 500 })).toEqual(still);
      expect(sampleSurface({ name, seed: 4, count: 500 }).points).not.toEqual(still.points);
      const noisy = sampleSurface({ name, seed: 3, count: 500, noise: 0.5 });
      expect(noisy.points).toEqual(still.points);
      let sum = 0;
      for (let k = 0; k < 500; k++) {
        const [x, y] = [still.points[2 * k]!, still.points[2 * k + 1]!];
        expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
        expect(Math.abs(still.targets[k]!)).toBeLessThanOrEqual(1);
        expect(still.targets[k]).toBe(Math.fround(surfaces[name].valueAt(x, y)));
        sum += (noisy.targets[k]! - still.targets[k]!) ** 2;
      }
      expect(Math.abs(Math.sqrt(sum / 500) - 0.5)).toBeLessThan(0.06);
    },
  );

  test('refusals', () => {
    expect(() => sampleSurface({ name: 'hill', seed: 1, count: 0 })).toThrow(
      'Hill: the number of samples is to be a whole number from 1 to 200,000, found 0. Choose another.',
    );
    expect(() => sampleSurface({ name: 'hill', seed: 1, count: 5, noise: -1 })).toThrow(
      'Hill: the noise is to be a number, 0 or more, found -1. Choose another.',
    );
  });
});
