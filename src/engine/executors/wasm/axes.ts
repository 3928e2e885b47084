/** How ops that know axes become kernel calls: sums over axes, repetition along them, and moving blocks of values. */
import type { NodeOf } from '../../../graph/graph';
import { folds, reducedCount, reducedShape } from '../../../graph/reduction';
import { sizeOf, type Shape } from '../../../tensor/shape';
import type { Buffer, Parameter } from './memoryPlan';
import { BYTES_PER_VALUE, type Recorder } from './recorder';
import { callInShares } from './shares';

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

/** Byte offset of the cell with this index. */
function offsetOf(index: Four, steps: Four): number {
  return index.reduce((offset, cell, axis) => offset + cell * (steps[axis] ?? 0), 0);
}

/** One number for each axis, with zeros for the axes that stand in front of them. */
function fourStarts(start: Shape): Four {
  return [0, 1, 2, 3].map((axis) => start[axis - 4 + start.length] ?? 0) as unknown as Four;
}

/** Source, byte offset in it, target, byte offset in it; lengths; bytes from value to value in the source and in the target. */
type CopyArguments = readonly [Buffer, number, Buffer, number, Four, readonly number[]];

/** Copies the block of `lengths` at `from` in an array of shape `source` to `to` in an array of shape `target`. */
function blockArguments(
  x: { readonly buffer: Buffer; readonly shape: Shape; readonly start: Shape },
  y: { readonly buffer: Buffer; readonly shape: Shape; readonly start: Shape },
  size: Shape,
): CopyArguments {
  const [from, to] = [fourSteps(fourLengths(x.shape)), fourSteps(fourLengths(y.shape))];
  return [
    ...([x.buffer, offsetOf(fourStarts(x.start), from), y.buffer, offsetOf(fourStarts(y.start), to)] as const),
    fourLengths(size),
    [...from, ...to.slice(0, 3)],
  ];
}

/** Records a copy; threads share its longest axis but the last, whose values are copied in a row. */
function callCopy([x, from, y, to, lengths, steps]: CopyArguments, recorder: Recorder): void {
  const shared = lengths.slice(0, 3);
  const axis = shared.indexOf(Math.max(...shared));
  const parameters = (first: number, end: number): readonly Parameter[] => [
    ...[x, from + first * steps[axis]!, y, to + first * steps[4 + axis]!],
    ...lengths.map((length, other) => (other === axis ? end - first : length)),
    ...steps,
  ];
  recorder.call(
    'copyAxes',
    parameters(0, lengths[axis]!),
    { reads: [x], writes: [y] },
    { units: lengths[axis]!, operations: lengths.reduce((product, length) => product * length, 1), parameters },
  );
}

const corner = (shape: Shape): Shape => shape.map(() => 0);

export function lowerSlice(node: NodeOf<'slice'>, recorder: Recorder): void {
  const { shape } = recorder.node(node.inputs[0]!);
  const { start, size } = node.attributes;
  const x = recorder.value(node.inputs[0]!);
  const y = recorder.result(node.id);
  callCopy(
    blockArguments({ buffer: x, shape, start }, { buffer: y, shape: size, start: corner(size) }, size),
    recorder,
  );
}

export function lowerPad(node: NodeOf<'pad'>, recorder: Recorder): void {
  const { shape } = recorder.node(node.inputs[0]!);
  const x = recorder.value(node.inputs[0]!);
  const y = recorder.result(node.id);
  const values = sizeOf(node.shape);
  callInShares(
    recorder,
    'fill',
    { reads: [], writes: [y] },
    { units: values, multiple: 16, sliced: [y] },
    (at, count) => [at(y), 0, count],
  );
  callCopy(
    blockArguments(
      { buffer: x, shape, start: corner(shape) },
      { buffer: y, shape: node.shape, start: node.attributes.before },
      shape,
    ),
    recorder,
  );
}

/** A flipped axis is read from its end, with a negative step. */
export function lowerFlip(node: NodeOf<'flip'>, recorder: Recorder): void {
  const x = recorder.value(node.inputs[0]!);
  const y = recorder.result(node.id);
  if (sizeOf(node.shape) === 0) return;
  const lengths = fourLengths(node.shape);
  const steps = fourSteps(lengths);
  const flipped = node.attributes.axes.map((axis) => axis + 4 - node.shape.length);
  const isFlipped = (axis: number): boolean => flipped.includes(axis);
  const ends = lengths.map((length, axis) => (isFlipped(axis) ? length - 1 : 0)) as unknown as Four;
  const walked = steps.map((step, axis) => (isFlipped(axis) ? -step : step));
  callCopy([x, offsetOf(ends, steps), y, 0, lengths, [...walked, ...steps.slice(0, 3)]], recorder);
}

export function lowerConcatenate(node: NodeOf<'concatenate'>, recorder: Recorder): void {
  const inputs = node.inputs.map((id) => ({ buffer: recorder.value(id), shape: recorder.node(id).shape }));
  const y = recorder.result(node.id);
  let start = corner(node.shape);
  for (const { buffer, shape } of inputs) {
    callCopy(
      blockArguments({ buffer, shape, start: corner(shape) }, { buffer: y, shape: node.shape, start }, shape),
      recorder,
    );
    start = start.map((cells, axis) => cells + (axis === node.attributes.axis ? (shape[axis] ?? 0) : 0));
  }
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
    const source = x;
    callInShares(
      recorder,
      'foldMiddle',
      { reads: [source], writes: [y] },
      { units: outer, sliced: [source, y] },
      (at, count) => [at(source), isLast ? factor : 1, at(y), count, middle, inner],
    );
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
  callCopy([x, 0, y, 0, lengths, [...steps, ...fourSteps(lengths).slice(0, 3)]], recorder);
}
