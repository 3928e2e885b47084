/**
 * How one cell of a layer's output came about: the very numbers that went into it, from an inspection's activations and the
 * run's weights.
 *
 * Picture: a cell looks back through a window at the layer before. Whatever the kind of layer, the answer is plain data: which
 * window, which numbers, how they were combined, what came out. The sum is computed here in float64 from the float32 numbers of
 * the run and stands beside the run's own result, which it must reproduce.
 *
 * The file is long because it is one total table: every kind of layer with its arithmetic.
 *
 * Axis order: activations [H,W,C], convolution weights [KH,KW,I,O], dense weights [I,O].
 */

import { scaledTanh, usualAlpha, usualSlope } from '../../network/layers/activation';
import { connectionsOf } from '../../network/layers/convolution';
import { prototypes } from '../../network/prototypes';
import type { ActivationLayer, ConvolutionLayer, LayerSpec } from '../../network/spec';
import type { Shape } from '../../tensor/shape';
import { flatIndex, gridOf, positionOf, windowOf } from './windows';
import type { CellPosition, CellWindow, Grid } from './windows';

/** With so many decimals the arithmetic of a cell is printed; they agree with the layer's own output. */
export const cellDecimals = 3;

/** One input channel of a convolution: window, kernel and their products, row-major, and the sum of the products. */
export interface Slice {
  readonly channel: number;
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly products: readonly number[];
  readonly sum: number;
}

export interface Term {
  /** Position in the flattened layer before. */
  readonly index: number;
  readonly input: number;
  /** Weight, or the prototype's entry. */
  readonly factor: number;
  /** Product, or squared difference. */
  readonly value: number;
}

export type CellExplanation = { readonly output: number } & (
  | {
      readonly kind: 'convolution';
      readonly window: CellWindow;
      readonly slices: readonly Slice[];
      readonly bias: number;
      readonly sum: number;
    }
  | {
      readonly kind: 'dense';
      /** All of them, the largest magnitude first. */
      readonly terms: readonly Term[];
      readonly bias: number;
      readonly sum: number;
    }
  | {
      readonly kind: 'euclidean';
      /** All of them, the largest first. */
      readonly terms: readonly Term[];
      readonly sum: number;
    }
  | {
      readonly kind: 'maxPool';
      readonly window: CellWindow;
      readonly values: readonly number[];
      /** Index into `values`: the first of the largest. */
      readonly winner: number;
    }
  | {
      readonly kind: 'averagePool';
      readonly window: CellWindow;
      readonly values: readonly number[];
      readonly sum: number;
    }
  | {
      readonly kind: 'subsampling';
      readonly window: CellWindow;
      readonly values: readonly number[];
      readonly mean: number;
      readonly coefficient: number;
      readonly bias: number;
      readonly sum: number;
    }
  | { readonly kind: 'activation'; readonly layer: ActivationLayer; readonly input: number; readonly sum: number }
  | { readonly kind: 'flatten'; readonly source: CellPosition }
);

const explainedKinds = [
  'convolution',
  'dense',
  'activation',
  'maxPool',
  'averagePool',
  'subsampling',
  'flatten',
  'euclidean',
] as const satisfies readonly LayerSpec['kind'][];

export interface CellSources {
  readonly layer: LayerSpec;
  readonly inputShape: Shape;
  /** Output of the layer that feeds this one. */
  readonly input: Float32Array;
  readonly outputShape: Shape;
  readonly output: Float32Array;
  /** `<layer>.weight` and so on; what the layer does not have may be missing. */
  readonly weights: Readonly<Record<string, { readonly values: Float32Array }>>;
}

function at(values: ArrayLike<number>, index: number): number {
  const value = values[index];
  if (value === undefined) {
    throw new Error(`internal: a cell's arithmetic asked for entry ${index} of an array of ${values.length}.`);
  }
  return value;
}

function slot(sources: CellSources, part: 'weight' | 'bias' | 'coefficient'): Float32Array {
  const name = `${sources.layer.name}.${part}`;
  const found = sources.weights[name];
  if (found === undefined) {
    throw new Error(
      `internal: the arithmetic of a cell of "${sources.layer.name}" needs ${name}; the inspection brought ` +
        `${Object.keys(sources.weights).join(', ') || 'no weights'}.`,
    );
  }
  return found.values;
}

/** Values of one channel inside a window, row-major; zero outside the grid, which is what padding means. */
function windowValues(values: Float32Array, grid: Grid, window: CellWindow, channel: number): number[] {
  const seen: number[] = [];
  for (let row = window.top; row < window.top + window.height; row++) {
    for (let column = window.left; column < window.left + window.width; column++) {
      const isInside = row >= 0 && row < grid.height && column >= 0 && column < grid.width;
      seen.push(isInside ? at(values, flatIndex(grid, { row, column, channel })) : 0);
    }
  }
  return seen;
}

function insideOf(grid: Grid, { top, left, height, width }: CellWindow): CellWindow {
  const [firstRow, firstColumn] = [Math.max(0, top), Math.max(0, left)];
  return {
    top: firstRow,
    left: firstColumn,
    height: Math.min(grid.height, top + height) - firstRow,
    width: Math.min(grid.width, left + width) - firstColumn,
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The layer's function of one value. */
export function activate(layer: ActivationLayer, x: number): number {
  switch (layer.function) {
    case 'relu':
      return Math.max(0, x);
    case 'leakyRelu':
      return x > 0 ? x : x * (layer.slope ?? usualSlope);
    case 'elu':
      return x > 0 ? x : (layer.alpha ?? usualAlpha) * Math.expm1(x);
    case 'gelu':
      return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'scaledTanh':
      return scaledTanh.amplitude * Math.tanh(scaledTanh.slope * x);
    case 'softmax':
      throw new Error('internal: softmax is no function of one value.');
  }
}

function explainConvolution(sources: CellSources, layer: ConvolutionLayer, cell: CellPosition, window: CellWindow) {
  const input = gridOf(sources.inputShape);
  const filters = gridOf(sources.outputShape).channels;
  const weight = slot(sources, 'weight');
  const channels = connectionsOf(layer, input.channels)[cell.channel] ?? [];
  // Input channels of a group, which the weights number from 0.
  const seen = input.channels / (layer.groups ?? 1);
  const slices = channels.map((channel): Slice => {
    const inputs = windowValues(sources.input, input, window, channel);
    const weights = inputs.map((_, place) => at(weight, (place * seen + (channel % seen)) * filters + cell.channel));
    const products = inputs.map((value, place) => value * at(weights, place));
    return { channel, inputs, weights, products, sum: total(products) };
  });
  const bias = hasBias(layer) ? at(slot(sources, 'bias'), cell.channel) : 0;
  return { kind: 'convolution', window, slices, bias, sum: total(slices.map(({ sum }) => sum)) + bias } as const;
}

function byMagnitude(terms: Term[]): Term[] {
  return terms.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

/** Whether this layer has an arithmetic that is shown cell by cell. */
export function isExplained(layer: LayerSpec): boolean {
  if (layer.kind === 'convolution') return (layer.dilation ?? [1, 1]).every((cells) => cells === 1);
  if (layer.kind === 'activation') return layer.function !== 'softmax';
  return explainedKinds.some((kind) => kind === layer.kind);
}

/** The arithmetic of one output cell. Throws (`internal:`) when the sources do not belong together. */
export function explainCell(sources: CellSources, cell: CellPosition): CellExplanation {
  const { layer } = sources;
  const input = gridOf(sources.inputShape);
  const outputs = gridOf(sources.outputShape);
  const output = at(sources.output, flatIndex(outputs, cell));
  const window = (): CellWindow => {
    const found = windowOf(layer, sources.inputShape, cell);
    if (found === null) throw new Error(`internal: a ${layer.kind} layer has no window.`);
    return found;
  };
  /** What a pooling looks at: the part of the window that is on the grid, in the channel of the same number. */
  const seen = (): { window: CellWindow; values: number[] } => {
    const place = insideOf(input, window());
    return { window: place, values: windowValues(sources.input, input, place, cell.channel) };
  };
  switch (layer.kind) {
    case 'convolution':
      return { output, ...explainConvolution(sources, layer, cell, window()) };
    case 'dense': {
      const weight = slot(sources, 'weight');
      const terms = Array.from(sources.input, (value, index): Term => {
        const factor = at(weight, index * outputs.channels + cell.channel);
        return { index, input: value, factor, value: value * factor };
      });
      const bias = at(slot(sources, 'bias'), cell.channel);
      const sum = total(terms.map(({ value }) => value)) + bias;
      return { kind: 'dense', terms: byMagnitude(terms), bias, sum, output };
    }
    case 'euclidean': {
      const table = prototypes[layer.prototypes].values;
      const terms = Array.from(sources.input, (value, index): Term => {
        const factor = at(table, cell.channel * sources.input.length + index);
        return { index, input: value, factor, value: (value - factor) ** 2 };
      });
      return {
        kind: 'euclidean',
        sum: -total(terms.map(({ value }) => value)),
        terms: byMagnitude(terms),
        output,
      };
    }
    case 'maxPool': {
      const { window: place, values } = seen();
      return { kind: 'maxPool', window: place, values, winner: values.indexOf(Math.max(...values)), output };
    }
    case 'averagePool': {
      const { window: place, values } = seen();
      return { kind: 'averagePool', window: place, values, sum: total(values) / values.length, output };
    }
    case 'subsampling': {
      const { window: place, values } = seen();
      // The coefficient multiplies the mean of the window, not the paper's sum: see network/layers/subsampling.ts.
      const mean = total(values) / values.length;
      const coefficient = at(slot(sources, 'coefficient'), cell.channel);
      const bias = at(slot(sources, 'bias'), cell.channel);
      const sum = mean * coefficient + bias;
      return { kind: 'subsampling', window: place, values, mean, coefficient, bias, sum, output };
    }
    case 'activation': {
      const value = at(sources.input, flatIndex(input, cell));
      return {
        kind: 'activation',
        layer,
        input: value,
        sum: activate(layer, value),
        output,
      };
    }
    case 'flatten':
      return { kind: 'flatten', source: positionOf(input, flatIndex(outputs, cell)), output };
    default:
      throw new Error(`internal: the arithmetic of a ${layer.kind} cell is not shown.`);
  }
}

function hasBias(layer: LayerSpec): boolean {
  return layer.kind !== 'convolution' || layer.bias !== false;
}

/** The slots that `explainCell` needs for a layer. */
export function slotsOf(layer: LayerSpec): string[] {
  switch (layer.kind) {
    case 'convolution':
    case 'dense':
      return [`${layer.name}.weight`, ...(hasBias(layer) ? [`${layer.name}.bias`] : [])];
    case 'subsampling':
      return [`${layer.name}.coefficient`, `${layer.name}.bias`];
    default:
      return [];
  }
}

/**
 * Whether the sum shown reproduces the run's own number, up to the rounding of float32 arithmetic. It does not when weights
 * and activations come from different steps; such a pair is never shown.
 */
export function agrees(explanation: CellExplanation): boolean {
  switch (explanation.kind) {
    case 'maxPool':
      return explanation.values[explanation.winner] === explanation.output;
    case 'flatten':
      return true;
    case 'convolution':
    case 'dense':
    case 'euclidean':
    case 'averagePool':
    case 'subsampling':
    case 'activation': {
      const scale = Math.max(1, Math.abs(explanation.sum), Math.abs(explanation.output));
      return Math.abs(explanation.sum - explanation.output) <= 2e-4 * scale;
    }
  }
}
