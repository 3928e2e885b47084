/**
 * What a line chart shows, computed from plain data: domains that grow in calm stages, ticks, and at most four points per
 * column of pixels (first, smallest, largest, last), so that 100,000 points cost no more to draw than a few hundred and no
 * spike is lost.
 *
 * Deliberately not here: React, colours, sizes on screen beyond the scales that it is handed.
 */

/**
 * Hands for up to twelve runs in one chart: six colours that stay apart with every deficiency of colour vision, first in full lines,
 * then dashed.
 */
export const runTones = [
  'run1',
  'run2',
  'run3',
  'run4',
  'run5',
  'run6',
  'run7',
  'run8',
  'run9',
  'run10',
  'run11',
  'run12',
] as const;
export type RunTone = (typeof runTones)[number];

/** One curve. Functions instead of an array of points, so that a long run is not copied twenty times a second. */
export interface Series {
  /** `training`: stands beside the curve and in the words of the cursor. */
  readonly label: string;
  /** Which of the chart's hands draws it; the second is dashed. Points are dotted while they are few. */
  readonly tone: 'first' | 'second' | RunTone;
  /** For comparison: in a quiet ink, without a name at its end, and not read by the cursor. Put it before the others. */
  readonly isFaint?: boolean;
  readonly count: number;
  /** Grows with the index. */
  readonly x: (index: number) => number;
  readonly y: (index: number) => number;
}

export interface Panel {
  /** `loss`, `accuracy`: heads the panel, and stands in the words of the cursor. */
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** Fixed limits; left out, they grow with the data. */
  readonly domain?: readonly [minimum: number, maximum: number];
  readonly format: (value: number) => string;
  readonly series: readonly Series[];
}

/** The smallest of 1, 2, 5, 10, 20 … that is at least `value`; for a value that is not positive, `least`. */
export function niceCeiling(value: number, least: number): number {
  if (!(value > least)) return least;
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const digit = [1, 2, 5, 10].find((candidate) => candidate * decade >= value * (1 - 1e-12)) ?? 10;
  return Number((digit * decade).toPrecision(3));
}

/** The largest of 1, 2, 5 × a power of ten that is at most `value`, which is positive. */
export function niceFloor(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const digit = [5, 2, 1].find((candidate) => candidate * decade <= value * (1 + 1e-12)) ?? 1;
  return Number((digit * decade).toPrecision(3));
}

/** The last x of all curves, rounded up in stages: the axis stands still between them. */
export function domainOfX(panels: readonly Panel[], least = 100): readonly [number, number] {
  let last = 0;
  for (const { series } of panels) {
    for (const { count, x } of series) if (count > 0) last = Math.max(last, x(count - 1));
  }
  return [0, niceCeiling(last, least)];
}

export function domainOfY({ scale, domain, series }: Panel): readonly [number, number] {
  if (domain !== undefined) return domain;
  let smallest = Infinity;
  let largest = -Infinity;
  for (const { count, y } of series) {
    for (let index = 0; index < count; index++) {
      const value = y(index);
      if (!Number.isFinite(value) || (scale === 'log' && value <= 0)) continue;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  if (scale === 'linear') return [Math.min(0, smallest === Infinity ? 0 : smallest), niceCeiling(largest, 1)];
  if (smallest === Infinity) return [0.1, 5];
  return [Math.min(0.5, niceFloor(smallest)), niceCeiling(largest, 2)];
}

/** Ticks of a logarithmic axis: the decades, and between them 2 and 5, or 3, while there is room. */
export function logTicks([minimum, maximum]: readonly [number, number]): number[] {
  const decades = Math.log10(maximum / minimum);
  const digits = decades <= 2.3 ? [1, 2, 5] : decades <= 3.6 ? [1, 3] : [1];
  const every = Math.max(1, Math.ceil(decades / 6));
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(minimum)); decade <= Math.ceil(Math.log10(maximum)); decade += every) {
    for (const digit of digits) {
      const tick = Number((digit * 10 ** decade).toPrecision(3));
      if (tick >= minimum * (1 - 1e-9) && tick <= maximum * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * The curve as an SVG path: first, smallest, largest and last point of each column of pixels. A value that is not finite
 * leaves a gap. `toX` is linear and grows; `toY` grows or falls, so that what is extreme in value is extreme on the screen.
 *
 * A column is half a pixel wide, of a dense curve a pixel. Where a column ends is searched, and only what is drawn goes through `toY`:
 * 100,000 points then cost little more than to read each once.
 */
export function thinnedPath({ count, x, y }: Series, toX: (x: number) => number, toY: (y: number) => number): string {
  let path = '';
  let isPenDown = false;
  const origin = toX(0);
  const slope = toX(1) - origin;
  const span = count === 0 ? 0 : slope * (x(count - 1) - x(0));
  const columnsPerPx = count > 4 * span ? 1 : 2;
  const columnOf = (index: number): number => Math.round((origin + slope * x(index)) * columnsPerPx) / columnsPerPx;
  const draw = (column: string, value: string): void => {
    path += `${isPenDown ? 'L' : 'M'}${column} ${value}`;
    isPenDown = true;
  };
  /** The points `from` … `end` − 1, all of them finite. */
  const drawColumn = (column: string, from: number, smallestAt: number, largestAt: number, end: number): void => {
    const textAt = (index: number): string => toY(y(index)).toFixed(1);
    const first = textAt(from);
    draw(column, first);
    if (end - from === 1) return;
    const last = textAt(end - 1);
    const drawExtreme = (index: number): void => {
      if (index === from || index === end - 1) return;
      const text = textAt(index);
      if (text !== first && text !== last) draw(column, text);
    };
    drawExtreme(Math.min(smallestAt, largestAt));
    drawExtreme(Math.max(smallestAt, largestAt));
    draw(column, last);
  };
  for (let start = 0; start < count;) {
    const column = columnOf(start);
    const end = endOfColumn(columnOf, start, count, column);
    const columnText = column.toFixed(1);
    let from = -1;
    let smallest = Infinity;
    let largest = -Infinity;
    let smallestAt = start;
    let largestAt = start;
    for (let index = start; index < end; index++) {
      const value = y(index);
      if (!Number.isFinite(value)) {
        if (from >= 0) drawColumn(columnText, from, smallestAt, largestAt, index);
        isPenDown = false;
        from = -1;
        continue;
      }
      if (from < 0) {
        from = smallestAt = largestAt = index;
        smallest = largest = value;
      } else if (value < smallest) {
        smallest = value;
        smallestAt = index;
      } else if (value > largest) {
        largest = value;
        largestAt = index;
      }
    }
    if (from >= 0) drawColumn(columnText, from, smallestAt, largestAt, end);
    start = end;
  }
  return path;
}

/** The first index after `start` that is in another column; found in steps that double, then halve. */
function endOfColumn(columnOf: (index: number) => number, start: number, count: number, column: number): number {
  let inside = start;
  let stride = 1;
  while (inside + stride < count && columnOf(inside + stride) === column) {
    inside += stride;
    stride *= 2;
  }
  let outside = Math.min(count, inside + stride);
  while (outside - inside > 1) {
    const middle = (inside + outside) >> 1;
    if (columnOf(middle) === column) inside = middle;
    else outside = middle;
  }
  return outside;
}

/** The index whose x is nearest; −1 for an empty curve. */
export function nearestIndex({ count, x }: Series, wanted: number): number {
  if (count === 0) return -1;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x(middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low > 0 && wanted - x(low - 1) <= x(low) - wanted ? low - 1 : low;
}

/** `step 1,200: training loss 0.081, test loss 0.102 (step 1,000)`; a point from elsewhere names its own place. */
export function wordsAt(panels: readonly Panel[], x: number, xTitle: string, formatX: (x: number) => string): string {
  const values: string[] = [];
  for (const { title, format, series } of panels) {
    for (const one of series) {
      const index = one.isFaint === true ? -1 : nearestIndex(one, x);
      if (index < 0) continue;
      const place = one.x(index) === x ? '' : ` (${xTitle} ${formatX(one.x(index))})`;
      values.push(`${one.label} ${title} ${format(one.y(index))}${place}`);
    }
  }
  return `${xTitle} ${formatX(x)}: ${values.length === 0 ? 'nothing measured' : values.join(', ')}`;
}

/** At most `rows` indices of 0 … count − 1, evenly spread, with the first and the last. */
export function spreadIndices(count: number, rows: number): number[] {
  if (count <= rows) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: rows }, (_, row) => Math.round((row * (count - 1)) / (rows - 1)));
}
