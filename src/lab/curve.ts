/**
 * Curves that stay small however long a run is. Plain lists in, plain lists out.
 */

import { isMark } from './runLink/marks';

/** Above this many points a curve is thinned. */
export const MOST_POINTS = 5000;

interface CurvePoint {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * Adds new points. Points at or after the first new one's step are replaced: a run that went back to a snapshot, or on from the
 * weights before it diverged, draws that stretch again.
 */
export function extendCurve<P extends CurvePoint>(points: readonly P[], added: readonly P[]): readonly P[] {
  const [first] = added;
  if (first === undefined) return points;
  return thin([...upTo(points, first.step - 1), ...added]);
}

/** The points up to this step; the very same list when that is all of them. */
export function upTo<P extends CurvePoint>(points: readonly P[], step: number): readonly P[] {
  const last = points[points.length - 1];
  return last === undefined || last.step <= step ? points : points.filter((point) => point.step <= step);
}

/**
 * Halves a curve of more than `most` points without losing its spikes: of every eight neighbours those with the lowest and the highest
 * loss and accuracy stay, in their order. The newest point always stays, and so do those at which links compare two runs.
 */
export function thin<P extends CurvePoint>(points: readonly P[], most = MOST_POINTS): readonly P[] {
  if (points.length <= most) return points;
  const kept: P[] = [];
  const last = points[points.length - 1];
  for (let start = 0; start < points.length; start += 8) {
    const group = points.slice(start, start + 8);
    const extremes = new Set((['loss', 'accuracy'] as const).flatMap((quantity) => extremesOf(group, quantity)));
    kept.push(...group.filter((point) => extremes.has(point) || isMark(point.step)));
  }
  if (last !== undefined && kept[kept.length - 1] !== last) kept.push(last);
  return kept;
}

function extremesOf<P extends CurvePoint>(group: readonly P[], quantity: 'loss' | 'accuracy'): readonly P[] {
  const lowest = group.reduce((best, point) => (point[quantity] < best[quantity] ? point : best));
  const highest = group.reduce((best, point) => (point[quantity] > best[quantity] ? point : best));
  return [lowest, highest];
}
