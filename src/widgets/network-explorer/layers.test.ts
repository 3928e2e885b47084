import { describe, expect, test } from 'vitest';
import { networkOn, type DataForm } from '../../network/adapt';
import { networkNamed } from '../../network/zoo';
import {
  activationAfter,
  cellAtPlace,
  channelWords,
  layerViews,
  layoutLayers,
  placeInPlane,
  planeOf,
  receptiveField,
  unitColumns,
} from './layers';
import type { LayerView } from './layers';

const modern = layerViews(networkNamed('lenet5'));
const original = layerViews(networkNamed('lenet5-1998'));
function named(views: readonly LayerView[], name: string): LayerView {
  return views.find((view) => view.name === name)!;
}

test('the input comes first, every layer knows its source', () => {
  expect(modern.map(({ name }) => name).slice(0, 4)).toEqual(['image', 'conv1', 'relu1', 'pool1']);
  expect(modern.map(({ source }) => source)).toEqual([null, ...modern.slice(0, -1).map(({ index }) => index)]);
  expect(layoutLayers(modern)[1]).toEqual({ name: 'conv1', shape: [28, 28, 6], from: [0] });
});

test('only what cannot be negative is unsigned', () => {
  const ranges = (views: readonly LayerView[]): string => views.map(({ name, range }) => `${name} ${range}`).join(', ');
  expect(ranges(modern)).toBe(
    'image ink, conv1 signed, relu1 unsigned, pool1 unsigned, conv2 signed, relu2 unsigned, pool2 unsigned, ' +
      'flatten unsigned, dense1 signed, relu3 unsigned, dense2 signed, relu4 unsigned, dense3 signed',
  );
  expect(ranges(original)).not.toContain('unsigned');
});

test('a picture in colour is itself, its channels by name; a point is a vector, a signal has signed values', () => {
  const inputOn = (shape: DataForm['shape']) => layerViews(networkOn(networkNamed('mlp'), { shape, classes: 3 }))[0]!;
  const colour = inputOn([32, 32, 3]);
  expect([colour.range, colour.isVector]).toEqual(['colour', false]);
  expect([0, 1, 2].map((channel) => channelWords(colour, channel))).toEqual(['red', 'green', 'blue']);
  expect(channelWords(named(modern, 'conv1'), 2)).toBe('map 2');
  const point = inputOn([1, 1, 2]);
  expect([point.range, point.isVector]).toEqual(['signed', true]);
  const signal = inputOn([1, 128, 1]);
  expect([signal.range, signal.isVector]).toEqual(['signed', false]);
});

test('what has one cell per channel is a vector, also as a map of 1 × 1', () => {
  expect(original.filter(({ isVector }) => isVector).map(({ name }) => name)).toEqual([
    'C5',
    'C5-tanh',
    'flatten',
    'F6',
    'F6-tanh',
    'output',
  ]);
});

test('units in rows: as square as their divisors allow, a short vector in one row', () => {
  expect([10, 84, 120, 400, 113].map(unitColumns)).toEqual([10, 7, 10, 20, 11]);
  const plane = planeOf(named(original, 'F6'), 0);
  expect([plane.rows, plane.columns]).toEqual([12, 7]);
  expect(Array.from(planeOf(named(modern, 'conv1'), 2).indices.slice(0, 3))).toEqual([2, 8, 14]);
  const gapped = planeOf({ isVector: true, grid: { height: 1, width: 1, channels: 113 } }, 0);
  expect([gapped.rows, gapped.columns, gapped.indices.at(-1)]).toEqual([11, 11, -1]);
});

describe('the receptive field of a cell, cut to the image', () => {
  test.each([
    ['image', { row: 3, column: 4, channel: 0 }, { top: 3, left: 4, height: 1, width: 1 }],
    ['conv1', { row: 3, column: 4, channel: 0 }, { top: 3, left: 4, height: 5, width: 5 }],
    ['relu1', { row: 3, column: 4, channel: 0 }, { top: 3, left: 4, height: 5, width: 5 }],
    ['pool1', { row: 3, column: 4, channel: 0 }, { top: 6, left: 8, height: 6, width: 6 }],
    ['conv2', { row: 9, column: 0, channel: 0 }, { top: 18, left: 0, height: 14, width: 14 }],
    ['pool2', { row: 4, column: 4, channel: 0 }, { top: 16, left: 16, height: 16, width: 16 }],
    // Entry 99 of 5·5·16 is row 1, column 1, channel 3.
    ['flatten', { row: 0, column: 0, channel: 99 }, { top: 4, left: 4, height: 16, width: 16 }],
    ['dense1', { row: 0, column: 0, channel: 0 }, { top: 0, left: 0, height: 32, width: 32 }],
    ['relu4', { row: 0, column: 0, channel: 5 }, { top: 0, left: 0, height: 32, width: 32 }],
  ] as const)('%s %j', (name, cell, expected) => {
    expect(receptiveField(modern, named(modern, name).index, cell)).toEqual(expected);
  });
});

test('places of a plane and cells of a layer are the same thing twice', () => {
  const dense = named(modern, 'dense1');
  for (const channel of [0, 9, 10, 119]) {
    const cell = { row: 0, column: 0, channel };
    expect(cellAtPlace(dense, 0, placeInPlane(dense, cell))).toEqual(cell);
  }
  expect(cellAtPlace(dense, 0, { row: 12, column: 0 })).toBeNull();
  expect(cellAtPlace(named(modern, 'conv1'), 3, { row: 2, column: 1 })).toEqual({ row: 2, column: 1, channel: 3 });
});

test('what becomes of a sum', () => {
  expect(activationAfter(modern, 1)?.name).toBe('relu1');
  expect(activationAfter(modern, 3)).toBeNull();
  expect(activationAfter(original, 1)?.name).toBe('C1-tanh');
});
