import { describe, expect, test } from 'vitest';
import type { ConvolutionLayer, LayerSpec } from '../../network/spec';
import { agrees, explainCell, slotsOf } from './cell';
import type { CellSources } from './cell';
import { flatIndex, gridOf, positionOf, usersOf, windowOf } from './windows';

const values = (...numbers: number[]): { values: Float32Array } => ({ values: new Float32Array(numbers) });
function sources(layer: LayerSpec, parts: Partial<CellSources>): CellSources {
  return {
    layer,
    inputShape: [1],
    input: new Float32Array(1),
    outputShape: [1],
    output: new Float32Array(1),
    weights: {},
    ...parts,
  };
}

test('flat positions of [2,3,4] and back', () => {
  const grid = gridOf([2, 3, 4]);
  for (let index = 0; index < 24; index++) expect(flatIndex(grid, positionOf(grid, index))).toBe(index);
  expect(positionOf(grid, 23)).toEqual({ row: 1, column: 2, channel: 3 });
  expect(gridOf([120])).toEqual({ height: 1, width: 1, channels: 120 });
});

describe('convolution x=[3,3,2] k=2 filters=2', () => {
  const layer: ConvolutionLayer = { kind: 'convolution', name: 'c', filters: 2, kernel: [2, 2] };
  // Channel 0 counts 1 … 9, channel 1 is 10 everywhere.
  const input = new Float32Array([1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((value) => [value, 10]));
  // [KH,KW,I,O]: filter 1 is 1 on the diagonal of channel 0 and 0.5 top left of channel 1; filter 0 is 0.
  const weight = values(0, 1, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
  const weights = { 'c.weight': weight, 'c.bias': values(7, -1) };
  // At row 1, column 0: 4 + 8 + 10 · 0.5 − 1 = 16.
  const output = new Float32Array([0, 0, 0, 0, 0, 16, 0, 0]);
  const all = sources(layer, { inputShape: [3, 3, 2], input, outputShape: [2, 2, 2], output, weights });

  test('window, kernel, products and their sum', () => {
    const cell = explainCell(all, { row: 1, column: 0, channel: 1 });
    expect(cell).toEqual({
      kind: 'convolution',
      window: { top: 1, left: 0, height: 2, width: 2 },
      slices: [
        { channel: 0, inputs: [4, 5, 7, 8], weights: [1, 0, 0, 1], products: [4, 0, 0, 8], sum: 12 },
        { channel: 1, inputs: [10, 10, 10, 10], weights: [0.5, 0, 0, 0], products: [5, 0, 0, 0], sum: 5 },
      ],
      bias: -1,
      sum: 16,
      output: 16,
    });
    expect(agrees(cell)).toBe(true);
  });

  test('with a connection table only the connected slices are there', () => {
    const cell = explainCell(
      { ...all, layer: { ...layer, connections: [[0, 1], [1]] } },
      { row: 1, column: 0, channel: 1 },
    );
    expect(cell.kind === 'convolution' && cell.slices.map(({ channel }) => channel)).toEqual([1]);
    expect(agrees(cell)).toBe(false);
  });

  test('numbers of different steps are told apart', () => {
    const later = { ...weights, 'c.bias': values(7, -0.9) };
    expect(agrees(explainCell({ ...all, weights: later }, { row: 1, column: 0, channel: 1 }))).toBe(false);
  });

  test('padding: the window begins outside, where there are zeros', () => {
    const padded: ConvolutionLayer = { ...layer, kernel: [3, 3], padding: 'same' };
    const window = windowOf(padded, [3, 3, 2], { row: 0, column: 2, channel: 0 });
    expect(window).toEqual({ top: -1, left: 1, height: 3, width: 3 });
    const ones = { 'c.weight': { values: new Float32Array(36).fill(1) }, 'c.bias': values(0, 0) };
    const cell = explainCell(
      { ...all, layer: padded, outputShape: [3, 3, 2], output: new Float32Array(18), weights: ones },
      { row: 0, column: 2, channel: 0 },
    );
    expect(cell.kind === 'convolution' && cell.slices[0]?.inputs).toEqual([0, 0, 0, 2, 3, 0, 5, 6, 0]);
  });

  test('a missing slot is our fault and says so', () => {
    expect(() => explainCell({ ...all, weights: { 'c.weight': weight } }, { row: 0, column: 0, channel: 0 })).toThrow(
      'internal: the arithmetic of a cell of "c" needs c.bias; the inspection brought c.weight.',
    );
  });
});

test('max pooling: the first of the largest wins', () => {
  const pool: LayerSpec = { kind: 'maxPool', name: 'p', window: [2, 2] };
  // prettier-ignore
  const input = new Float32Array([
    1, 2, 3, 9,
    4, 5, 9, 0,
  ]);
  const all = sources(pool, { inputShape: [2, 4, 1], input, outputShape: [1, 2, 1], output: new Float32Array([5, 9]) });
  const cell = explainCell(all, { row: 0, column: 1, channel: 0 });
  expect(cell).toMatchObject({ window: { top: 0, left: 2 }, values: [3, 9, 9, 0], winner: 1, output: 9 });
  expect(agrees(cell)).toBe(true);
  expect(agrees(explainCell({ ...all, output: new Float32Array([5, 8]) }, { row: 0, column: 1, channel: 0 }))).toBe(
    false,
  );
});

test('average pooling with a stride of its own', () => {
  const pool: LayerSpec = { kind: 'averagePool', name: 'p', window: [1, 2], stride: [1, 1] };
  const all = sources(pool, {
    inputShape: [1, 3, 1],
    input: new Float32Array([1, 3, 6]),
    outputShape: [1, 2, 1],
    output: new Float32Array([2, 4.5]),
  });
  expect(explainCell(all, { row: 0, column: 1, channel: 0 })).toMatchObject({ values: [3, 6], sum: 4.5, output: 4.5 });
});

test('the sub-sampling of 1998: window mean × coefficient + bias', () => {
  const layer: LayerSpec = { kind: 'subsampling', name: 's', window: [2, 2] };
  const all = sources(layer, {
    inputShape: [2, 2, 1],
    input: new Float32Array([1, 2, 3, 4]),
    outputShape: [1, 1, 1],
    output: new Float32Array([1.75]),
    weights: { 's.coefficient': values(0.5), 's.bias': values(0.5) },
  });
  const cell = explainCell(all, { row: 0, column: 0, channel: 0 });
  expect(cell).toMatchObject({ mean: 2.5, coefficient: 0.5, bias: 0.5, sum: 1.75 });
  expect(agrees(cell)).toBe(true);
});

test('dense: all contributions, the largest first', () => {
  const layer: LayerSpec = { kind: 'dense', name: 'd', units: 2 };
  const all = sources(layer, {
    inputShape: [3],
    input: new Float32Array([1, 2, 3]),
    outputShape: [2],
    output: new Float32Array([0, -3.5]),
    weights: { 'd.weight': values(0, 1, 0, 1, 0, -2), 'd.bias': values(0, -0.5) },
  });
  const cell = explainCell(all, { row: 0, column: 0, channel: 1 });
  expect(cell).toEqual({
    kind: 'dense',
    terms: [
      { index: 2, input: 3, factor: -2, value: -6 },
      { index: 1, input: 2, factor: 1, value: 2 },
      { index: 0, input: 1, factor: 1, value: 1 },
    ],
    bias: -0.5,
    sum: -3.5,
    output: -3.5,
  });
});

test('Euclidean units: minus the squared distance to the prototype', () => {
  const layer: LayerSpec = { kind: 'euclidean', name: 'e', prototypes: 'digits-7x12' };
  // The first row of the bitmap of 1 reads ...##.. ; a picture of all zeros is 1 away from every cell.
  const input = new Float32Array(84);
  input[0] = -1;
  input[3] = -1;
  const all = sources(layer, { inputShape: [84], input, outputShape: [10], output: new Float32Array(10).fill(-86) });
  const cell = explainCell(all, { row: 0, column: 0, channel: 1 });
  expect(cell).toMatchObject({ sum: -86, output: -86 });
  expect(cell.kind === 'euclidean' && cell.terms[0]).toEqual({ index: 3, input: -1, factor: 1, value: 4 });
  expect(agrees(cell)).toBe(true);
});

test('activation and flatten', () => {
  const relu: LayerSpec = { kind: 'activation', name: 'r', function: 'relu' };
  const all = sources(relu, {
    inputShape: [1, 2, 1],
    input: new Float32Array([-1, 2]),
    outputShape: [1, 2, 1],
    output: new Float32Array([0, 2]),
  });
  expect(explainCell(all, { row: 0, column: 0, channel: 0 })).toEqual({
    kind: 'activation',
    layer: relu,
    input: -1,
    sum: 0,
    output: 0,
  });
  const flat = explainCell(
    {
      ...all,
      layer: { kind: 'flatten', name: 'f' },
      inputShape: [2, 1, 3],
      outputShape: [6],
      output: new Float32Array(6),
    },
    { row: 0, column: 0, channel: 4 },
  );
  expect(flat).toMatchObject({ kind: 'flatten', source: { row: 1, column: 0, channel: 1 } });
});

test('the slots that a layer needs', () => {
  expect(slotsOf({ kind: 'convolution', name: 'c', filters: 1, kernel: [1, 1] })).toEqual(['c.weight', 'c.bias']);
  expect(slotsOf({ kind: 'subsampling', name: 's', window: [2, 2] })).toEqual(['s.coefficient', 's.bias']);
  expect(slotsOf({ kind: 'flatten', name: 'f' })).toEqual([]);
});

describe('which output cells use an input cell', () => {
  test.each<[LayerSpec, number[], number[]]>([
    [{ kind: 'convolution', name: 'c', filters: 1, kernel: [3, 3] }, [7, 7, 1], [5, 5, 1]],
    [
      { kind: 'convolution', name: 'c', filters: 1, kernel: [3, 3], stride: [2, 2], padding: 'same' },
      [7, 7, 1],
      [4, 4, 1],
    ],
    [{ kind: 'maxPool', name: 'p', window: [2, 2] }, [7, 7, 1], [3, 3, 1]],
    [{ kind: 'maxPool', name: 'p', window: [3, 3], stride: [2, 2] }, [7, 7, 1], [3, 3, 1]],
  ])('%j: the same as asking every output cell for its window', (layer, inputShape, outputShape) => {
    const [height, width] = [outputShape[0]!, outputShape[1]!];
    for (let row = 0; row < 7; row++) {
      for (let column = 0; column < 7; column++) {
        const users: string[] = [];
        for (let r = 0; r < height; r++) {
          for (let c = 0; c < width; c++) {
            const window = windowOf(layer, inputShape, { row: r, column: c, channel: 0 })!;
            const isInside =
              row >= window.top &&
              row < window.top + window.height &&
              column >= window.left &&
              column < window.left + window.width;
            if (isInside) users.push(`${r},${c}`);
          }
        }
        const found = usersOf(layer, inputShape, outputShape, { row, column });
        const listed: string[] = [];
        if (found !== null) {
          for (let r = found.top; r < found.top + found.height; r++) {
            for (let c = found.left; c < found.left + found.width; c++) listed.push(`${r},${c}`);
          }
        }
        expect(listed, `cell ${row},${column}`).toEqual(users);
      }
    }
  });

  test('a dense layer has no windows', () => {
    expect(usersOf({ kind: 'dense', name: 'd', units: 2 }, [3], [2], { row: 0, column: 0 })).toBeNull();
  });
});
