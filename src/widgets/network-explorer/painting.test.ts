import { expect, test } from 'vitest';
import type { Inspection } from '../../engine/protocol';
import { networkOn } from '../../network/adapt';
import { networkNamed } from '../../network/zoo';
import { layerViews, planeOf } from './layers';
import { paintFront, paintPlane, shownValues, valuesOf } from './painting';

const [image, conv1] = layerViews(networkOn(networkNamed('lenet5'), { shape: [32, 32, 3], classes: 10 }));

/** Every pixel is red 10, green 20, blue 30 of 255. */
const values = Float32Array.from(
  { length: 32 * 32 * 3 },
  (_, i) => [(10 - 100) / 50, (20 - 110) / 60, (30 - 120) / 70][i % 3]!,
);
const inspection: Inspection = {
  step: 0,
  input: { shape: [32, 32, 3], values },
  normalization: { mean: [100, 110, 120], deviation: [50, 60, 70] },
  activations: { conv1: { shape: [28, 28, 6], values: new Float32Array(28 * 28 * 6).fill(1) } },
  probabilities: new Float32Array(10),
};

test('a picture in colour is painted as the bytes it came from, whole or by channel; its values stay what the network saw', () => {
  const shown = shownValues(image!, inspection)!;
  expect(shownValues(image!, inspection)).toBe(shown);
  expect(valuesOf(image!, inspection)).toBe(values);
  const rgba = new Uint8ClampedArray(32 * 32 * 4);
  const plane = planeOf(image!, 2);
  paintFront(plane, shown, image!.range, 0, rgba, 'light');
  expect([...rgba.subarray(4, 8)]).toEqual([10, 20, 30, 255]);
  paintPlane(plane, shown, image!.range, 0, rgba, 'dark');
  expect([...rgba.subarray(4, 8)]).toEqual([0, 0, 30, 255]);
});

test('of every other layer its own values are painted', () => {
  expect(shownValues(conv1!, inspection)).toBe(valuesOf(conv1!, inspection));
  expect(shownValues(image!, null)).toBeNull();
});
