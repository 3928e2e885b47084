/**
 * A pen that leaves ink on 28×28 pixels the way MNIST's images were made: the strokes are scaled until they fill a box of 20×20
 * pixels, drawn with soft edges, then shifted by whole pixels until the centre of the ink's mass is in the middle.
 *
 * Picture: the path is a chain of short segments, each a tapered sausage. Every pixel near a segment remembers the smallest
 * distance to an edge; at the end that distance becomes ink: 255 inside, 0 outside, a ramp of about one pixel between.
 * Generated digits and digits that a reader draws pass through here, so that a network sees both alike.
 *
 * Only + − × ÷ √ and comparisons are used, which every JavaScript engine rounds alike: the same path gives the same bytes everywhere.
 *
 * Source: the size and mass normalization of LeCun, Bottou, Bengio & Haffner 1998, section III.A.
 */

export const SIDE_PX = 28;
const BOX_PX = 20;
/** Less ink than this may be lost at the image's edge. */
const FAINT = 32;
const FAR = 1e9;
/** Paths smaller than this (of the unit square) are dots: they are not blown up further. */
const SMALLEST_EXTENT = 0.12;

/** A place on the drawing area: x to the right, y down, both 0 … 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PenLook {
  /** Width of the ramp from full ink to none, in pixels. */
  readonly softnessPx: number;
  /** Ink of a fully covered pixel, 0 … 255. */
  readonly ink: number;
  /** Raggedness of the edge, in pixels; 0 for a clean one. */
  readonly raggednessPx: number;
  /** Seeds the raggedness: an odd 32-bit integer. */
  readonly grain: number;
}
export const cleanLook: PenLook = { softnessPx: 1.3, ink: 255, raggednessPx: 0, grain: 1 };

/**
 * Collects one drawing and renders it. Owns its buffers and allocates nothing per drawing: keep one and use it again.
 */
export interface Pen {
  /** Forgets the drawing. */
  clear(): void;
  /** Begins a stroke. `pressure` scales the pen's width at that point (1: as it is). Any unit of length will do. */
  moveTo(x: number, y: number, pressure: number): void;
  /** Goes on with the stroke, straight. */
  lineTo(x: number, y: number, pressure: number): void;
  /** The longer side of the box around the path, in the path's own unit. */
  extent(): number;
  /** Writes 28 × 28 bytes into `out` from `start`; `widthPx` is the pen's width after scaling. An empty drawing gives zeros. */
  render(widthPx: number, smallestExtent: number, look: PenLook, out: Uint8Array, start: number): void;
}

/** @param capacity the most points that one drawing may have */
export function createPen(capacity: number): Pen {
  const xs = new Float64Array(capacity);
  const ys = new Float64Array(capacity);
  const pressures = new Float64Array(capacity);
  const begins = new Uint8Array(capacity);
  const distances = new Float64Array(SIDE_PX * SIDE_PX);
  const inked = new Uint8Array(SIDE_PX * SIDE_PX);
  let count = 0;
  let left = FAR;
  let right = -FAR;
  let top = FAR;
  let bottom = -FAR;
  /** Pixels that a segment came near: rows and columns, first and last. */
  let nearLeft = SIDE_PX;
  let nearRight = -1;
  let nearTop = SIDE_PX;
  let nearBottom = -1;

  function add(x: number, y: number, pressure: number, begin: 0 | 1): void {
    if (count === capacity) throw new Error(`internal: the pen has room for ${capacity} points and got more.`);
    xs[count] = x;
    ys[count] = y;
    pressures[count] = pressure;
    begins[count] = count === 0 ? 1 : begin;
    count++;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }

  /** Lowers the distance to the nearest edge around one segment; (x0, y0) … in pixels, radii in pixels. */
  function stamp(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number, reach: number): void {
    const dx = x1 - x0;
    const dy = y1 - y0;
    const dr = r1 - r0;
    const lengthSquared = dx * dx + dy * dy;
    const inverse = lengthSquared > 1e-12 ? 1 / lengthSquared : 0;
    const outer = (r0 > r1 ? r0 : r1) + reach;
    // Pixel i covers i … i + 1; its centre is i + 0.5.
    const firstX = Math.max(0, Math.ceil((x0 < x1 ? x0 : x1) - outer - 0.5));
    const lastX = Math.min(SIDE_PX - 1, Math.floor((x0 < x1 ? x1 : x0) + outer - 0.5));
    const firstY = Math.max(0, Math.ceil((y0 < y1 ? y0 : y1) - outer - 0.5));
    const lastY = Math.min(SIDE_PX - 1, Math.floor((y0 < y1 ? y1 : y0) + outer - 0.5));
    if (firstX < nearLeft) nearLeft = firstX;
    if (lastX > nearRight) nearRight = lastX;
    if (firstY < nearTop) nearTop = firstY;
    if (lastY > nearBottom) nearBottom = lastY;
    for (let y = firstY; y <= lastY; y++) {
      const py = y + 0.5 - y0;
      for (let x = firstX; x <= lastX; x++) {
        const px = x + 0.5 - x0;
        let along = (px * dx + py * dy) * inverse;
        along = along < 0 ? 0 : along > 1 ? 1 : along;
        const ex = px - along * dx;
        const ey = py - along * dy;
        const distance = Math.sqrt(ex * ex + ey * ey) - r0 - along * dr;
        const at = y * SIDE_PX + x;
        if (distance < distances[at]!) distances[at] = distance;
      }
    }
  }

  return {
    clear() {
      count = 0;
      left = FAR;
      right = -FAR;
      top = FAR;
      bottom = -FAR;
    },
    moveTo: (x, y, pressure) => add(x, y, pressure, 1),
    lineTo: (x, y, pressure) => add(x, y, pressure, 0),
    extent: () => (count === 0 ? 0 : Math.max(right - left, bottom - top)),
    render(widthPx, smallestExtent, look, out, start) {
      out.fill(0, start, start + SIDE_PX * SIDE_PX);
      if (count === 0) return;
      const scale = (BOX_PX - widthPx) / Math.max(right - left, bottom - top, smallestExtent);
      const shiftX = SIDE_PX / 2 - (scale * (left + right)) / 2;
      const shiftY = SIDE_PX / 2 - (scale * (top + bottom)) / 2;
      const radius = widthPx / 2;
      const reach = (look.softnessPx + look.raggednessPx) / 2;
      distances.fill(FAR);
      nearLeft = nearTop = SIDE_PX;
      nearRight = nearBottom = -1;
      for (let i = 0; i < count; i++) {
        const from = begins[i] === 1 ? i : i - 1;
        // A stroke's first point is stamped alone only when nothing follows it: a dot.
        if (from === i && i + 1 < count && begins[i + 1] === 0) continue;
        stamp(
          xs[from]! * scale + shiftX,
          ys[from]! * scale + shiftY,
          pressures[from]! * radius,
          xs[i]! * scale + shiftX,
          ys[i]! * scale + shiftY,
          pressures[i]! * radius,
          reach,
        );
      }
      ink(look);
      centre(out, start);
    },
  };

  /** Distances → bytes in `inked`, where a segment came near; the rest of it is left as it was and never looked at. */
  function ink(look: PenLook): void {
    const steepness = 1 / look.softnessPx;
    const ragged = look.raggednessPx / 0x100000000;
    let grain = look.grain | 0;
    for (let y = nearTop; y <= nearBottom; y++) {
      for (let at = y * SIDE_PX + nearLeft, end = y * SIDE_PX + nearRight; at <= end; at++) {
        let distance = distances[at]!;
        if (distance === FAR) {
          inked[at] = 0;
          continue;
        }
        // Xorshift: one 32-bit integer of noise for each pixel near the ink.
        grain ^= grain << 13;
        grain ^= grain >>> 17;
        grain ^= grain << 5;
        distance += grain * ragged;
        const covered = 0.5 - distance * steepness;
        const value = covered <= 0 ? 0 : covered >= 1 ? 1 : covered * covered * (3 - 2 * covered);
        inked[at] = Math.floor(value * look.ink + 0.5);
      }
    }
  }

  /** Copies `inked` so that the centre of mass falls on pixel 14 (to half a pixel), as in MNIST, but no ink leaves the image. */
  function centre(out: Uint8Array, start: number): void {
    let mass = 0;
    let massX = 0;
    let massY = 0;
    let firstX = SIDE_PX;
    let lastX = 0;
    let firstY = SIDE_PX;
    let lastY = 0;
    for (let y = nearTop; y <= nearBottom; y++) {
      let row = 0;
      for (let x = nearLeft; x <= nearRight; x++) {
        const value = inked[y * SIDE_PX + x]!;
        row += value;
        massX += value * x;
        if (value < FAINT) continue;
        if (x < firstX) firstX = x;
        if (x > lastX) lastX = x;
        if (y < firstY) firstY = y;
        lastY = y;
      }
      mass += row;
      massY += row * y;
    }
    if (mass === 0) return;
    const middle = SIDE_PX / 2;
    const dx = clamp(Math.ceil(middle - massX / mass - 0.5), -firstX, SIDE_PX - 1 - lastX);
    const dy = clamp(Math.ceil(middle - massY / mass - 0.5), -firstY, SIDE_PX - 1 - lastY);
    const fromX = Math.max(nearLeft, -dx);
    const toX = Math.min(nearRight + 1, SIDE_PX - dx);
    for (let y = Math.max(nearTop, -dy); y < Math.min(nearBottom + 1, SIDE_PX - dy); y++) {
      const to = start + (y + dy) * SIDE_PX + dx;
      for (let x = fromX; x < toX; x++) out[to + x] = inked[y * SIDE_PX + x]!;
    }
  }
}

function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** The widths, after scaling to the 20×20 box, that generated digits have too; a drawing is kept within them. */
const THINNEST_PX = 2;
const THICKEST_PX = 4;

/**
 * A reader's drawing → 28 × 28 grey bytes, row-major, normalized in size and place like the images of the data sets.
 *
 * @param strokes polylines in unit coordinates of the drawing area; a stroke of one point is a dot
 * @param width of the pen, in the same unit. However small or large the drawing, the pen's width after scaling stays within what
 *   handwriting has, so that a small digit does not become a blot
 * @returns all zeros when there is nothing drawn
 */
export function rasterizeStrokes(strokes: readonly (readonly Point[])[], width: number): Uint8Array {
  const pen = createPen(strokes.reduce((points, stroke) => points + stroke.length, 0));
  for (const stroke of strokes) {
    for (const [index, point] of stroke.entries()) {
      if (index === 0) pen.moveTo(point.x, point.y, 1);
      else pen.lineTo(point.x, point.y, 1);
    }
  }
  const out = new Uint8Array(SIDE_PX * SIDE_PX);
  const extent = Math.max(pen.extent(), SMALLEST_EXTENT);
  const widthPx = Math.min(THICKEST_PX, Math.max(THINNEST_PX, (BOX_PX * width) / (extent + width)));
  pen.render(widthPx, SMALLEST_EXTENT, cleanLook, out, 0);
  return out;
}
