/**
 * One layer: from left to right the layer before, the weights or, once a cell is picked, its arithmetic, and the layer's own
 * output. Pointing at a cell on either side frames what belongs to it on the other.
 */

import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { formatFixed } from '../../draw/format';
import type { Inspection } from '../../engine/protocol';
import { CellPanel, cellWords } from './CellPanel';
import { Channels } from './Channels';
import type { Thumb } from './Channels';
import { ColourBar } from './ColourBar';
import { MapView } from './MapView';
import styles from './View.module.css';
import { WeightsPanel } from './WeightsPanel';
import { explainCell, isExplained, slotsOf } from './cell';
import type { CellExplanation } from './cell';
import { framesFor } from './frames';
import type { Hover, Place } from './frames';
import { activationAfter, cellAtPlace, channelWords, planeOf } from './layers';
import type { LayerView } from './layers';
import { limitOf, paintPlane, shownValues, valuesOf } from './painting';
import { atCell, movedCell, sameCellIn, withChannel, withSlice } from './state';
import type { ExplorerState, Selection } from './state';
import { flatIndex } from './windows';
import type { CellPosition } from './windows';

export interface LayerPanelProps {
  readonly views: readonly LayerView[];
  readonly selection: Exclude<Selection, { readonly level: 'network' }>;
  readonly inspection: Inspection | null;
  readonly state: ExplorerState;
  readonly set: (state: ExplorerState) => void;
  readonly isWide: boolean;
  readonly widthPx: number;
}

export function LayerPanel({ views, selection, inspection, state, set, isWide, widthPx }: LayerPanelProps): ReactNode {
  const { view, channel } = selection;
  const source = view.source === null ? null : (views[view.source] ?? null);
  const values = valuesOf(view, inspection);
  const sourceValues = source === null ? null : valuesOf(source, inspection);
  const shown = shownValues(view, inspection);
  const sourceShown = source === null ? null : shownValues(source, inspection);
  const [hover, setHover] = useState<Hover | null>(null);
  /** Highlighted place inside the window. */
  const [windowPlace, setWindowPlace] = useState<number | null>(null);

  const weights = useMemo(() => {
    const needed = view.layer === null ? [] : slotsOf(view.layer);
    const found = inspection?.weights ?? {};
    return needed.every((slot) => found[slot] !== undefined) ? found : null;
  }, [view, inspection]);
  const cell = selection.level === 'cell' ? selection.cell : null;
  const explanation = useMemo(
    () => explained(view, source, values, sourceValues, weights, cell),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the cell is a new object each time; its numbers are what counts
    [view, source, values, sourceValues, weights, cell?.row, cell?.column, cell?.channel],
  );

  const sourceChannel = sourceChannelOf(view, source, channel, selection.slice, explanation);
  const next = activationAfter(views, view.index);
  const nextValues = next === null ? null : valuesOf(next, inspection);
  const after =
    next === null || nextValues === null || cell === null
      ? null
      : { view: next, output: nextValues[flatIndex(next.grid, sameCellIn(view, next, cell))] ?? 0 };

  const pick = (place: Place): void => {
    const picked = cellAtPlace(view, channel, place);
    if (picked !== null) set(atCell(state, view, picked));
  };
  const move = (down: number, right: number): void => {
    const moved = movedCell(view, channel, cell, down, right);
    if (moved !== null) set(atCell(state, view, moved));
  };
  const follow = (to: LayerView, at: CellPosition): void => {
    const target = to.name === source?.name ? at : sameCellIn(view, to, at);
    set(atCell(state, to, target));
  };

  const sides = mapSides(isWide, widthPx);
  const frames = framesFor(view, source, cell, hover, windowPlace, explanation);
  return (
    <div className={styles.layerPanel}>
      {source !== null && (
        <div className={styles.side}>
          <p className={styles.mapTitle}>
            from {source.name}
            {source.isVector || source.grid.channels === 1 ? '' : `, ${channelWords(source, sourceChannel)}`}
          </p>
          <MapView
            view={source}
            channel={sourceChannel}
            values={sourceShown}
            limit={limitOf(sourceValues)}
            sidePx={sides.source}
            frames={frames.source}
            label={`${source.name}, which feeds ${view.name}`}
            onHover={(place) => setHover(place === null ? null : { on: 'source', place })}
          />
        </div>
      )}
      <div className={styles.middle}>
        {cell !== null && explanation !== null && source !== null ? (
          <CellPanel
            explanation={explanation}
            view={view}
            source={source}
            cell={cell}
            slice={sourceChannel}
            onSlice={(slice) => set(withSlice(state, view, slice))}
            place={windowPlace}
            onPlace={setWindowPlace}
            after={after}
            onFollow={follow}
          />
        ) : (
          <WeightsPanel
            view={view}
            source={source}
            weights={weights}
            channel={channel}
            onChannel={(to) => set(withChannel(state, view, to))}
            slice={selection.slice}
            onSlice={(slice) => set(withSlice(state, view, slice))}
          />
        )}
      </div>
      <div className={styles.side}>
        <p className={styles.mapTitle}>
          {view.name}
          {view.isVector || view.grid.channels === 1 ? '' : `, ${channelWords(view, channel)}`}
          {values !== null && <ColourBar range={view.range} limit={limitOf(values)} />}
        </p>
        <MapView
          view={view}
          channel={channel}
          values={shown}
          limit={limitOf(values)}
          sidePx={sides.output}
          frames={frames.output}
          label={`${view.name}${view.isVector ? '' : `, ${channelWords(view, channel)}`}: arrow keys pick a cell, Escape goes back`}
          onPick={pick}
          onMove={move}
          spoken={
            cell === null || values === null
              ? undefined
              : { place: cellWords(view, cell), value: formatFixed(values[flatIndex(view.grid, cell)] ?? 0, 3) }
          }
          onHover={(place) => setHover(place === null ? null : { on: 'output', place })}
        />
        <p className={styles.quietLine}>
          {valueAt(view, channel, values, hover, cell) ??
            (view.layer === null || !isExplained(view.layer) ? '' : 'Pick a cell to see how it came about.')}
        </p>
        {!view.isVector && view.grid.channels > 1 && (
          <Maps view={view} values={shown} channel={channel} onChannel={(to) => set(withChannel(state, view, to))} />
        )}
      </div>
    </div>
  );
}

function mapSides(isWide: boolean, widthPx: number): { readonly source: number; readonly output: number } {
  return isWide ? { source: 160, output: 252 } : { source: 128, output: Math.min(286, widthPx) };
}

function explained(
  view: LayerView,
  source: LayerView | null,
  values: Float32Array | null,
  sourceValues: Float32Array | null,
  weights: Readonly<Record<string, { readonly values: Float32Array }>> | null,
  cell: CellPosition | null,
): CellExplanation | null {
  if (cell === null || view.layer === null || source === null || !isExplained(view.layer)) return null;
  if (values === null || sourceValues === null || weights === null) return null;
  return explainCell(
    {
      layer: view.layer,
      inputShape: source.shape,
      input: sourceValues,
      outputShape: view.shape,
      output: values,
      weights,
    },
    cell,
  );
}

/** Which channel of the layer before is shown: the chosen slice of a convolution, else the channel of the same number. */
function sourceChannelOf(
  view: LayerView,
  source: LayerView | null,
  channel: number,
  slice: number,
  explanation: CellExplanation | null,
): number {
  if (source === null || source.isVector) return 0;
  if (view.layer?.kind === 'flatten') return explanation?.kind === 'flatten' ? explanation.source.channel : 0;
  if (view.layer?.kind !== 'convolution') return Math.min(channel, source.grid.channels - 1);
  const seen = view.layer.connections?.[channel];
  return seen === undefined || seen.includes(slice) ? slice : (seen[0] ?? 0);
}

/** `row 3, column 4: 0.257` of the cell under the pointer, else of the picked one; null when there is none. */
function valueAt(
  view: LayerView,
  channel: number,
  values: Float32Array | null,
  hover: Hover | null,
  cell: CellPosition | null,
): string | null {
  const at = hover?.on === 'output' ? cellAtPlace(view, channel, hover.place) : cell;
  if (at === null || values === null) return null;
  const place = view.isVector ? `unit ${at.channel}` : `row ${at.row}, column ${at.column}`;
  return `${place}: ${formatFixed(values[flatIndex(view.grid, at)] ?? 0, 3)}`;
}

interface MapsProps {
  readonly view: LayerView;
  readonly values: Float32Array | null;
  readonly channel: number;
  readonly onChannel: (channel: number) => void;
}

function Maps({ view, values, channel, onChannel }: MapsProps): ReactNode {
  const { height, width, channels } = view.grid;
  const thumbs = useMemo(() => {
    const limit = limitOf(values);
    return Array.from({ length: channels }, (_, id): Thumb => {
      const plane = planeOf(view, id);
      return {
        id,
        text: view.range === 'colour' ? channelWords(view, id) : String(id),
        label: view.range === 'colour' ? `${channelWords(view, id)} of ${view.name}` : `Map ${id} of ${view.name}`,
        paint: (rgba, theme) => {
          if (values !== null) paintPlane(plane, values, view.range, limit, rgba, theme);
        },
      };
    });
  }, [view, values, channels]);
  return (
    <Channels
      label={`Feature maps of ${view.name}`}
      thumbs={thumbs}
      rows={height}
      columns={width}
      sidePx={channels <= 8 ? 34 : 28}
      chosen={channel}
      onChoose={onChannel}
    />
  );
}
