/**
 * One plane of a layer, large enough to point at: a channel of a grid, or all units of a vector in rows. Cells are picked with a
 * click, a tap or the arrow keys; windows of other layers are drawn on it as frames.
 */

import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import styles from './View.module.css';
import type { Frame, Place } from './frames';
import { planeOf } from './layers';
import type { LayerView } from './layers';
import { paintFront, paintPlane } from './painting';

export interface MapViewProps {
  readonly view: LayerView;
  readonly channel: number;
  /** A picture in colour is shown as a whole, not by channel. */
  readonly isWhole?: boolean;
  /** As `shownValues` gives them. */
  readonly values: Float32Array | null;
  readonly limit: number;
  /** The longer side on screen. */
  readonly sidePx: number;
  readonly frames: readonly Frame[];
  /** What is shown, for a reader who hears the page. */
  readonly label: string;
  /** Left out: only to look at. */
  readonly onPick?: (place: Place) => void;
  readonly onMove?: (down: number, right: number) => void;
  /** What the reader hears when another cell is picked. */
  readonly spoken?: { readonly place: string; readonly value: string } | undefined;
  readonly onHover?: (place: Place | null) => void;
}

const arrows: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A signal is one row of cells, each as high as a fingertip needs. */
const rowPx = 24;

/** Pixels of the screen for one cell: whole ones, so that all cells are of the same size; square but for a single row. */
function cellSizePx(rows: number, columns: number, sidePx: number): { width: number; height: number } {
  const side = Math.max(1, Math.min(36, Math.floor(sidePx / Math.max(rows, columns))));
  return { width: side, height: rows === 1 ? Math.max(rowPx, side) : side };
}

export function MapView({
  view,
  channel,
  isWhole = false,
  values,
  limit,
  sidePx,
  frames,
  label,
  onPick,
  onMove,
  spoken,
  onHover,
}: MapViewProps): ReactNode {
  const theme = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const spokenId = useId();
  const plane = useMemo(() => planeOf(view, channel), [view, channel]);
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) => {
      if (values !== null) (isWhole ? paintFront : paintPlane)(plane, values, view.range, limit, rgba, theme);
    },
    [plane, values, view.range, limit, theme, isWhole],
  );
  const cellPx = cellSizePx(plane.rows, plane.columns, sidePx);
  const size = { width: plane.columns * cellPx.width, height: plane.rows * cellPx.height };

  const placeAt = (event: PointerEvent | MouseEvent): Place | null => {
    const box = place.current?.getBoundingClientRect();
    if (box === undefined) return null;
    const row = Math.floor((event.clientY - box.top) / cellPx.height);
    const column = Math.floor((event.clientX - box.left) / cellPx.width);
    const isInside = row >= 0 && row < plane.rows && column >= 0 && column < plane.columns;
    return isInside && (plane.indices[row * plane.columns + column] ?? -1) >= 0 ? { row, column } : null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = event.key === 'Enter' || event.key === ' ' ? ([0, 0] as const) : arrows[event.key];
    if (move === undefined || onMove === undefined) return;
    event.preventDefault();
    onMove(...move);
  };
  const isActive = onPick !== undefined;
  return (
    <div
      ref={place}
      className={styles.map}
      style={size}
      data-active={isActive}
      {...(isActive
        ? { role: 'application', tabIndex: 0, 'aria-label': label, 'aria-describedby': spokenId }
        : { role: 'img', 'aria-label': label })}
      onKeyDown={isActive ? onKeyDown : undefined}
      onClick={(event) => {
        const at = placeAt(event.nativeEvent);
        if (at !== null) onPick?.(at);
      }}
      onPointerMove={(event) => {
        if (event.pointerType !== 'touch') onHover?.(placeAt(event));
      }}
      onPointerLeave={() => onHover?.(null)}
    >
      <ImageCanvas
        width={plane.columns}
        height={plane.rows}
        paint={paint}
        label=""
        displayWidthPx={size.width}
        displayHeightPx={size.height}
      />
      <svg className={styles.frames} viewBox={`0 0 ${size.width} ${size.height}`} {...size} aria-hidden="true">
        {frames.map(({ kind, top, left, width, height }, index) => (
          <rect
            key={index}
            className={styles[kind]}
            x={left * cellPx.width}
            y={top * cellPx.height}
            width={width * cellPx.width}
            height={height * cellPx.height}
          />
        ))}
      </svg>
      {isActive && (
        <span id={spokenId} className={styles.hidden} aria-live="polite">
          <Once key={spoken?.place} text={spoken === undefined ? '' : `${spoken.place}: ${spoken.value}`} />
        </span>
      )}
    </div>
  );
}

/** Keeps the words it began with: a value that changes while the network trains is not read out again and again. */
function Once({ text }: { readonly text: string }): ReactNode {
  const [first] = useState(text);
  return first;
}
