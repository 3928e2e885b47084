/**
 * The gradient of a convolution's input where the kernel moves down one row at a time.
 *
 * Picture: row y of dx lies under kernel row r of the output row y − r. So all output rows that reach it are taken together: for each
 * output column j, the run of KW·I cells from j on gets the sum over r and output channel of dy[y − r, j, :] · Wᵀ[r]. The depth of
 * that product is KH·O instead of O, so that a tile of sums is fetched and stored once instead of once per kernel row. Runs of
 * neighbouring columns overlap and are added in order.
 */
import { packTransposedPart, product } from './product.as';

/** See `product`. */
const ACCUMULATE = 2;

/**
 * dx [rows of `dxRowBytes`] for some images. `dyOffsets`, `dxOffsets`: where column j of image n begins, [N·OW] byte offsets.
 * `runs`: byte offsets of the depth steps of kernel rows one above the other, [KH·O]. `packed`: room for Wᵀ in panels of
 * [KH, O, 8], the lowest kernel row first, because it meets the uppermost output row. `block`: so many columns at a time, whole images: within
 * a block the panels are the outer loop, so that sums in an image would come in another order if a block ended inside of it.
 */
export function inputGradientRows(
  dy: usize,
  dyOffsets: usize,
  dxOffsets: usize,
  runs: usize,
  places: i32,
  block: i32,
  outputRows: i32,
  channels: i32,
  dyRowBytes: usize,
  w: usize,
  packed: usize,
  kernelRows: i32,
  runColumns: i32,
  dx: usize,
  dxRowBytes: usize,
  dxBytes: usize,
): void {
  memory.fill(dx, 0, dxBytes);
  const cellBytes = <usize>channels << 2;
  const rowPanelBytes = <usize>channels << 5;
  const panelBytes = <usize>kernelRows * rowPanelBytes;
  for (let row = 0; row < kernelRows; row++) {
    const rowWeights = w + <usize>(row * runColumns) * cellBytes;
    let panel = packed + <usize>(kernelRows - 1 - row) * rowPanelBytes;
    for (let column = 0; column < runColumns; column += 8) {
      packTransposedPart(rowWeights + <usize>column * cellBytes, cellBytes, min(8, runColumns - column), channels, panel);
      panel += panelBytes;
    }
  }
  for (let y = 0; y < outputRows + kernelRows - 1; y++) {
    const lowest = min(kernelRows - 1, y);
    const uppermost = max(0, y - outputRows + 1);
    for (let place = 0; place < places; place += block) {
      const tableBytes = <usize>place << 2;
      product(
        dy + <usize>(y - lowest) * dyRowBytes,
        dyOffsets + tableBytes,
        0,
        runs,
        min(block, places - place),
        (lowest - uppermost + 1) * channels,
        packed + <usize>(kernelRows - 1 - lowest) * rowPanelBytes,
        32,
        panelBytes,
        0,
        dx + <usize>y * dxRowBytes,
        dxOffsets + tableBytes,
        0,
        runColumns,
        ACCUMULATE,
        channels,
      );
    }
  }
}
