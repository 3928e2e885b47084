/** How ops that know axes become kernel calls: sums over axes, repetition along them. */
import type { NodeOf } from '../../../graph/graph';
import { folds, reducedCount, reducedShape } from '../../../graph/reduction';
import { sizeOf, type Shape } from '../../../tensor/shape';
import type { Buffer } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';

type Four = readonly [number, number, number, number];

/** A shape with axes of length 1 in front, so that there are four. */
function fourLengths(shape: Shape): Four {
  return [0, 1, 2, 3].map((axis) => shape[axis - 4 + shape.length] ?? 1) as unknown as Four;
}

/** Bytes from one value to the next along each of the four axes of a dense array. */
function fourSteps([, second, third, fourth]: Four): Four {
  const last = BYTES_PER_VALUE;
  return [second * third * fourth * last, third * fourth * last, fourth * last, last];
}

/** One call for each run of neighbouring axes; the mean's factor goes into the last. */
export function lowerReduction(node: NodeOf<'sum'> | NodeOf<'meanOver'>, recorder: Recorder): void {
  const { shape } = recorder.node(node.inputs[0]!);
  const { axes } = node.attributes;
  const factor = node.op === 'sum' ? 1 : 1 / reducedCount(shape, axes);
  let x = recorder.value(node.inputs[0]!);
  const steps = folds(shape, axes);
  steps.forEach(({ outer, middle, inner }, index) => {
    const isLast = index === steps.length - 1;
    const y: Buffer = isLast
      ? recorder.result(node.id)
      : recorder.scratch(`${node.name} in part`, outer * inner * BYTES_PER_VALUE);
    recorder.call('foldMiddle', [x, isLast ? factor : 1, y, outer, middle, inner], { reads: [x], writes: [y] });
    x = y;
  });
}

export function lowerBroadcast(node: NodeOf<'broadcast'>, recorder: Recorder): void {
  const { axes, shape } = node.attributes;
  const x = recorder.value(node.inputs[0]!);
  const y = recorder.result(node.id);
  if (sizeOf(shape) === 0) return;
  const lengths = fourLengths(shape);
  const source = fourLengths(reducedShape(shape, axes, true));
  const steps = fourSteps(source).map((step, axis) => (source[axis] === lengths[axis] ? step : 0));
  recorder.call('copyAxes', [x, 0, y, 0, ...lengths, ...steps, ...fourSteps(lengths).slice(0, 3)], {
    reads: [x],
    writes: [y],
  });
}
