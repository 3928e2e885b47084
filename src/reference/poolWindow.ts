/** Where a pooling looks: shared by the loop nests of all poolings and their gradients. */
import type { PoolSizes } from '../graph/convolution';
import { indices } from './grid';

/**
 * The cells [row, column] of x under the window of output place i, j, in reading order. Cells of the padding do not exist and are
 * passed over.
 */
export function* windowCells(
  sizes: PoolSizes,
  i: number,
  j: number,
): Generator<readonly [row: number, column: number]> {
  for (const [u, v] of indices(sizes.windowHeight, sizes.windowWidth)) {
    const row = i * sizes.strideVertical - sizes.padding.top + u;
    const column = j * sizes.strideHorizontal - sizes.padding.left + v;
    if (row >= 0 && row < sizes.inputHeight && column >= 0 && column < sizes.inputWidth) yield [row, column];
  }
}
