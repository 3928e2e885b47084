/** How resizing becomes kernel calls: tables of where each row and column looks, then one pass. */
import { imageSizes } from '../../../graph/convolution';
import type { NodeOf, ResizeMethod } from '../../../graph/graph';
import { resizeSamples } from '../../../graph/resizing';
import type { Shape } from '../../../tensor/shape';
import type { Buffer } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import { callInShares } from './shares';

/** For each cell two byte offsets and the share of the second, as float32. */
function sampleTable(from: number, to: number, method: ResizeMethod, stepBytes: number, recorder: Recorder): Buffer {
  return recorder.table(`samples ${[from, to, method, stepBytes].join(' ')}`, () => {
    const table = new Uint32Array(3 * to);
    const shares = new Float32Array(table.buffer);
    resizeSamples(from, to, method).forEach(({ first, second, fraction }, cell) => {
      table.set([first * stepBytes, second * stepBytes], 3 * cell);
      shares[3 * cell + 2] = fraction;
    });
    return table;
  });
}

/** Kernel(source, result, tables, images, sizes), shared out by images. `before` and `after`: the shapes of a picture and its resized form. */
function callResize(
  kernel: 'resize' | 'resizeGradient',
  [source, result]: readonly [Buffer, Buffer],
  [before, after]: readonly [Shape, Shape],
  method: ResizeMethod,
  recorder: Recorder,
): void {
  const { batch, height, width, channels } = imageSizes(before);
  const { height: outHeight, width: outWidth } = imageSizes(after);
  const pixelBytes = channels * BYTES_PER_VALUE;
  const rows = sampleTable(height, outHeight, method, width * pixelBytes, recorder);
  const columns = sampleTable(width, outWidth, method, pixelBytes, recorder);
  callInShares(
    recorder,
    kernel,
    { reads: [source], writes: [result] },
    { units: batch, sliced: [source, result] },
    (at, count) => [
      ...[at(source), at(result), rows, columns],
      ...[count, height * width * pixelBytes, outHeight, outWidth, channels],
    ],
  );
}

export function lowerResize(node: NodeOf<'resize'>, recorder: Recorder): void {
  const x = recorder.value(node.inputs[0]!);
  const y = recorder.result(node.id);
  const shapes = [recorder.node(node.inputs[0]!).shape, node.shape] as const;
  callResize('resize', [x, y], shapes, node.attributes.method, recorder);
}

export function lowerResizeGradient(node: NodeOf<'resizeGradient'>, recorder: Recorder): void {
  const dy = recorder.value(node.inputs[0]!);
  const dx = recorder.result(node.id);
  const shapes = [node.shape, recorder.node(node.inputs[0]!).shape] as const;
  callResize('resizeGradient', [dy, dx], shapes, node.attributes.method, recorder);
}
