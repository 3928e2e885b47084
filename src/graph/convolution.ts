/**
 * The arithmetic of windows that slide over a grid: every size that a convolution or a pooling has, derived once and named.
 *
 * Picture: a window of `k` cells moves in steps of `stride` over `n` cells with zeros added on both sides; how often does it
 * fit? Shape rules, loops, kernels, drawings and formulas read these records and never repeat the arithmetic.
 *
 * The file is long because convolution and pooling stand together: they share the window, its checks and its words.
 *
 * Source: Dumoulin & Visin, "A guide to convolution arithmetic for deep learning" (arXiv:1603.07285), relation 6.
 */

import { formatShape, sameShape, type Shape } from '../tensor/shape';
import type { ConvolutionAttributes, Padding, Pair, PoolAttributes } from './graph';
import { refuse } from './opDefinition';

/** Positions of a window: ⌊(length + before + after − window) / stride⌋ + 1; 0 or less when it does not fit at all. */
export function windowPositions(length: number, window: number, stride: number, before = 0, after = 0): number {
  return Math.floor((length + before + after - window) / stride) + 1;
}

export const noPadding: Padding = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * The padding with which a window of stride s takes ⌈length / s⌉ positions; the odd zero goes to the bottom and right, as in
 * TensorFlow.
 */
export function samePadding(input: Pair, window: Pair, stride: Pair): Padding {
  const total = (axis: 0 | 1): number =>
    Math.max(0, (Math.ceil(input[axis] / stride[axis]) - 1) * stride[axis] + window[axis] - input[axis]);
  const vertical = total(0);
  const horizontal = total(1);
  return {
    top: Math.floor(vertical / 2),
    bottom: Math.ceil(vertical / 2),
    left: Math.floor(horizontal / 2),
    right: Math.ceil(horizontal / 2),
  };
}

/** The four lengths of images x[N,H,W,C]. Throws a `ShapeProblem` when there are not four. */
export function imageSizes(shape: Shape): {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
} {
  const [batch, height, width, channels] = fourAxes('x', '[N,H,W,C]', shape);
  return { batch, height, width, channels };
}

/** The padding with which every position is visited where kernel and input share a cell: a window less one on each side. */
export function fullPadding(window: Pair): Padding {
  const [vertical, horizontal] = [window[0] - 1, window[1] - 1];
  return { top: vertical, bottom: vertical, left: horizontal, right: horizontal };
}

/** Cells from the first to the last of a kernel whose cells lie `dilation` apart: (cells − 1) · dilation + 1. */
export function dilatedWindow(window: Pair, dilation: Pair = [1, 1]): Pair {
  return [(window[0] - 1) * dilation[0] + 1, (window[1] - 1) * dilation[1] + 1];
}

/** What a convolution has in common with its gradients: their attributes without the shape that they add. */
export function convolutionAttributes(attributes: ConvolutionAttributes): ConvolutionAttributes {
  const { stride, padding, dilation, groups } = attributes;
  return { stride, padding, ...(dilation && { dilation }), ...(groups !== undefined && { groups }) };
}

/** Every size of one convolution of x[N,H,W,I] with w[KH,KW,I/groups,O] to y[N,OH,OW,O]. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly inputChannels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly outputChannels: number;
  readonly strideVertical: number;
  readonly strideHorizontal: number;
  readonly dilationVertical: number;
  readonly dilationHorizontal: number;
  readonly groups: number;
  /** I / groups: the input channels that one output sees. */
  readonly groupInputChannels: number;
  /** O / groups. */
  readonly groupOutputChannels: number;
  readonly padding: Padding;
  /** x's shape, [N,H,W,I]. */
  readonly inputShape: Shape;
  /** w's shape, [KH,KW,I/groups,O]. */
  readonly filterShape: Shape;
  /** y's shape, [N,OH,OW,O]. */
  readonly outputShape: Shape;
  /** N · OH · OW · O · KH · KW · I/groups; products with padding zeros are counted. */
  readonly multiplyAdds: number;
}

/** Throws a `ShapeProblem` when the shapes do not fit. */
export function convolutionSizes(
  inputShape: Shape,
  filterShape: Shape,
  { stride, padding, dilation = [1, 1], groups = 1 }: ConvolutionAttributes,
): ConvolutionSizes {
  const [batch, inputHeight, inputWidth, inputChannels] = fourAxes('x', '[N,H,W,I]', inputShape);
  const [kernelHeight, kernelWidth, filterChannels, outputChannels] = fourAxes('w', '[KH,KW,I,O]', filterShape);
  if (!Number.isInteger(groups) || groups < 1 || inputChannels % groups !== 0 || outputChannels % groups !== 0) {
    refuse({
      expected: `groups that divide the ${inputChannels} input and the ${outputChannels} output channels`,
      found: `groups ${groups}`,
      next: 'The nearest that always works is 1.',
    });
  }
  const groupInputChannels = inputChannels / groups;
  if (filterChannels !== groupInputChannels) {
    const each = groups === 1 ? '' : ` of each of the ${groups} groups`;
    refuse({
      expected: `a kernel w for the ${groupInputChannels} input channels${each} of x ${formatShape(inputShape)}`,
      found: `w ${formatShape(filterShape)}, made for ${filterChannels}`,
      next: 'Give both the same I.',
    });
  }
  const { top, bottom, left, right } = padding;
  if (![top, bottom, left, right].every((zeros) => Number.isInteger(zeros) && zeros >= 0)) {
    refuse({
      expected: 'padding in whole cells, 0 or more on each side',
      found: `top ${top}, bottom ${bottom}, left ${left}, right ${right}`,
      next: 'Choose 0 for no padding.',
    });
  }
  if (!dilation.every((cells) => Number.isInteger(cells) && cells >= 1)) {
    refuse({
      expected: 'dilation in whole cells, 1 or more',
      found: dilation.join('×'),
      next: 'A dilation of 1×1 leaves no gaps between the kernel’s cells.',
    });
  }
  const [reachVertical, reachHorizontal] = dilatedWindow([kernelHeight, kernelWidth], dilation);
  checkWindow('kernel', [reachVertical, reachHorizontal], stride, [
    inputHeight + top + bottom,
    inputWidth + left + right,
  ]);
  const outputHeight = windowPositions(inputHeight, reachVertical, stride[0], top, bottom);
  const outputWidth = windowPositions(inputWidth, reachHorizontal, stride[1], left, right);
  return {
    batch,
    inputHeight,
    inputWidth,
    inputChannels,
    kernelHeight,
    kernelWidth,
    outputHeight,
    outputWidth,
    outputChannels,
    strideVertical: stride[0],
    strideHorizontal: stride[1],
    dilationVertical: dilation[0],
    dilationHorizontal: dilation[1],
    groups,
    groupInputChannels,
    groupOutputChannels: outputChannels / groups,
    padding,
    inputShape,
    filterShape,
    outputShape: [batch, outputHeight, outputWidth, outputChannels],
    multiplyAdds: batch * outputHeight * outputWidth * outputChannels * kernelHeight * kernelWidth * groupInputChannels,
  };
}

/**
 * The `inputShape` with which conv2dInputGradient is a transposed convolution of x[N,OH,OW,O] by w[KH,KW,I/groups,O]: the smallest
 * [N,H,W,I] that the convolution would bring down to x, (length − 1) · stride + dilated kernel − padding along each axis. As many as
 * stride sizes are brought down to x; `outputPadding` chooses one that is larger by less than the stride.
 *
 * Source: Dumoulin & Visin (arXiv:1603.07285), relation 13, and 14 for the larger ones; Zeiler et al., "Deconvolutional Networks" (CVPR
 * 2010).
 */
export function transposedConvolutionShape(
  x: Shape,
  w: Shape,
  attributes: ConvolutionAttributes,
  outputPadding: Pair = [0, 0],
): Shape {
  const [batch, height, width] = fourAxes('x', '[N,OH,OW,O]', x);
  const [kernelHeight, kernelWidth, groupInputChannels] = fourAxes('w', '[KH,KW,I,O]', w);
  const { stride, padding, dilation, groups = 1 } = attributes;
  const reach = dilatedWindow([kernelHeight, kernelWidth], dilation);
  const [down, right] = outputPadding;
  if (![down, right].every((cells, axis) => Number.isInteger(cells) && cells >= 0 && cells < (stride[axis] ?? 1))) {
    refuse({
      expected: `an output padding in whole cells, 0 or more and less than the stride ${stride.join('×')}`,
      found: outputPadding.join('×'),
      next: 'Choose 0×0 for the smallest output.',
    });
  }
  return [
    batch,
    (height - 1) * stride[0] + reach[0] - padding.top - padding.bottom + down,
    (width - 1) * stride[1] + reach[1] - padding.left - padding.right + right,
    groupInputChannels * groups,
  ];
}

/** What a pooling has in common with its gradients: their attributes without the shape that they add. */
export function poolAttributes({ window, stride, padding }: PoolAttributes): PoolAttributes {
  return { window, stride, ...(padding && { padding }) };
}

/** Whether two poolings look at the same windows. */
export function sameWindows(one: PoolAttributes, other: PoolAttributes): boolean {
  const numbers = ({ window, stride, padding = noPadding }: PoolAttributes): readonly number[] => [
    ...window,
    ...stride,
    ...[padding.top, padding.bottom, padding.left, padding.right],
  ];
  return sameShape(numbers(one), numbers(other));
}

/**
 * Every size of one pooling of x[N,H,W,C] to y[N,OH,OW,C]. Cells that no window reaches are left out. With padding, windows hang over
 * the borders by that much, each with at least one cell of x under it.
 */
export interface PoolSizes {
  readonly batch: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly channels: number;
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly strideVertical: number;
  readonly strideHorizontal: number;
  readonly padding: Padding;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
}

/** Throws a `ShapeProblem` when the shapes do not fit. */
export function poolSizes(inputShape: Shape, { window, stride, padding = noPadding }: PoolAttributes): PoolSizes {
  const [batch, inputHeight, inputWidth, channels] = fourAxes('x', '[N,H,W,C]', inputShape);
  const { top, bottom, left, right } = padding;
  if (
    ![top, bottom].every((cells) => Number.isInteger(cells) && cells >= 0 && (cells === 0 || cells < window[0])) ||
    ![left, right].every((cells) => Number.isInteger(cells) && cells >= 0 && (cells === 0 || cells < window[1]))
  ) {
    refuse({
      expected: `padding in whole cells, 0 or more and less than the window ${window.join('×')}, so that no window lies outside of x`,
      found: `top ${top}, bottom ${bottom}, left ${left}, right ${right}`,
      next: 'Choose 0 for no padding.',
    });
  }
  checkWindow('window', window, stride, [inputHeight + top + bottom, inputWidth + left + right]);
  const outputHeight = windowPositions(inputHeight, window[0], stride[0], top, bottom);
  const outputWidth = windowPositions(inputWidth, window[1], stride[1], left, right);
  return {
    batch,
    inputHeight,
    inputWidth,
    channels,
    windowHeight: window[0],
    windowWidth: window[1],
    outputHeight,
    outputWidth,
    strideVertical: stride[0],
    strideHorizontal: stride[1],
    padding,
    inputShape,
    outputShape: [batch, outputHeight, outputWidth, channels],
  };
}

function fourAxes(input: string, axes: string, shape: Shape): readonly [number, number, number, number] {
  const [first, second, third, fourth] = shape;
  if (
    shape.length !== 4 ||
    first === undefined ||
    second === undefined ||
    third === undefined ||
    fourth === undefined
  ) {
    return refuse({
      expected: `${input} with the four axes ${axes}`,
      found: formatShape(shape),
      next: 'Reshape it, or put this before the layer that flattens.',
    });
  }
  return [first, second, third, fourth];
}

function checkWindow(what: 'kernel' | 'window', window: Pair, stride: Pair, available: Pair): void {
  if (![...window, ...stride].every((cells) => Number.isInteger(cells) && cells >= 1)) {
    refuse({
      expected: `${what} and stride in whole cells, 1 or more`,
      found: `${what} ${window.join('×')}, stride ${stride.join('×')}`,
      next: 'A stride of 1×1 visits every position.',
    });
  }
  if (window[0] > available[0] || window[1] > available[1]) {
    refuse({
      expected: `a ${what} of at most ${available.join('×')}, the size of x with its padding`,
      found: window.join('×'),
      next: what === 'kernel' ? 'Choose a smaller kernel, a larger input or more padding.' : 'Choose a smaller window.',
    });
  }
}
