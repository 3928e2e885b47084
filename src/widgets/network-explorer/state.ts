/**
 * Where the reader is in the network: at the whole, in a layer, at a cell. Plain data that fits in a link; every step is a pure
 * function of where one was. A place that the present network does not have leads back to the beginning.
 */

import type { LinkForm } from '../widgetState';
import { cellAtPlace, placeInPlane, planeOf } from './layers';
import type { LayerView } from './layers';
import { flatIndex, positionOf } from './windows';
import type { CellPosition } from './windows';

export interface ExplorerState {
  /** `start`: nothing was chosen yet; a wide figure then shows the first layer with a kernel. */
  readonly at: 'start' | 'network' | 'layer';
  readonly layer: string;
  readonly channel: number;
  readonly cell: { readonly row: number; readonly column: number } | null;
  /** Which of the layer's inputs the arithmetic shows: a channel of the layer before. */
  readonly slice: number;
  readonly isTableShown: boolean;
}

export const firstState: ExplorerState = {
  at: 'start',
  layer: '',
  channel: 0,
  cell: null,
  slice: 0,
  isTableShown: false,
};

/** The state as it stands in the present network. */
export type Selection =
  | { readonly level: 'network' }
  | { readonly level: 'layer'; readonly view: LayerView; readonly channel: number; readonly slice: number }
  | {
      readonly level: 'cell';
      readonly view: LayerView;
      readonly cell: CellPosition;
      readonly channel: number;
      readonly slice: number;
    };

function clamp(value: number, length: number): number {
  return Math.min(Math.max(0, value), Math.max(0, length - 1));
}

export function selectionIn(state: ExplorerState, views: readonly LayerView[], isWide: boolean): Selection {
  if (state.at === 'network') return { level: 'network' };
  const chosen = state.at === 'layer' ? views.find(({ name }) => name === state.layer) : undefined;
  const beginning = isWide
    ? views.find(({ layer }) => layer?.kind === 'convolution' || layer?.kind === 'dense')
    : undefined;
  const view = chosen ?? beginning;
  if (view === undefined) return { level: 'network' };
  const channel = chosen === undefined ? 0 : clamp(state.channel, view.grid.channels);
  const source = view.source === null ? undefined : views[view.source];
  const slice = chosen === undefined ? 0 : clamp(state.slice, source?.grid.channels ?? 1);
  if (chosen === undefined || state.cell === null) return { level: 'layer', view, channel, slice };
  const cell = {
    row: clamp(state.cell.row, view.grid.height),
    column: clamp(state.cell.column, view.grid.width),
    channel,
  };
  return { level: 'cell', view, cell, channel, slice };
}

export function atNetwork(state: ExplorerState): ExplorerState {
  return { ...state, at: 'network', cell: null };
}
export function atLayer(state: ExplorerState, view: LayerView): ExplorerState {
  const isSame = state.at === 'layer' && state.layer === view.name;
  return {
    ...state,
    at: 'layer',
    layer: view.name,
    channel: isSame ? state.channel : 0,
    slice: isSame ? state.slice : 0,
    cell: null,
  };
}
/** Another channel; the cell stays where it is. */
export function withChannel(state: ExplorerState, view: LayerView, channel: number): ExplorerState {
  return { ...state, at: 'layer', layer: view.name, channel };
}
export function atCell(state: ExplorerState, view: LayerView, { row, column, channel }: CellPosition): ExplorerState {
  return { ...state, at: 'layer', layer: view.name, channel, cell: { row, column } };
}
export function withSlice(state: ExplorerState, view: LayerView, slice: number): ExplorerState {
  return { ...state, at: 'layer', layer: view.name, slice };
}

/** One level up: cell → layer → network. */
export function back(state: ExplorerState, selection: Selection): ExplorerState {
  if (selection.level === 'cell') return { ...state, cell: null };
  return selection.level === 'layer' ? atNetwork(state) : state;
}

/** The cell that an arrow key leads to from `cell`; the middle of the plane when there is none yet. Gaps are not entered. */
export function movedCell(
  view: LayerView,
  channel: number,
  cell: CellPosition | null,
  down: number,
  right: number,
): CellPosition | null {
  const { rows, columns } = planeOf(view, channel);
  if (cell === null) {
    const middle = { row: Math.floor((rows - 1) / 2), column: Math.floor((columns - 1) / 2) };
    return cellAtPlace(view, channel, middle);
  }
  const place = placeInPlane(view, cell);
  return cellAtPlace(view, channel, {
    row: clamp(place.row + down, rows),
    column: clamp(place.column + right, columns),
  });
}

/** The same cell in the layer before or after, where values go through one by one (activation, flatten). */
export function sameCellIn(from: LayerView, to: LayerView, cell: CellPosition): CellPosition {
  return positionOf(to.grid, flatIndex(from.grid, cell));
}

/** The state that came from a link or the session; null when it is not one. */
export function checkState(value: unknown): ExplorerState | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('at' in value && 'layer' in value && 'channel' in value && 'cell' in value)) return null;
  if (!('slice' in value && 'isTableShown' in value)) return null;
  const { at, layer, channel, slice, isTableShown } = value;
  const isCount = (count: unknown): count is number =>
    typeof count === 'number' && Number.isInteger(count) && count >= 0;
  if ((at !== 'start' && at !== 'network' && at !== 'layer') || typeof layer !== 'string') return null;
  if (!isCount(channel) || !isCount(slice) || typeof isTableShown !== 'boolean') return null;
  if (value.cell === null) return { at, layer, channel, cell: null, slice, isTableShown };
  if (typeof value.cell !== 'object' || !('row' in value.cell && 'column' in value.cell)) return null;
  const { row, column } = value.cell;
  if (!isCount(row) || !isCount(column)) return null;
  return { at, layer, channel, cell: { row, column }, slice, isTableShown };
}

/** What links of the figure leave out (`widgetState.ts`): it never changes. */
const linkBaseline = { at: 'start', layer: '', channel: 0, cell: null, slice: 0, isTableShown: false } as const;
export const explorerForm: LinkForm<ExplorerState> = {
  kind: 'network-explorer',
  baseline: linkBaseline,
  check: checkState,
};
