/** Which cells of two neighbouring layers belong together, as frames to draw on their maps. */

import type { CellExplanation } from './cell';
import { cellAtPlace, placeInPlane } from './layers';
import type { LayerView } from './layers';
import { sameCellIn } from './state';
import { positionOf, usersOf, windowOf } from './windows';
import type { CellPosition, CellWindow } from './windows';

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Frame extends CellWindow {
  /** `picked`: what was chosen; `linked`: what belongs to it; `hinted`: what the pointer is on or belongs to that. */
  readonly kind: 'picked' | 'linked' | 'hinted';
}

/** The pointer is on a cell of the output, or of the layer before. */
export interface Hover {
  readonly on: 'output' | 'source';
  readonly place: Place;
}

/** Of a dense layer's inputs so many are listed one by one, and framed in the layer before. */
export const shownTerms = 8;

export interface Frames {
  readonly source: readonly Frame[];
  readonly output: readonly Frame[];
}

/** One cell as a window of its own. */
function around({ row, column }: Place): CellWindow {
  return { top: row, left: column, height: 1, width: 1 };
}

/** What is framed in both maps: the picked cell and its window, and the same for what the pointer is on, in both directions. */
export function framesFor(
  view: LayerView,
  source: LayerView | null,
  cell: CellPosition | null,
  hover: Hover | null,
  windowPlace: number | null,
  explanation: CellExplanation | null,
): Frames {
  const inSource: Frame[] = [];
  const inOutput: Frame[] = [];
  const linked = (at: CellPosition): CellWindow | null => {
    if (view.layer === null || source === null) return null;
    const window = windowOf(view.layer, source.shape, at);
    if (window !== null) return window;
    const isOneToOne = view.layer.kind === 'activation' || view.layer.kind === 'flatten';
    return isOneToOne ? around(placeInPlane(source, sameCellIn(view, source, at))) : null;
  };
  if (hover?.on === 'output') {
    inOutput.push({ ...around(hover.place), kind: 'hinted' });
    const at = cellAtPlace(view, cell?.channel ?? 0, hover.place);
    const window = at === null || view.layer?.kind === 'flatten' ? null : linked(at);
    if (window !== null) inSource.push({ ...window, kind: 'hinted' });
  }
  if (hover?.on === 'source' && view.layer !== null && source !== null) {
    inSource.push({ ...around(hover.place), kind: 'hinted' });
    const users = usersOf(view.layer, source.shape, view.shape, hover.place);
    if (users !== null) inOutput.push({ ...users, kind: 'hinted' });
    if (view.layer.kind === 'activation') inOutput.push({ ...around(hover.place), kind: 'hinted' });
  }
  if (cell !== null) {
    inOutput.push({ ...around(placeInPlane(view, cell)), kind: 'picked' });
    if (source !== null && (explanation?.kind === 'dense' || explanation?.kind === 'euclidean')) {
      for (const { index } of explanation.terms.slice(0, shownTerms)) {
        inSource.push({ ...around(placeInPlane(source, positionOf(source.grid, index))), kind: 'linked' });
      }
    }
    // A pooling shows the part of its window that is on the grid.
    const window = explanation !== null && 'window' in explanation ? explanation.window : linked(cell);
    if (window !== null) {
      inSource.push({ ...window, kind: 'linked' });
      const place = windowPlace ?? (explanation?.kind === 'maxPool' ? explanation.winner : null);
      if (place !== null && window.width * window.height > 1) {
        const row = window.top + Math.floor(place / window.width);
        inSource.push({ ...around({ row, column: window.left + (place % window.width) }), kind: 'picked' });
      }
    }
  }
  return { source: inSource, output: inOutput };
}
