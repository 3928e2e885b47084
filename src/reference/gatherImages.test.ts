import { expect, test } from 'vitest';
import { gatherImages } from './gatherImages';
import { gatherLabels } from './gatherLabels';
import { Grid } from './grid';
import { valuesOf, vector } from './literals';

// prettier-ignore
const three = new Grid([3, 2, 2, 1], Uint8Array.from([
   10,  20,
   30,  40,

  110, 120,
  130, 140,

  210, 220,
  230, 240,
]));

test('gatherImages data=[3,2,2,1] indices=[2,0] input=4×4: in the middle, the border is background', () => {
  const plain = { height: 4, width: 4, mean: [0], deviation: [1] };
  // prettier-ignore
  expect(valuesOf(gatherImages(plain, three, vector(2, 0)))).toEqual([
    0,   0,   0, 0,
    0, 210, 220, 0,
    0, 230, 240, 0,
    0,   0,   0, 0,

    0,   0,   0, 0,
    0,  10,  20, 0,
    0,  30,  40, 0,
    0,   0,   0, 0,
  ]);
});

test('gatherImages input=3×3 mean=10 deviation=20: the smaller half of an odd border is above and on the left', () => {
  // prettier-ignore
  expect(valuesOf(gatherImages({ height: 3, width: 3, mean: [10], deviation: [20] }, three, vector(0)))).toEqual([
     0,    0.5, -0.5,
     1,    1.5, -0.5,
    -0.5, -0.5, -0.5,
  ]);
});

test('gatherImages data=[1,1,2,2] mean=1,2 deviation=1,2: each channel has its own', () => {
  const colour = new Grid([1, 1, 2, 2], Uint8Array.of(1, 2, 3, 4));
  const y = gatherImages({ height: 1, width: 3, mean: [1, 2], deviation: [1, 2] }, colour, vector(0));
  expect(valuesOf(y)).toEqual([0, 0, 2, 1, -1, -1]);
});

test('gatherImages data=[2,1,1,2] of numbers mean=1,0 deviation=0.5,2: negative and broken numbers', () => {
  const points = new Grid([2, 1, 1, 2], Float32Array.of(0.25, -3, 1.5, 0.5));
  const y = gatherImages({ height: 1, width: 1, mean: [1, 0], deviation: [0.5, 2] }, points, vector(1, 0));
  expect(valuesOf(y)).toEqual([1, 0.25, -1.5, -1.5]);
});

test('gatherLabels data=[3] indices=[4]', () => {
  expect(valuesOf(gatherLabels({}, new Grid([3], Uint8Array.of(7, 0, 9)), vector(2, 2, 0, 1)))).toEqual([9, 9, 7, 0]);
});

test('an index that no image has gives NaN and the class −1', () => {
  const plain = { height: 2, width: 2, mean: [0], deviation: [1] };
  expect(valuesOf(gatherImages(plain, three, vector(3, -1)))).toEqual(Array.from({ length: 8 }, () => NaN));
  expect(valuesOf(gatherLabels({}, new Grid([1], Uint8Array.of(7)), vector(1, -1)))).toEqual([-1, -1]);
});
