/** How resizing becomes kernel calls: tables of where each row and column looks, then one pass. */
import { imageSizes } from '../../../graph/convolution';
import type { NodeOf, ResizeMethod } from '../../../graph/graph';
import { resizeSamples } from '../../../graph/resizing';
import type { Shape } from '../../../tensor/shape';
import type { Buffer } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';

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

/** Tables and sizes, as both kernels take them. */
function geometry(before: Shape, after: Shape, method: ResizeMethod, recorder: Recorder): readonly (Buffer | number)[] {
  const { batch, height, width, channels } = imageSizes(before);
  const { height: outHeight, width: outWidth } = imageSizes(after);
  const pixelBytes = channels * BYTES_PER_VALUE;
  const rows = sampleTable(height, outHeight, method, width * pixelBytes, recorder);
  const columns = sampleTable(width, outWidth, method, pixelBytes, recorder);
  return [rows, columns, batch, height * width * pixelBytes, outHeight, outWidth, channels];
}

export function lowerResize(node: NodeOf<'resize'>, recorder: Recorder): void {
  const x = recorder.value(node.inputs[0]!);
  const y = recorder.result(node.id);
  const sizes = geometry(recorder.node(node.inputs[0]!).shape, node.shape, node.attributes.method, recorder);
  recorder.call('resize', [x, y, ...sizes], { reads: [x], writes: [y] });
}

export function lowerResizeGradient(node: NodeOf<'resizeGradient'>, recorder: Recorder): void {
  const dy = recorder.value(node.inputs[0]!);
  const dx = recorder.result(node.id);
  const sizes = geometry(node.shape, recorder.node(node.inputs[0]!).shape, node.attributes.method, recorder);
  recorder.call('resizeGradient', [dy, dx, ...sizes], { reads: [dy], writes: [dx] });
}
