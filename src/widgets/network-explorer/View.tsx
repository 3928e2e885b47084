/**
 * The network explorer: network → layer → cell, one click apart, in the same figure. It shows one image's way through the run's
 * present weights; every number in it was computed by the run, or from its numbers by `cell.ts`.
 *
 * The picture to hold: the drawing on top chooses a layer; below stand, from left to right as the values flow, the layer before, the
 * weights or the arithmetic, and the layer's own output. A narrow figure stacks them and shows the drawing at the top level only.
 */

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatExtent, formatFixed, formatInteger } from '../../draw/format';
import { parameterArithmetic } from '../../draw/layerText';
import { networkLayout } from '../../draw/networkLayout';
import type { Inspection } from '../../engine/protocol';
import { currentInput, imageOf } from '../../lab/currentInput';
import type { CurrentInput } from '../../lab/currentInput';
import type { NetworkSpec } from '../../network/spec';
import { networkNamed } from '../../network/zoo';
import { Button } from '../../ui/Button';
import { DataTable } from '../../ui/DataTable';
import { FigureMenu } from '../../ui/FigureMenu';
import { useWidth } from '../../ui/useWidth';
import { useInspection } from '../useInspection';
import type { InspectionQuestion } from '../useInspection';
import { useRun, useRunState, useWidgetState } from '../useRun';
import type { ViewProps } from '../widget';
import { CellPanel, cellWords, shownTerms } from './CellPanel';
import { Channels } from './Channels';
import type { Thumb } from './Channels';
import { ColourBar } from './ColourBar';
import { InputBar } from './InputBar';
import { MapView } from './MapView';
import type { Frame, Place } from './MapView';
import { NetworkDrawing } from './NetworkDrawing';
import styles from './View.module.css';
import { WeightsPanel } from './WeightsPanel';
import { explainCell, flatIndex, positionOf, slotsOf, usersOf, windowOf } from './cell';
import type { CellExplanation, CellPosition, CellWindow } from './cell';
import {
  activationAfter,
  cellAtPlace,
  layerViews,
  layoutLayers,
  placeInPlane,
  planeOf,
  receptiveField,
} from './layers';
import type { LayerView } from './layers';
import { limitOf, paintPlane, valuesOf } from './painting';
import type { NetworkExplorerAttributes } from './schema';
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
  withSlice,
} from './state';
import type { ExplorerState, Selection } from './state';

/** From here on the drawing lies on its side and the panel has three columns. */
const widePx = 700;

export function View({ id, attributes, visible }: ViewProps<NetworkExplorerAttributes>): ReactNode {
  const run = useRun(attributes.run, { network: attributes.network });
  const input = currentInput(attributes.run);
  const { state, set, reset, link } = useWidgetState(id, firstState, checkState);
  const network = useRunState(run, (current) => current.description.network, visible);
  const unavailable = useRunState(run, (current) => current.unavailable, visible);
  const image = useSyncExternalStore(input.store.subscribe, () => input.store.getState());
  const [figure, widthPx] = useWidth<HTMLDivElement>();

  const spec = useMemo(() => networkNamed(network), [network]);
  const views = useMemo(() => layerViews(spec), [spec]);
  const isWide = widthPx >= widePx;
  const layout = useMemo(
    () =>
      networkLayout(layoutLayers(views), { arrangement: isWide ? 'wide' : 'narrow', widthPx: Math.max(320, widthPx) }),
    [views, isWide, widthPx],
  );
  const selection = selectionIn(state, views, isWide);
  const selected = selection.level === 'network' ? null : selection.view;

  const slots = selected?.layer == null ? '' : slotsOf(selected.layer).join(' ');
  const question = useQuestion(image, views, slots);
  const { answer, problem } = useInspection(run, question, visible);
  const inspection = answer?.inspection ?? null;

  const goBack = (): void => set(back(state, selection));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || selection.level === 'network' || event.defaultPrevented) return;
    event.preventDefault();
    goBack();
  };
  const field = selection.level === 'cell' ? receptiveField(views, selection.view.index, selection.cell) : null;
  const inputView = views[0];
  const isDrawingShown = isWide || selection.level === 'network';
  const hasTable = state.isTableShown || (isWide && selection.level === 'network');
  return (
    <div ref={figure} className={styles.explorer} data-wide={isWide} onKeyDown={onKeyDown}>
      {inputView !== undefined && (
        <div className={styles.head}>
          <InputBar
            run={run}
            input={input}
            inputView={inputView}
            inspection={inspection}
            frames={field === null ? [] : [{ ...field, kind: 'linked' }]}
            isVisible={visible}
          />
          <FigureMenu
            isTableShown={state.isTableShown}
            onTableChange={(isTableShown) => set({ ...state, isTableShown })}
            link={() => link()}
            onReset={reset}
          />
        </div>
      )}
      {widthPx > 0 && isDrawingShown && (
        <NetworkDrawing
          title={spec.title}
          views={views}
          layout={layout}
          inspection={inspection}
          selected={selected?.index ?? null}
          channel={selection.level === 'network' ? 0 : selection.channel}
          onPick={(view) => set(atLayer(state, view))}
        />
      )}
      <Trail spec={spec} views={views} selection={selection} state={state} set={set} isWide={isWide} />
      <p className={styles.problem} aria-live="polite">
        {unavailable ?? problem}
      </p>
      {selection.level !== 'network' && (
        <Layer
          key={`${network} ${selection.view.name}`}
          views={views}
          selection={selection}
          inspection={inspection}
          state={state}
          set={set}
          isWide={isWide}
          widthPx={widthPx}
        />
      )}
      {hasTable && <LayersTable spec={spec} views={views} />}
    </div>
  );
}

/** All layers' outputs for this image, and the slots named (with blanks between them), from one step. */
function useQuestion(image: CurrentInput, views: readonly LayerView[], slots: string): InspectionQuestion {
  return useMemo(
    () => ({
      image: imageOf(image),
      layers: views.flatMap(({ layer, name }) => (layer === null ? [] : [name])),
      slots: slots === '' ? [] : slots.split(' '),
    }),
    [image, views, slots],
  );
}

interface TrailProps {
  readonly spec: NetworkSpec;
  readonly views: readonly LayerView[];
  readonly selection: Selection;
  readonly state: ExplorerState;
  readonly set: (state: ExplorerState) => void;
  readonly isWide: boolean;
}

/** Where the reader is, with the way back; and in one line what the layer is. */
function Trail({ spec, views, selection, state, set, isWide }: TrailProps): ReactNode {
  const view = selection.level === 'network' ? null : selection.view;
  const trail = useRef<HTMLElement>(null);
  const level = useRef(selection.level);
  // The button or cell that had the focus may be gone after going up: then the way back has it.
  useEffect(() => {
    if (level.current !== selection.level && document.activeElement === document.body) trail.current?.focus();
    level.current = selection.level;
  }, [selection.level]);
  const neighbour = (step: number): LayerView | undefined => (view === null ? undefined : views[view.index + step]);
  const [before, after] = [neighbour(-1), neighbour(1)];
  return (
    <div className={styles.trail}>
      <nav ref={trail} tabIndex={-1} aria-label="Place in the network" className={styles.crumbs}>
        <Crumb isHere={view === null} onPress={() => set(atNetwork(state))}>
          {spec.title}
        </Crumb>
        {view !== null && (
          <>
            <span aria-hidden="true">›</span>
            <Crumb isHere={selection.level === 'layer'} onPress={() => set(atLayer(state, view))}>
              {view.name}
            </Crumb>
          </>
        )}
        {selection.level === 'cell' && (
          <>
            <span aria-hidden="true">›</span>
            <Crumb isHere>{cellWords(selection.view, selection.cell)}</Crumb>
          </>
        )}
        {!isWide && view !== null && (
          <span className={styles.neighbours}>
            <Button
              variant="quiet"
              isDisabled={before === undefined}
              label="‹ layer before"
              onPress={() => before !== undefined && set(atLayer(state, before))}
            >
              ‹
            </Button>
            <Button
              variant="quiet"
              isDisabled={after === undefined}
              label="› layer after"
              onPress={() => after !== undefined && set(atLayer(state, after))}
            >
              ›
            </Button>
          </span>
        )}
      </nav>
      <p className={styles.facts}>{view === null ? networkWords(views) : layerWords(view, views)}</p>
    </div>
  );
}

function Crumb({
  isHere,
  onPress,
  children,
}: {
  readonly isHere: boolean;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}): ReactNode {
  if (isHere || onPress === undefined)
    return (
      <span aria-current="location" className={styles.here}>
        {children}
      </span>
    );
  return (
    <button type="button" className={styles.crumb} onClick={onPress}>
      {children}
    </button>
  );
}

function networkWords(views: readonly LayerView[]): string {
  const layers = views.filter(({ layer }) => layer !== null);
  const total = (count: (view: LayerView) => number): string =>
    formatInteger(layers.reduce((sum, view) => sum + count(view), 0));
  return [
    `${layers.length} layers`,
    `${total(({ summary }) => summary?.parameters ?? 0)} parameters`,
    `${total(({ summary }) => summary?.multiplyAdds ?? 0)} multiply-adds`,
    'pick a layer',
  ].join(' · ');
}

function layerWords(view: LayerView, views: readonly LayerView[]): string {
  const { layer, summary, source } = view;
  if (layer === null || summary === null || source === null) return `image · ${formatExtent(view.shape)}`;
  const arithmetic = parameterArithmetic(layer, views[source]?.shape ?? [], view.shape);
  return [
    view.operation,
    formatExtent(view.shape),
    summary.parameters === 0 ? 'no parameters' : `${arithmetic} = ${formatInteger(summary.parameters)} parameters`,
    ...(summary.multiplyAdds === 0 ? [] : [`${formatInteger(summary.multiplyAdds)} multiply-adds`]),
    `receptive field ${formatExtent(summary.receptiveField.size)}`,
  ].join(' · ');
}

function LayersTable({ spec, views }: { readonly spec: NetworkSpec; readonly views: readonly LayerView[] }): ReactNode {
  return (
    <div className={styles.table}>
      <DataTable
        caption={`The layers of ${spec.title}`}
        columns={[
          { label: 'layer', align: 'start' },
          { label: 'operation', align: 'start' },
          { label: 'output' },
          { label: 'parameters' },
          { label: 'multiply-adds' },
          { label: 'receptive field' },
        ]}
        rows={views.map(({ name, operation, shape, summary }) => [
          name,
          operation,
          formatExtent(shape),
          summary === null ? '' : formatInteger(summary.parameters),
          summary === null ? '' : formatInteger(summary.multiplyAdds),
          summary === null ? '' : formatExtent(summary.receptiveField.size),
        ])}
        maximumHeightPx={460}
      />
    </div>
  );
}

interface LayerProps {
  readonly views: readonly LayerView[];
  readonly selection: Exclude<Selection, { readonly level: 'network' }>;
  readonly inspection: Inspection | null;
  readonly state: ExplorerState;
  readonly set: (state: ExplorerState) => void;
  readonly isWide: boolean;
  readonly widthPx: number;
}

function Layer({ views, selection, inspection, state, set, isWide, widthPx }: LayerProps): ReactNode {
  const { view, channel } = selection;
  const source = view.source === null ? null : (views[view.source] ?? null);
  const values = valuesOf(view, inspection);
  const sourceValues = source === null ? null : valuesOf(source, inspection);
  /** The pointer is on a cell of the output, or of the layer before. */
  const [hover, setHover] = useState<{ readonly on: 'output' | 'source'; readonly place: Place } | null>(null);
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
            {source.isVector || source.grid.channels === 1 ? '' : `, map ${sourceChannel}`}
          </p>
          <MapView
            view={source}
            channel={sourceChannel}
            values={sourceValues}
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
          {view.isVector || view.grid.channels === 1 ? '' : `, map ${channel}`}
          {values !== null && <ColourBar range={view.range} limit={limitOf(values)} />}
        </p>
        <MapView
          view={view}
          channel={channel}
          values={values}
          limit={limitOf(values)}
          sidePx={sides.output}
          frames={frames.output}
          label={`${view.name}${view.isVector ? '' : `, map ${channel}`}: arrow keys pick a cell, Escape goes back`}
          onPick={pick}
          onMove={move}
          spoken={
            cell === null || values === null
              ? ''
              : `${cellWords(view, cell)}: ${formatFixed(values[flatIndex(view.grid, cell)] ?? 0, 3)}`
          }
          onHover={(place) => setHover(place === null ? null : { on: 'output', place })}
        />
        <p className={styles.quietLine}>
          {valueAt(view, channel, values, hover, cell) ??
            (view.layer === null ? '' : 'Pick a cell to see how it came about.')}
        </p>
        {!view.isVector && view.grid.channels > 1 && (
          <Maps view={view} values={values} channel={channel} onChannel={(to) => set(withChannel(state, view, to))} />
        )}
      </div>
    </div>
  );
}

function mapSides(isWide: boolean, widthPx: number): { readonly source: number; readonly output: number } {
  return isWide ? { source: 160, output: 252 } : { source: 168, output: Math.min(320, widthPx) };
}

function explained(
  view: LayerView,
  source: LayerView | null,
  values: Float32Array | null,
  sourceValues: Float32Array | null,
  weights: Readonly<Record<string, { readonly values: Float32Array }>> | null,
  cell: CellPosition | null,
): CellExplanation | null {
  if (cell === null || view.layer === null || source === null) return null;
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

interface Frames {
  readonly source: readonly Frame[];
  readonly output: readonly Frame[];
}

/** One cell as a window of its own. */
function around({ row, column }: Place): CellWindow {
  return { top: row, left: column, height: 1, width: 1 };
}

/** What is framed in both maps: the picked cell and its window, and the same for what the pointer is on, in both directions. */
function framesFor(
  view: LayerView,
  source: LayerView | null,
  cell: CellPosition | null,
  hover: { readonly on: 'output' | 'source'; readonly place: Place } | null,
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
    const window = linked(cell);
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

/** `row 3, column 4: 0.257` of the cell under the pointer, else of the picked one; null when there is none. */
function valueAt(
  view: LayerView,
  channel: number,
  values: Float32Array | null,
  hover: { readonly on: 'output' | 'source'; readonly place: Place } | null,
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
        text: String(id),
        label: `Map ${id} of ${view.name}`,
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
