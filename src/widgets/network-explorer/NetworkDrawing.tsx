/**
 * The whole network in one drawing: one pile of planes or one bar per layer, at places that `networkLayout` computed, the plane in
 * front showing what the layer does right now. A layer is chosen like one of a set of radio buttons.
 */

import { useMemo, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatExtent, formatInteger } from '../../draw/format';
import type { LayerBox, NetworkLayout } from '../../draw/networkLayout';
import type { Inspection } from '../../engine/protocol';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import styles from './View.module.css';
import { planeOf } from './layers';
import type { LayerView, Plane } from './layers';
import { limitOf, paintFront, shownValues } from './painting';

export interface NetworkDrawingProps {
  readonly title: string;
  readonly views: readonly LayerView[];
  readonly layout: NetworkLayout;
  readonly inspection: Inspection | null;
  /** Index of the layer chosen; null for none. */
  readonly selected: number | null;
  /** The channel in front of the chosen layer. */
  readonly channel: number;
  readonly onPick: (view: LayerView) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function NetworkDrawing({
  title,
  views,
  layout,
  inspection,
  selected,
  channel,
  onPick,
}: NetworkDrawingProps): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = views[((selected ?? (step > 0 ? -1 : 0)) + step + views.length) % views.length];
    if (next === undefined) return;
    onPick(next);
    group.current?.querySelector<HTMLButtonElement>(`[data-layer="${next.index}"]`)?.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={`Layers of ${title}`}
      className={styles.drawing}
      style={{ height: layout.heightPx }}
      onKeyDown={onKeyDown}
    >
      <svg className={styles.lines} width={layout.widthPx} height={layout.heightPx} aria-hidden="true">
        {layout.edges.map(({ from, to, path }) => (
          <path key={`${from}-${to}`} d={path} className={styles.edge} />
        ))}
        {layout.boxes.map((box) => (
          <Planes key={box.index} box={box} isSelected={box.index === selected} />
        ))}
      </svg>
      {layout.boxes.map((box) => {
        const view = views[box.index];
        if (view === undefined) return null;
        const isSelected = box.index === selected;
        return (
          <Front
            key={box.index}
            box={box}
            view={view}
            values={shownValues(view, inspection)}
            channel={isSelected ? channel : 0}
            isFlat={layout.arrangement === 'narrow'}
          />
        );
      })}
      {layout.boxes.map((box) => {
        const view = views[box.index];
        if (view === undefined) return null;
        const { summary } = view;
        const isSelected = box.index === selected;
        const parameters = summary === null ? 0 : summary.parameters;
        return (
          <button
            key={box.index}
            type="button"
            role="radio"
            aria-checked={isSelected}
            aria-label={`${view.name}: ${view.operation}, ${formatExtent(view.shape)}, ${formatInteger(parameters)} parameters`}
            data-layer={box.index}
            tabIndex={isSelected || (selected === null && box.index === 0) ? 0 : -1}
            className={styles.layer}
            style={{ left: box.area.x, top: box.area.y, width: box.area.width, height: box.area.height }}
            onClick={() => onPick(view)}
          >
            <span
              className={layout.arrangement === 'wide' ? styles.labelBelow : styles.labelBeside}
              style={
                layout.arrangement === 'wide'
                  ? { height: box.label.height }
                  : { left: box.label.x, width: box.label.width }
              }
            >
              <span className={styles.layerName}>{view.name}</span>
              <span className={styles.layerShape}>{view.shape.join('×')}</span>
              {layout.arrangement === 'narrow' && (
                <span className={styles.layerMore}>
                  {view.operation}
                  {parameters > 0 && ` · ${formatInteger(parameters)} parameters`}
                </span>
              )}
            </span>
          </button>
        );
      })}
    </div>
  );
}

function Planes({ box, isSelected }: { readonly box: LayerBox; readonly isSelected: boolean }): ReactNode {
  return Array.from({ length: box.planes }, (_, i) => box.planes - 1 - i).map((depth) => (
    <rect
      key={depth}
      className={styles.plane}
      data-selected={isSelected}
      x={box.front.x + depth * box.shift.x}
      y={box.front.y + depth * box.shift.y}
      width={box.front.width}
      height={box.front.height}
    />
  ));
}

interface FrontProps {
  readonly box: LayerBox;
  readonly view: LayerView;
  readonly values: Float32Array | null;
  readonly channel: number;
  /** Bars lie on their side. */
  readonly isFlat: boolean;
}

/** All entries of a vector in one line, standing or lying. */
function barPlane(channels: number, isFlat: boolean): Plane {
  return {
    rows: isFlat ? 1 : channels,
    columns: isFlat ? channels : 1,
    indices: Int32Array.from({ length: channels }, (_, index) => index),
  };
}

function Front({ box, view, values, channel, isFlat }: FrontProps): ReactNode {
  const theme = useTheme();
  const plane = useMemo(
    () => (box.kind === 'bar' ? barPlane(view.grid.channels, isFlat) : planeOf(view, channel)),
    [box.kind, view, channel, isFlat],
  );
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) => {
      if (values !== null) paintFront(plane, values, view.range, limitOf(values), rgba, theme);
    },
    [plane, values, view.range, theme],
  );
  const inset = 0.5;
  return (
    <div
      className={styles.front}
      style={{
        left: box.front.x + inset,
        top: box.front.y + inset,
        width: box.front.width - 2 * inset,
        height: box.front.height - 2 * inset,
      }}
    >
      <ImageCanvas width={plane.columns} height={plane.rows} paint={paint} label="" className={styles.fill} />
    </div>
  );
}
