import { describe, expect, test } from 'vitest';
import { networkNamed } from '../../network/zoo';
import { layerViews } from './layers';
import type { LayerView } from './layers';
import {
  atCell,
  atLayer,
  atNetwork,
  back,
  checkState,
  firstState,
  movedCell,
  sameCellIn,
  selectionIn,
  withChannel,
} from './state';

const views = layerViews(networkNamed('lenet5'));
const named = (name: string): LayerView => views.find((view) => view.name === name)!;

describe('where one is', () => {
  test('at the start a wide figure shows the first kernels, a narrow one the network', () => {
    expect(selectionIn(firstState, views, true)).toMatchObject({ level: 'layer', view: { name: 'conv1' }, channel: 0 });
    expect(selectionIn(firstState, views, false)).toEqual({ level: 'network' });
  });

  test('network → layer → cell and back again', () => {
    const layer = atLayer(firstState, named('pool1'));
    const cell = atCell(layer, named('pool1'), { row: 2, column: 3, channel: 4 });
    expect(selectionIn(cell, views, true)).toMatchObject({ level: 'cell', cell: { row: 2, column: 3, channel: 4 } });
    const up = back(cell, selectionIn(cell, views, true));
    expect(selectionIn(up, views, true)).toMatchObject({ level: 'layer', view: { name: 'pool1' }, channel: 4 });
    const top = back(up, selectionIn(up, views, true));
    expect(selectionIn(top, views, true)).toEqual({ level: 'network' });
    expect(back(top, { level: 'network' })).toBe(top);
  });

  test('another layer starts at its first channel; the same one keeps it; another channel keeps the cell', () => {
    const picked = withChannel(
      atCell(firstState, named('conv1'), { row: 5, column: 6, channel: 1 }),
      named('conv1'),
      3,
    );
    expect(selectionIn(picked, views, true)).toMatchObject({ cell: { row: 5, column: 6, channel: 3 } });
    expect(atLayer(picked, named('conv1')).channel).toBe(3);
    expect(atLayer(picked, named('conv2')).channel).toBe(0);
    expect(atNetwork(picked).cell).toBeNull();
  });

  test('a place that this network does not have is moved inside, an unknown layer leads to the start', () => {
    const far = {
      ...firstState,
      at: 'layer',
      layer: 'pool2',
      channel: 99,
      cell: { row: 99, column: 99 },
      slice: 99,
    } as const;
    expect(selectionIn(far, views, true)).toMatchObject({ cell: { row: 4, column: 4, channel: 15 }, slice: 15 });
    const unknown = { ...far, layer: 'C5' };
    expect(selectionIn(unknown, views, false)).toEqual({ level: 'network' });
    expect(selectionIn(unknown, views, true)).toMatchObject({ level: 'layer', view: { name: 'conv1' }, channel: 0 });
  });
});

describe('arrow keys', () => {
  test('begin in the middle, stop at the edges', () => {
    const conv = named('conv1');
    expect(movedCell(conv, 2, null, 0, 1)).toEqual({ row: 13, column: 13, channel: 2 });
    expect(movedCell(conv, 2, { row: 0, column: 27, channel: 2 }, -1, 1)).toEqual({ row: 0, column: 27, channel: 2 });
    expect(movedCell(conv, 2, { row: 0, column: 26, channel: 2 }, 1, 1)).toEqual({ row: 1, column: 27, channel: 2 });
  });

  test('units of a vector stand in rows', () => {
    expect(movedCell(named('dense2'), 0, { row: 0, column: 0, channel: 8 }, 1, 0)).toEqual({
      row: 0,
      column: 0,
      channel: 15,
    });
  });
});

test('the same value before and after flattening', () => {
  expect(sameCellIn(named('flatten'), named('pool2'), { row: 0, column: 0, channel: 99 })).toEqual({
    row: 1,
    column: 1,
    channel: 3,
  });
});

test('a state from a link is taken as it is, anything else is refused', () => {
  const state = { ...firstState, at: 'layer', layer: 'conv1', cell: { row: 1, column: 2 } } as const;
  expect(checkState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  expect(checkState(firstState)).toEqual(firstState);
  for (const wrong of [
    null,
    3,
    {},
    { ...state, at: 'x' },
    { ...state, channel: -1 },
    { ...state, cell: { row: 1 } },
    { ...state, layer: 1 },
  ]) {
    expect(checkState(wrong)).toBeNull();
  }
});
