/**
 * Geometry of a network drawing, computed from shapes alone: one box per layer, for any network of the zoo.
 *
 * Picture: a feature map is a pile of planes seen from the front, shifted up and to the right; the side of a plane grows with
 * the logarithm of height and width, the number of planes with the logarithm of the channels. What has no spatial extent left
 * (a vector, or 1 × 1 × C) is a bar whose length grows with the logarithm of its entries. `wide` reads from left to right and
 * wraps into rows when the network is deep; `narrow` reads from top to bottom, one row a layer, with room for text beside it.
 *
 * Deliberately not here: names inside boxes, colours, React. Labels are placed by the caller in `label`.
 */

export interface LayoutLayer {
  readonly name: string;
  /** [height, width, channels], or [entries]. */
  readonly shape: readonly number[];
  /** Indices of the layers that feed this one; none for an input. */
  readonly from: readonly number[];
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LayerBox {
  readonly index: number;
  readonly name: string;
  readonly kind: 'planes' | 'bar';
  /** The whole area that belongs to the layer: what a finger may hit. Areas do not overlap. */
  readonly area: Rect;
  /** The plane in front, or the bar. */
  readonly front: Rect;
  /** All planes, the front one included; 1 for a bar. */
  readonly planes: number;
  /** Shift of each further plane against the one before it. */
  readonly shift: { readonly x: number; readonly y: number };
  /** Room for text: below the box when wide, to its right when narrow. */
  readonly label: Rect;
}

export interface LayoutEdge {
  readonly from: number;
  readonly to: number;
  /** SVG path data. */
  readonly path: string;
}

export interface NetworkLayout {
  readonly arrangement: Arrangement;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly boxes: readonly LayerBox[];
  readonly edges: readonly LayoutEdge[];
}

export const arrangements = ['wide', 'narrow'] as const;
export type Arrangement = (typeof arrangements)[number];

const planeShiftPx = 2.5;
const wide = {
  areaMinPx: 44,
  gapPx: 10,
  barPx: 9,
  sideMaxPx: 92,
  sideMinPx: 52,
  labelPx: 36,
  rowGapPx: 18,
  topPx: 6,
  /** Above each row, where connections that skip layers pass. */
  skipPx: 14,
  /** Left and right, where there are several rows. */
  marginPx: 10,
};
const narrow = { rowPx: 52, boxesPx: 96, barPx: 9, sideMaxPx: 36, marginPx: 2 };

interface Extent {
  readonly kind: LayerBox['kind'];
  readonly planes: number;
  /** Sides in units of the largest side of the network. */
  readonly height: number;
  readonly width: number;
}

function planesFor(channels: number): number {
  return Math.min(channels, Math.ceil(2 + 1.7 * Math.log2(channels)));
}

/** Relative extents of every layer: logarithms of height, width, and of the entries of a vector. */
function extentsOf(layers: readonly LayoutLayer[]): Extent[] {
  const measured = layers.map(({ shape }) => {
    const [height = 1, width = 1, channels = 1] = shape.length === 1 ? [1, 1, shape[0]] : shape;
    return { height, width, channels, isBar: height === 1 && width === 1 };
  });
  const log = (cells: number): number => Math.log2(1 + cells);
  const largestSide = Math.max(1, ...measured.map(({ height, width, isBar }) => (isBar ? 1 : Math.max(height, width))));
  const longestBar = Math.max(1, ...measured.map(({ channels, isBar }) => (isBar ? channels : 1)));
  return measured.map(({ height, width, channels, isBar }) =>
    isBar
      ? { kind: 'bar', planes: 1, height: log(channels) / log(longestBar), width: 0 }
      : {
          kind: 'planes',
          planes: planesFor(channels),
          height: log(height) / log(largestSide),
          width: log(width) / log(largestSide),
        },
  );
}

/** Rows of consecutive layers, about equally long, each of which fits; and the largest side that then fits. */
function breakIntoRows(extents: readonly Extent[], widthPx: number): { rows: Extent[][]; sidePx: number } {
  const widthAt = (extent: Extent, sidePx: number): number =>
    extent.kind === 'bar' ? wide.barPx : extent.width * sidePx + (extent.planes - 1) * planeShiftPx;
  const areaAt = (extent: Extent, sidePx: number): number => Math.max(wide.areaMinPx, widthAt(extent, sidePx));
  const rowWidth = (row: readonly Extent[], sidePx: number): number =>
    row.reduce((sum, extent) => sum + areaAt(extent, sidePx), 0) + (row.length - 1) * wide.gapPx;

  // A side that lets a single row fit is welcome from 52 px on; otherwise rows are filled at 64 px.
  for (let sidePx = wide.sideMaxPx; sidePx >= wide.sideMinPx; sidePx -= 2) {
    if (rowWidth(extents, sidePx) <= widthPx) return { rows: [[...extents]], sidePx };
  }
  const sidePx = Math.min(64, widthPx);
  const total = rowWidth(extents, sidePx);
  for (let count = 2; ; count++) {
    const rows: Extent[][] = [];
    let row: Extent[] = [];
    for (const extent of extents) {
      const full = row.length > 0 && rowWidth([...row, extent], sidePx) > widthPx;
      const balanced = row.length > 0 && rows.length < count - 1 && rowWidth(row, sidePx) >= total / count;
      if (full || balanced) {
        rows.push(row);
        row = [];
      }
      row.push(extent);
    }
    rows.push(row);
    if (rows.length <= count || count >= extents.length) return { rows, sidePx };
  }
}

function wideBoxes(
  layers: readonly LayoutLayer[],
  widthPx: number,
): { boxes: LayerBox[]; heightPx: number; rowOf: number[] } {
  const extents = extentsOf(layers);
  const single = breakIntoRows(extents, widthPx);
  // The lines from row to row run at both ends.
  const marginPx = single.rows.length > 1 ? wide.marginPx : 0;
  const roomPx = widthPx - 2 * marginPx;
  const { rows, sidePx } = marginPx > 0 ? breakIntoRows(extents, roomPx) : single;
  const boxes: LayerBox[] = [];
  const rowOf: number[] = [];
  const roomAbove = roomForSkips(layers);
  let y = wide.topPx;
  rows.forEach((row, rowIndex) => {
    y += roomAbove;
    const sized = row.map((extent) => {
      const shift = (extent.planes - 1) * planeShiftPx;
      const front =
        extent.kind === 'bar'
          ? { width: wide.barPx, height: extent.height * sidePx }
          : { width: extent.width * sidePx, height: extent.height * sidePx };
      return { extent, front, shift, areaWidth: Math.max(wide.areaMinPx, front.width + shift) };
    });
    const boxesHeight = Math.max(...sized.map(({ front, shift }) => front.height + shift));
    const used = sized.reduce((sum, { areaWidth }) => sum + areaWidth, 0);
    // Free space is spread between the layers, up to a calm maximum; the rest stays at both ends.
    const gap = sized.length > 1 ? Math.min(44, (roomPx - used) / (sized.length - 1)) : 0;
    let x = marginPx + Math.max(0, (roomPx - used - gap * (sized.length - 1)) / 2);
    for (const { extent, front, shift, areaWidth } of sized) {
      const index = boxes.length;
      const frontX = x + (areaWidth - front.width - shift) / 2;
      const frontY = y + (boxesHeight - front.height - shift) / 2 + shift;
      boxes.push({
        index,
        name: layers[index]!.name,
        kind: extent.kind,
        area: { x, y, width: areaWidth, height: boxesHeight + wide.labelPx },
        front: { x: frontX, y: frontY, ...front },
        planes: extent.planes,
        shift: { x: planeShiftPx, y: -planeShiftPx },
        label: { x, y: y + boxesHeight, width: areaWidth, height: wide.labelPx },
      });
      rowOf.push(rowIndex);
      x += areaWidth + gap;
    }
    y += boxesHeight + wide.labelPx + wide.rowGapPx;
  });
  return { boxes, heightPx: y - wide.rowGapPx, rowOf };
}

function narrowBoxes(layers: readonly LayoutLayer[], widthPx: number): LayerBox[] {
  const shiftScale = 0.8;
  return extentsOf(layers).map((extent, index) => {
    const y = index * narrow.rowPx;
    const shift = (extent.planes - 1) * planeShiftPx * shiftScale;
    const front =
      extent.kind === 'bar'
        ? { width: extent.height * (narrow.boxesPx - 16), height: narrow.barPx }
        : { width: extent.width * narrow.sideMaxPx, height: extent.height * narrow.sideMaxPx };
    const visibleShift = Math.min(shift, narrow.rowPx - 6 - front.height);
    const step = extent.planes > 1 ? visibleShift / (extent.planes - 1) : 0;
    return {
      index,
      name: layers[index]!.name,
      kind: extent.kind,
      area: { x: 0, y, width: widthPx, height: narrow.rowPx },
      front: {
        x: narrow.marginPx + (narrow.boxesPx - front.width - visibleShift) / 2,
        y: y + (narrow.rowPx - front.height - visibleShift) / 2 + visibleShift,
        ...front,
      },
      planes: extent.planes,
      shift: { x: step, y: -step },
      label: {
        x: narrow.boxesPx + 12,
        y,
        width: Math.max(0, widthPx - narrow.boxesPx - 12),
        height: narrow.rowPx,
      },
    };
  });
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Where a line leaves or enters: the outline of the pile. */
function outline(box: LayerBox): {
  left: number;
  right: number;
  top: number;
  bottom: number;
  midX: number;
  midY: number;
} {
  const shift = (box.planes - 1) * box.shift.x;
  const [left, right] = [box.front.x, box.front.x + box.front.width + shift];
  const [top, bottom] = [box.front.y - shift, box.front.y + box.front.height];
  return { left, right, top, bottom, midX: (left + right) / 2, midY: (top + bottom) / 2 };
}

function roomForSkips(layers: readonly LayoutLayer[]): number {
  return layers.some(({ from }, index) => from.some((source) => source !== index - 1)) ? wide.skipPx : 0;
}

function wideEdge(from: LayerBox, to: LayerBox, rowOf: readonly number[], roomAbove: number): string {
  const [a, b] = [outline(from), outline(to)];
  const start = `M${round(a.right + 3)} ${round(a.midY)}`;
  if (rowOf[from.index] !== rowOf[to.index]) {
    // To the next row: down past the labels, back along the free strip between the rows, and in from the left.
    const strip = to.area.y - roomAbove - wide.rowGapPx / 2;
    const outX = from.area.x + from.area.width + 4;
    const inX = to.area.x - 6;
    return `${start}H${round(outX)}V${round(strip)}H${round(inX)}V${round(b.midY)}H${round(b.left - 3)}`;
  }
  if (to.index === from.index + 1) return `${start}H${round(b.left - 3)}`;
  // A connection that skips layers passes above them.
  const over = from.area.y - roomAbove;
  return `M${round(a.midX)} ${round(a.top - 3)}C${round(a.midX)} ${over} ${round(b.midX)} ${over} ${round(b.midX)} ${round(b.top - 3)}`;
}

function narrowEdge(from: LayerBox, to: LayerBox): string {
  const [a, b] = [outline(from), outline(to)];
  if (to.index === from.index + 1)
    return `M${round(a.midX)} ${round(a.bottom + 2)}L${round(b.midX)} ${round(b.top - 2)}`;
  const right = narrow.boxesPx + 6;
  return `M${round(a.right + 3)} ${round(a.midY)}C${right} ${round(a.midY)} ${right} ${round(b.midY)} ${round(b.right + 3)} ${round(b.midY)}`;
}

/**
 * The drawing of `layers` (inputs included, in order) for a figure `widthPx` wide. `boxes` come in the order of `layers`.
 * Nothing sticks out of widthPx × heightPx.
 */
export function networkLayout(
  layers: readonly LayoutLayer[],
  options: { readonly widthPx: number; readonly arrangement: Arrangement },
): NetworkLayout {
  const { widthPx, arrangement } = options;
  if (layers.length === 0) return { arrangement, widthPx, heightPx: 0, boxes: [], edges: [] };
  const { boxes, heightPx, rowOf } =
    arrangement === 'wide'
      ? wideBoxes(layers, widthPx)
      : {
          boxes: narrowBoxes(layers, widthPx),
          heightPx: layers.length * narrow.rowPx,
          rowOf: layers.map((_, index) => index),
        };
  const roomAbove = roomForSkips(layers);
  const edges = layers.flatMap((layer, to) =>
    // A layer that is added to itself is one connection to look at.
    [...new Set(layer.from)].map((from) => {
      const [source, target] = [boxes[from]!, boxes[to]!];
      const path = arrangement === 'wide' ? wideEdge(source, target, rowOf, roomAbove) : narrowEdge(source, target);
      return { from, to, path };
    }),
  );
  return { arrangement, widthPx, heightPx, boxes, edges };
}
