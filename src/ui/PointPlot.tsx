/**
 * Points in the plane that belong to classes: form and colour tell the class, a ring the point that is looked at. Both coordinates have the
 * same unit as long as that shows both; the lines through zero are drawn where zero is in the picture.
 *
 * A click picks the nearest point. Deliberately not here: a way by the keyboard; who uses it has a number field beside it.
 */

import { scaleLinear } from 'd3-scale';
import { useMemo } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import { formatNumber } from '../draw/format';
import styles from './PointPlot.module.css';
import { useWidth } from './useWidth';

export interface PlottedPoint {
  readonly x: number;
  readonly y: number;
  /** Index of its class. */
  readonly label: number;
}

export interface PointPlotProps<Point extends PlottedPoint> {
  readonly points: readonly Point[];
  readonly classes: readonly string[];
  /** What the points are, in words; where they lie is added. */
  readonly label: string;
  /** Gets a ring. */
  readonly selected?: Point | undefined;
  /** The point nearest to a click. */
  readonly onPick?: ((point: Point) => void) | undefined;
}

const heightPx = 320;
const edgePx = 14;
/** Where one side is longer by more than this, each coordinate gets a unit of its own. */
const mostOblong = 8;

export function PointPlot<Point extends PlottedPoint>(props: PointPlotProps<Point>): ReactNode {
  const { points, classes, label, selected, onPick } = props;
  const [frame, widthPx] = useWidth<HTMLDivElement>();
  const spans = useMemo(() => ({ x: spanOf(points, 'x'), y: spanOf(points, 'y') }), [points]);
  const [toX, toY] = useMemo(() => {
    const side = Math.max(1, Math.min(widthPx, heightPx) / 2 - edgePx);
    const [sizeX, sizeY] = [spans.x.size, spans.y.size];
    const isOblong = Math.max(sizeX, sizeY) > mostOblong * Math.min(sizeX, sizeY);
    const largest = Math.max(sizeX, sizeY);
    const scale = (middle: number, size: number, centre: number, direction: 1 | -1): ((value: number) => number) => {
      const reach = (isOblong ? size : largest) / 2;
      return scaleLinear([middle - reach, middle + reach], [centre - direction * side, centre + direction * side]);
    };
    return [scale(spans.x.middle, sizeX, widthPx / 2, 1), scale(spans.y.middle, sizeY, heightPx / 2, -1)];
  }, [spans, widthPx]);
  const drawn = useMemo(
    () =>
      points.map((point, place) => (
        <Mark key={place} label={point.label} at={`translate(${toX(point.x).toFixed(1)} ${toY(point.y).toFixed(1)})`} />
      )),
    [points, toX, toY],
  );

  const pick = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let nearest: Point | null = null;
    let least = Infinity;
    for (const point of points) {
      const far = (toX(point.x) - x) ** 2 + (toY(point.y) - y) ** 2;
      if (far >= least) continue;
      nearest = point;
      least = far;
    }
    if (nearest !== null) onPick?.(nearest);
  };
  const [zeroX, zeroY] = [toX(0), toY(0)];
  return (
    <div ref={frame} className={styles.plot}>
      <svg
        className={styles.plane}
        width={widthPx}
        height={heightPx}
        role="img"
        aria-label={points.length === 0 ? label : `${label}: ${spanWords('x', spans.x)}, ${spanWords('y', spans.y)}`}
        data-pick={onPick !== undefined}
        onClick={pick}
      >
        {zeroX >= 0 && zeroX <= widthPx && <line x1={zeroX} x2={zeroX} y2={heightPx} />}
        {zeroY >= 0 && zeroY <= heightPx && <line y1={zeroY} y2={zeroY} x2={widthPx} />}
        {drawn}
        {selected !== undefined && <circle cx={toX(selected.x)} cy={toY(selected.y)} r={8} className={styles.ring} />}
      </svg>
      <ul className={styles.key}>
        {classes.map((name, each) => (
          <li key={each}>
            <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true">
              <Mark label={each} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  /** Never 0. */
  readonly size: number;
}

function spanOf(points: readonly PlottedPoint[], axis: 'x' | 'y'): Span {
  let [from, to] = [Infinity, -Infinity];
  for (const point of points) {
    from = Math.min(from, point[axis]);
    to = Math.max(to, point[axis]);
  }
  if (from > to) [from, to] = [-1, 1];
  return { from, to, middle: (from + to) / 2, size: to > from ? to - from : 1 };
}

function spanWords(axis: string, { from, to }: Span): string {
  return `${axis} from ${formatNumber(from)} to ${formatNumber(to)}`;
}

/** A dot, a square, a diamond, a triangle: told apart without their colours. */
const forms = [
  'M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0',
  'M-2.4 -2.4h4.8v4.8h-4.8z',
  'M0 -3.4L3.4 0L0 3.4L-3.4 0z',
  'M0 -3.2L3 2.4H-3z',
] as const;

/** After four classes the same colours come with other forms. */
function Mark({ label, at }: { readonly label: number; readonly at?: string }): ReactNode {
  const form = (label + Math.floor(label / forms.length)) % forms.length;
  return <path d={forms[form]} transform={at} data-colour={label % forms.length} />;
}
