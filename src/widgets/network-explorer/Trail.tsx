/** Where the reader is in the network, the way back, and in one line what the layer is. */

import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { formatExtent, formatInteger } from '../../draw/format';
import { parameterArithmetic } from '../../draw/layerText';
import type { NetworkSpec } from '../../network/spec';
import { Button } from '../../ui/Button';
import { cellWords } from './CellPanel';
import styles from './View.module.css';
import type { LayerView } from './layers';
import { atLayer, atNetwork } from './state';
import type { ExplorerState, Selection } from './state';

interface TrailProps {
  readonly spec: NetworkSpec;
  readonly views: readonly LayerView[];
  readonly selection: Selection;
  readonly state: ExplorerState;
  readonly set: (state: ExplorerState) => void;
  readonly isWide: boolean;
}

/** Where the reader is, with the way back; and in one line what the layer is. */
export function Trail({ spec, views, selection, state, set, isWide }: TrailProps): ReactNode {
  const view = selection.level === 'network' ? null : selection.view;
  const trail = useRef<HTMLDivElement>(null);
  const level = useRef(selection.level);
  useEffect(() => {
    const hasMoved = level.current !== selection.level;
    const wasAtNetwork = level.current === 'network' || selection.level === 'network';
    level.current = selection.level;
    if (!hasMoved) return;
    // The button or cell that had the focus may be gone: then the way back has it. And where the drawing makes room for a layer,
    // or the layer for the drawing, the reader should not be left in the middle of either.
    if (document.activeElement === document.body) trail.current?.focus({ preventScroll: true });
    if (!isWide && wasAtNetwork) trail.current?.parentElement?.scrollIntoView({ block: 'nearest' });
  }, [selection.level, isWide]);
  const neighbour = (step: number): LayerView | undefined => (view === null ? undefined : views[view.index + step]);
  const [before, after] = [neighbour(-1), neighbour(1)];
  return (
    <div className={styles.trail}>
      {/* A group, not a landmark: it leads through the figure, and a page may have several. */}
      <div ref={trail} role="group" tabIndex={-1} aria-label="Place in the network" className={styles.crumbs}>
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
        {!isWide && selection.level === 'layer' && view !== null && (
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
      </div>
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
