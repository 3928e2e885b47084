/**
 * A network as the explorer looks at it: the input and every layer in one list, each with its source, sizes and what its values
 * mean. Works for any description; kinds decide, never names.
 */

import { operationText } from '../../draw/layerText';
import type { LayoutLayer } from '../../draw/networkLayout';
import { definitionOf } from '../../network/layers/layers';
import type { LayerSpec, NetworkSpec } from '../../network/spec';
import { summarize } from '../../network/summary';
import type { LayerSummary } from '../../network/summary';
import { sameShape, type Shape } from '../../tensor/shape';
import { flatIndex, gridOf, positionOf } from './windows';
import type { CellPosition, CellWindow, Grid } from './windows';

/**
 * How values are coloured: `ink` for a grey picture itself, `colour` for one of red, green and blue, `unsigned` where they cannot be negative
 * (after ReLU or a sigmoid), `signed` elsewhere.
 */
export type ValueRange = 'ink' | 'colour' | 'unsigned' | 'signed';

export interface LayerView {
  readonly index: number;
  readonly name: string;
  /** `convolution 5 × 5`; `image` for the input. */
  readonly operation: string;
  readonly shape: Shape;
  readonly grid: Grid;
  /** 1 × 1 × C or [C]: shown as a list of units instead of maps. */
  readonly isVector: boolean;
  readonly range: ValueRange;
  /** Null for the input. */
  readonly layer: LayerSpec | null;
  readonly summary: LayerSummary | null;
  /** Index of the layer that feeds this one, the first where it joins several; null for the input. */
  readonly source: number | null;
  /** Indices of all that feed this one. */
  readonly sources: readonly number[];
}

function rangeOf(layer: LayerSpec, sources: readonly LayerView[]): ValueRange {
  switch (layer.kind) {
    case 'activation':
      return ['relu', 'sigmoid', 'softmax'].includes(layer.function) ? 'unsigned' : 'signed';
    case 'l2Pool':
      return 'unsigned';
    case 'maxPool':
    case 'averagePool':
    case 'globalAveragePool':
    case 'localResponseNormalization':
    case 'dropout':
    case 'add':
    case 'concatenate':
    case 'channelScale':
    case 'maxout':
    case 'shortcut':
    case 'pad':
    case 'crop':
    case 'resize':
    case 'flatten':
      return sources.every(({ range }) => range === 'unsigned') ? 'unsigned' : 'signed';
    case 'convolution':
    case 'dense':
    case 'subsampling':
    case 'batchNormalization':
    case 'layerNormalization':
    case 'transposedConvolution':
    case 'euclidean':
      return 'signed';
  }
}

function inputRange({ height, width, channels }: Grid): ValueRange {
  if (height === 1 || width === 1) return 'signed';
  return channels === 1 ? 'ink' : channels === 3 ? 'colour' : 'signed';
}

const primaries = ['red', 'green', 'blue'] as const;

/** `map 4`; of a picture in colour `red`. */
export function channelWords({ range }: Pick<LayerView, 'range'>, channel: number): string {
  return (range === 'colour' ? primaries[channel] : undefined) ?? `map ${channel}`;
}

/** The input first, then the layers in the order in which they are computed. */
export function layerViews(spec: NetworkSpec): readonly LayerView[] {
  const views: LayerView[] = [];
  for (const input of spec.inputs) {
    const grid = gridOf(input.shape);
    views.push({
      index: views.length,
      name: input.name,
      operation: 'image',
      shape: input.shape,
      grid,
      isVector: grid.height === 1 && grid.width === 1,
      range: inputRange(grid),
      layer: null,
      summary: null,
      source: null,
      sources: [],
    });
  }
  for (const summary of summarize(spec).layers) {
    const layer = spec.layers.find(({ name }) => name === summary.name);
    const sources = summary.from.flatMap((from) => views.filter(({ name }) => name === from));
    const [source] = sources;
    if (layer === undefined || source === undefined) {
      throw new Error(
        `internal: the summary of ${spec.name} has "${summary.name}" after "${summary.from.join(', ')}"; the description has not.`,
      );
    }
    const grid = gridOf(summary.shape);
    views.push({
      index: views.length,
      name: layer.name,
      operation: operationText(layer),
      shape: summary.shape,
      grid,
      isVector: grid.height === 1 && grid.width === 1,
      range: rangeOf(layer, sources),
      layer,
      summary,
      source: source.index,
      sources: sources.map(({ index }) => index),
    });
  }
  return views;
}

/** What `networkLayout` wants to know. */
export function layoutLayers(views: readonly LayerView[]): LayoutLayer[] {
  return views.map(({ name, shape, sources }) => ({ name, shape, from: sources }));
}

/** How many units of a vector stand in one row: all of a short one; else the largest divisor that is no wider than high. */
export function unitColumns(units: number): number {
  if (units <= 12) return units;
  for (let columns = Math.floor(Math.sqrt(units)); columns >= 4; columns--) {
    if (units % columns === 0) return columns;
  }
  return Math.ceil(Math.sqrt(units));
}

/**
 * One plane of a layer to look at: a channel of a grid, or all units of a vector in rows. `cells[i]` is the position of the
 * i-th cell of the plane in the layer's output.
 */
export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** −1 where the last row of units has a gap. */
  readonly indices: Int32Array;
}

export function planeOf(view: Pick<LayerView, 'grid' | 'isVector'>, channel: number): Plane {
  const { height, width, channels } = view.grid;
  if (view.isVector) {
    const columns = unitColumns(channels);
    const rows = Math.ceil(channels / columns);
    return { rows, columns, indices: Int32Array.from({ length: rows * columns }, (_, i) => (i < channels ? i : -1)) };
  }
  return {
    rows: height,
    columns: width,
    indices: Int32Array.from({ length: height * width }, (_, i) => i * channels + channel),
  };
}

/** Where in the plane a cell stands, and which cell of the layer stands at a place of the plane; null in a gap. */
export function placeInPlane(view: LayerView, { row, column, channel }: CellPosition): { row: number; column: number } {
  if (!view.isVector) return { row, column };
  const columns = unitColumns(view.grid.channels);
  return { row: Math.floor(channel / columns), column: channel % columns };
}
export function cellAtPlace(
  view: LayerView,
  channel: number,
  place: { readonly row: number; readonly column: number },
): CellPosition | null {
  if (!view.isVector) return { ...place, channel };
  const unit = place.row * unitColumns(view.grid.channels) + place.column;
  return unit < view.grid.channels ? { row: 0, column: 0, channel: unit } : null;
}

/** The part of the network's input that a cell sees, cut to the image. */
export function receptiveField(views: readonly LayerView[], index: number, cell: CellPosition): CellWindow {
  const view = views[index];
  const input = views.find(({ source }) => source === null);
  if (view === undefined || input === undefined) throw new Error(`internal: there is no layer ${index}.`);
  if (view.summary === null || view.source === null || view.layer === null) {
    return { top: cell.row, left: cell.column, height: 1, width: 1 };
  }
  const source = views[view.source];
  // A cell that is made of the one cell before it sees what that one sees.
  const isAlone = view.sources.length === 1 && sameShape(view.shape, source?.shape ?? []);
  if (source !== undefined && isAlone && definitionOf(view.layer).view(view.layer, source.shape).kind === 'pointwise') {
    return receptiveField(views, source.index, cell);
  }
  if (source !== undefined && view.layer.kind === 'flatten') {
    return receptiveField(views, source.index, positionOf(source.grid, flatIndex(view.grid, cell)));
  }
  const { size, jump, start } = view.summary.receptiveField;
  const along = (axis: 0 | 1, position: number, length: number): [from: number, count: number] => {
    const from = start[axis] + position * jump[axis];
    const to = Math.min(length, from + size[axis]);
    return [Math.max(0, from), Math.max(0, to - Math.max(0, from))];
  };
  const [top, height] = along(0, cell.row, input.grid.height);
  const [left, width] = along(1, cell.column, input.grid.width);
  return { top, left, height, width };
}

/** The first activation layer that is fed by this one, if it comes next; what becomes of a sum. */
export function activationAfter(views: readonly LayerView[], index: number): LayerView | null {
  return views.find(({ source, layer }) => source === index && layer?.kind === 'activation') ?? null;
}
