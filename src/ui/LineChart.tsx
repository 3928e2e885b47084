/**
 * Curves over a common x axis in one panel or two. First and second series differ in colour and in dash, and each carries its
 * name at its end. A cursor, moved with the pointer or the arrow keys, reads the values in words. A mark is a second line that stands
 * where the figure says; a press on the curves, or Enter at the cursor, asks for another place of it.
 *
 * The axes grow in stages (see `lineChartModel.ts`), so the picture stands still while the curves do not.
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import { useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { ChartLegend, legendLinePx } from './ChartLegend';
import type { LegendLine } from './ChartLegend';
import styles from './LineChart.module.css';
import { classNames } from './classNames';
import { domainOfX, domainOfY, logTicks, nearestIndex, thinnedPath, wordsAt } from './lineChartModel';
import type { Panel, Series } from './lineChartModel';
import { useWidth } from './useWidth';

export interface LineChartProps {
  /** What the curves show, in words. */
  readonly label: string;
  readonly panels: readonly Panel[];
  /** `step` */
  readonly xTitle: string;
  readonly formatX: (x: number) => string;
  /** Shown while no curve has a point. */
  readonly emptyText: string;
  readonly panelHeightPx?: number;
  /** What the curves' short names stand for, a line each under the panels; part of the drawing, so that it goes along into files. */
  readonly legend?: readonly LegendLine[];
  /** Where the mark stands; none when left out or null. Who moves it says in words what it means. */
  readonly mark?: number | null;
  /** A place on the x axis has been pressed; of the longest curve, the nearest point. */
  readonly onPick?: (x: number) => void;
}

const margin = { top: 26, right: 62, bottom: 24, left: 46 };
const sideBySideFromPx = 560;
const gapPx = 20;

export function LineChart({
  label,
  panels,
  xTitle,
  formatX,
  emptyText,
  panelHeightPx = 190,
  legend = [],
  mark = null,
  onPick,
}: LineChartProps): ReactNode {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [cursor, setCursor] = useState<number | null>(null);
  const isEmpty = panels.every(({ series }) => series.every(({ count }) => count === 0));
  const heightOf = (rowCount: number): number => rowCount * panelHeightPx + legend.length * legendLinePx;
  const columns = width >= sideBySideFromPx ? panels.length : 1;
  const panelWidth = Math.max(0, Math.floor((width - gapPx * (columns - 1)) / columns));
  const rows = Math.ceil(panels.length / columns);
  const xDomain = domainOfX(panels);
  const innerWidth = Math.max(1, panelWidth - margin.left - margin.right);
  const toX = scaleLinear(xDomain, [0, innerWidth]);

  const longest = panels
    .flatMap(({ series }) => series)
    .filter(({ isFaint }) => isFaint !== true)
    .reduce<Series | null>((best, one) => (one.count > (best?.count ?? 0) ? one : best), null);
  const lastX = longest === null ? 0 : longest.x(longest.count - 1);
  const shownCursor = cursor === null ? null : Math.min(cursor, lastX);
  const snap = (x: number): number | null => {
    if (longest === null) return null;
    return longest.x(nearestIndex(longest, x));
  };

  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const inPanel = (event.clientX - box.left) % (panelWidth + gapPx);
    const x = snap(toX.invert(inPanel - margin.left));
    setCursor(x);
    if (x !== null && (event.buttons & 1) === 1) onPick?.(x);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (longest === null) return;
    const perColumn = Math.max(1, Math.round(longest.count / innerWidth));
    const moves: Record<string, number> = {
      ArrowRight: perColumn,
      ArrowUp: perColumn,
      ArrowLeft: -perColumn,
      ArrowDown: -perColumn,
      PageUp: perColumn * 20,
      PageDown: -perColumn * 20,
      Home: -Infinity,
      End: Infinity,
    };
    const move = moves[event.key];
    if (move === undefined) {
      if (event.key === 'Escape') setCursor(null);
      if (event.key === 'Enter' && shownCursor !== null) onPick?.(shownCursor);
      return;
    }
    event.preventDefault();
    const from = shownCursor === null ? longest.count : nearestIndex(longest, shownCursor);
    const index = Math.min(longest.count - 1, Math.max(0, from + move));
    setCursor(longest.x(index));
  };

  const hint = isEmpty ? '' : 'Point at the curves, or move along them with the arrow keys, to read their values.';
  const words = shownCursor === null ? hint : wordsAt(panels, shownCursor, xTitle, formatX);
  return (
    <div className={styles.chart}>
      <div
        ref={frame}
        className={styles.frame}
        style={{ height: `${heightOf(rows)}px` }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={lastX}
        aria-valuenow={shownCursor ?? lastX}
        aria-valuetext={isEmpty ? emptyText : wordsAt(panels, shownCursor ?? lastX, xTitle, formatX)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={(event) => {
          if (event.pointerType === 'mouse') setCursor(null);
        }}
        onBlur={() => setCursor(null)}
        onKeyDown={onKeyDown}
      >
        {width > 0 && (
          <svg width={width} height={heightOf(rows)} aria-hidden="true" className={styles.svg}>
            {panels.map((panel, index) => (
              <g
                key={panel.title}
                transform={`translate(${(index % columns) * (panelWidth + gapPx)} ${Math.floor(index / columns) * panelHeightPx})`}
              >
                <PanelPicture
                  panel={panel}
                  xDomain={xDomain}
                  innerWidth={innerWidth}
                  innerHeight={panelHeightPx - margin.top - margin.bottom}
                  xTitle={xTitle}
                  formatX={formatX}
                  cursor={shownCursor}
                  mark={mark}
                  emptyText={isEmpty ? emptyText : ''}
                />
              </g>
            ))}
            <g transform={`translate(0 ${rows * panelHeightPx})`}>
              <ChartLegend lines={legend} widthPx={width} />
            </g>
          </svg>
        )}
      </div>
      <div className={styles.words}>{words}</div>
    </div>
  );
}

interface PanelPictureProps {
  readonly panel: Panel;
  readonly xDomain: readonly [number, number];
  readonly innerWidth: number;
  readonly innerHeight: number;
  readonly xTitle: string;
  readonly formatX: (x: number) => string;
  readonly cursor: number | null;
  readonly mark: number | null;
  readonly emptyText: string;
}

function PanelPicture({
  panel,
  xDomain,
  innerWidth,
  innerHeight,
  xTitle,
  formatX,
  cursor,
  mark,
  emptyText,
}: PanelPictureProps): ReactNode {
  const toX = scaleLinear(xDomain, [0, innerWidth]);
  const yDomain = domainOfY(panel);
  const scale = panel.scale === 'log' ? scaleLog(yDomain, [innerHeight, 0]) : scaleLinear(yDomain, [innerHeight, 0]);
  const toY = (y: number): number => scale(Math.min(yDomain[1], Math.max(yDomain[0], y)));
  const yTicks = panel.scale === 'log' ? logTicks(yDomain) : scaleLinear(yDomain, [innerHeight, 0]).ticks(5);
  const xTicks = scaleLinear(xDomain, [0, innerWidth]).ticks(innerWidth < 240 ? 2 : 4);
  const ends = endLabels(panel.series, toX, toY, innerHeight);
  return (
    <g transform={`translate(${margin.left} ${margin.top})`}>
      <text x={-margin.left} y={-12} className={styles.title}>
        {panel.title}
      </text>
      {yTicks.map((tick) => (
        <g key={tick} transform={`translate(0 ${toY(tick)})`}>
          <line x2={innerWidth} className={styles.grid} />
          <text x={-8} dy="0.32em" textAnchor="end" className={styles.tick}>
            {panel.format(tick)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <text key={tick} x={toX(tick)} y={innerHeight + 17} textAnchor="middle" className={styles.tick}>
          {formatX(tick)}
        </text>
      ))}
      <text x={innerWidth + margin.right} y={innerHeight + 17} textAnchor="end" className={styles.tick}>
        {xTitle}
      </text>
      <text x={innerWidth / 2} y={innerHeight / 2} textAnchor="middle" dy="0.32em" className={styles.empty}>
        {emptyText}
      </text>
      {panel.series.map((series) => (
        <g key={series.label} className={classNames(styles[series.tone], series.isFaint === true && styles.faint)}>
          <path d={thinnedPath(series, toX, toY)} className={styles.line} />
          {series.isFaint !== true &&
            series.count <= (series.tone === 'second' ? innerWidth / 8 : 20) &&
            Array.from({ length: series.count }, (_, index) =>
              Number.isFinite(series.y(index)) ? (
                <circle
                  key={index}
                  cx={toX(series.x(index))}
                  cy={toY(series.y(index))}
                  r={2.2}
                  className={styles.dot}
                />
              ) : null,
            )}
        </g>
      ))}
      {ends.map(({ label, tone, x, y }) => (
        <text key={label} x={x + 6} y={y} dy="0.32em" className={`${styles[tone] ?? ''} ${styles.endLabel ?? ''}`}>
          {label}
        </text>
      ))}
      {mark !== null && (
        <g transform={`translate(${toX(mark)} 0)`} className={styles.mark}>
          <line y2={innerHeight} />
          <path d={`M-4 ${innerHeight + 5}h8l-4 -5z`} />
        </g>
      )}
      {cursor !== null && <line x1={toX(cursor)} x2={toX(cursor)} y2={innerHeight} className={styles.cursor} />}
      {cursor !== null &&
        panel.series.map((series) => {
          const index = nearestIndex(series, cursor);
          if (series.isFaint === true || index < 0 || !Number.isFinite(series.y(index))) return null;
          return (
            <circle
              key={series.label}
              cx={toX(series.x(index))}
              cy={toY(series.y(index))}
              r={3.5}
              className={`${styles[series.tone] ?? ''} ${styles.marker ?? ''}`}
            />
          );
        })}
    </g>
  );
}

interface EndLabel {
  readonly label: string;
  readonly tone: Series['tone'];
  readonly x: number;
  readonly y: number;
}

/** Names at the ends of the curves, one under the other where they would overlap. */
function endLabels(
  series: readonly Series[],
  toX: (x: number) => number,
  toY: (y: number) => number,
  innerHeight: number,
): readonly EndLabel[] {
  const apartPx = 13;
  const labels = series
    .filter(({ count, y, isFaint }) => isFaint !== true && count > 0 && Number.isFinite(y(count - 1)))
    .map(({ label, tone, count, x, y }) => ({ label, tone, x: toX(x(count - 1)), y: toY(y(count - 1)) }));
  // All names stand right of the curve that has come furthest, so that none lies on another's line.
  const x = Math.max(0, ...labels.map((label) => label.x));
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  let above = -Infinity;
  const placed = sorted.map((label) => {
    above = Math.max(label.y, above + apartPx);
    return { ...label, x, y: above };
  });
  const overflow = Math.max(0, above - innerHeight);
  return placed.map((label) => ({ ...label, y: label.y - overflow }));
}
