/**
 * Operations that are other ops on other shapes: 1-D convolution and pooling, maxout, transposed convolution, and one factor for each
 * channel of each image. They append ordinary nodes, so their gradients, their cost and every executor come for free; a reshape
 * moves nothing.
 *
 * Picture: a sequence [N,L,C] is a picture one row high, [N,1,L,C]. For maxout, each run of p neighbouring channels becomes a row
 * of p cells, and a window as wide as the row takes the maximum.
 */

import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import { transposedConvolutionShape } from './convolution';
import type { ConvolutionAttributes, NodeId, Pair, PoolAttributes } from './graph';
import { GraphError, ShapeProblem, type GraphBuilder } from './opDefinition';

export interface SequenceWindow {
  readonly stride: number;
  /** Zeros before and after the sequence. */
  readonly padding?: readonly [before: number, after: number];
  readonly dilation?: number;
  readonly groups?: number;
}

export interface PoolWindow {
  readonly window: number;
  readonly stride: number;
  /** How far windows may hang over the beginning and the end. */
  readonly padding?: readonly [before: number, after: number];
}

/**
 * x[N,L,I] with w[K,I/groups,O] → y[N,OL,O], as conv2d along the one axis:
 *
 *   y[n,j,o] = Σ_v Σ_c x[n, j·stride − before + v·dilation, c] · w[v,c,o]
 *
 * The result is the node called `name`; `<name>.x`, `<name>.w` and `<name>.row` lead up to it.
 *
 * @throws GraphError when x or w do not have three axes, or as conv2d does.
 */
export function conv1d(builder: GraphBuilder, name: string, x: NodeId, w: NodeId, window: SequenceWindow): NodeId {
  const { stride, padding: [left, right] = [0, 0], dilation = 1, groups = 1 } = window;
  const [length, inputs, outputs] = threeAxes(builder, name, 'w', '[K,I,O]', w);
  const row = builder.apply(
    'conv2d',
    `${name}.row`,
    [asRow(builder, name, x), builder.apply('reshape', `${name}.w`, [w], { shape: [1, length, inputs, outputs] })],
    { stride: [1, stride], padding: { top: 0, bottom: 0, left, right }, dilation: [1, dilation], groups },
  );
  return asSequence(builder, name, row);
}

/** x[N,L,C] → y[N,OL,C]: maxPool, averagePool or l2Pool along the one axis. Nodes and errors as of `conv1d`. */
export function pool1d(
  builder: GraphBuilder,
  op: 'maxPool' | 'averagePool' | 'l2Pool',
  name: string,
  x: NodeId,
  { window, stride, padding }: PoolWindow,
): NodeId {
  const attributes: PoolAttributes = {
    window: [1, window],
    stride: [1, stride],
    ...(padding && { padding: { top: 0, bottom: 0, left: padding[0], right: padding[1] } }),
  };
  return asSequence(builder, name, builder.apply(op, `${name}.row`, [asRow(builder, name, x)], attributes));
}

/**
 * x[…,C] → y[…,C/pieces]: the largest of each `pieces` neighbouring channels, y[…,k] = max over p of x[…, k·pieces + p]. The
 * gradient goes to the first largest.
 *
 * Source: Goodfellow, Warde-Farley, Mirza, Courville & Bengio, "Maxout Networks" (ICML 2013), section 3.
 *
 * @throws GraphError when `pieces` does not divide the channels.
 */
export function maxout(builder: GraphBuilder, name: string, x: NodeId, pieces: number): NodeId {
  const { shape } = builder.node(x);
  const channels = shape.at(-1) ?? 0;
  if (!Number.isInteger(pieces) || pieces < 1 || channels === 0 || channels % pieces !== 0) {
    throw new GraphError(
      `${name} (maxout): expected pieces that divide the channels of x ${formatShape(shape)}, found ${pieces}. The nearest that always works is 1.`,
    );
  }
  const outputs = channels / pieces;
  const places = sizeOf(shape) / channels;
  const runs = builder.apply('reshape', `${name}.x`, [x], { shape: [places, outputs, pieces, 1] });
  const largest = builder.apply('maxPool', `${name}.row`, [runs], { window: [1, pieces], stride: [1, pieces] });
  return builder.apply('reshape', name, [largest], { shape: [...shape.slice(0, -1), outputs] });
}

/**
 * x[N,H,W,I] with w[KH,KW,O/groups,I] → y[N,(H − 1) · stride + dilated kernel − padding + output padding, …, O]: the transpose of the
 * convolution that leads from y to x, so w has its axes in that convolution's order. Each cell of x adds its copy of the kernel to y.
 *
 * The result is the node called `name`, a conv2dInputGradient; see there for the formula.
 *
 * @throws GraphError when the shapes do not fit, or the output padding is not less than the stride.
 */
export function transposedConvolution(
  builder: GraphBuilder,
  name: string,
  x: NodeId,
  w: NodeId,
  { outputPadding, ...attributes }: ConvolutionAttributes & { readonly outputPadding?: Pair },
): NodeId {
  const [xShape, wShape] = [builder.node(x).shape, builder.node(w).shape];
  try {
    const inputShape = transposedConvolutionShape(xShape, wShape, attributes, outputPadding);
    return builder.apply('conv2dInputGradient', name, [w, x], { ...attributes, inputShape });
  } catch (error) {
    if (!(error instanceof ShapeProblem)) throw error;
    throw new GraphError(`${name} (transposed convolution): ${error.message}`, { cause: error });
  }
}

/**
 * x[N,H,W,C] and s[N,C] → y[n,h,w,c] = x[n,h,w,c] · s[n,c]: each channel of each image by a factor of its own, where channelScale has
 * one for all images. `<name>.factors` holds the factors, repeated over height and width.
 *
 * Source: Hu, Shen & Sun, "Squeeze-and-Excitation Networks" (CVPR 2018), equation 4.
 *
 * @throws GraphError when s is not [N,C].
 */
export function scaleOfEachImage(builder: GraphBuilder, name: string, x: NodeId, s: NodeId): NodeId {
  const factors = builder.apply('broadcast', `${name}.factors`, [s], { axes: [1, 2], shape: builder.node(x).shape });
  return builder.apply('multiply', name, [x, factors], {});
}

function asRow(builder: GraphBuilder, name: string, x: NodeId): NodeId {
  const [batch, length, channels] = threeAxes(builder, name, 'x', '[N,L,C]', x);
  return builder.apply('reshape', `${name}.x`, [x], { shape: [batch, 1, length, channels] });
}

function asSequence(builder: GraphBuilder, name: string, row: NodeId): NodeId {
  const [batch = 0, , length = 0, channels = 0] = builder.node(row).shape;
  return builder.apply('reshape', name, [row], { shape: [batch, length, channels] });
}

function threeAxes(
  builder: GraphBuilder,
  name: string,
  input: string,
  axes: string,
  id: NodeId,
): readonly [number, number, number] {
  const shape: Shape = builder.node(id).shape;
  const [first, second, third] = shape;
  if (shape.length !== 3 || first === undefined || second === undefined || third === undefined) {
    throw new GraphError(
      `${name} (1-D): expected ${input} with the three axes ${axes}, found ${formatShape(shape)}. Reshape it first.`,
    );
  }
  return [first, second, third];
}
