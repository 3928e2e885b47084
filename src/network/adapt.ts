/**
 * A network made for one data set, as another data set needs it: the zoo says that LeNet-5 takes 32×32 grey pictures of ten classes, and
 * this says what LeNet-5 is on colour pictures, on larger ones, or on 47 letters.
 *
 * Picture: three things follow the data, and nothing else is touched. The input gets the data's channels; it grows where the pictures are
 * larger (smaller ones sit in the middle of it, as 28×28 does in LeNet's 32×32), and has exactly the data's size where that is a point or
 * a signal, around which a border would mean nothing. The layer that makes the logits gets as many units as there are classes. All other
 * layers keep their settings, and their weights grow or shrink by themselves.
 *
 * What cannot follow is refused: outputs with a fixed prototype for each class, a convolution that is to cover its whole input and no
 * longer does, a window larger than what it looks at. Deliberately not here: the data's bytes, and which data sets there are.
 */

import { resolveNetwork, type ResolvedLayer, type ResolvedNetwork } from './resolve';
import type { ConvolutionLayer, InputSpec, LayerSpec, NetworkSpec } from './spec';
import { SpecError } from './specError';

/** What of a data set makes a difference to a network. */
export interface DataForm {
  /** Height, width, channels: [28,28,1]; of a signal [1,128,1], of a point [1,1,2]. */
  readonly shape: InputSpec['shape'];
  readonly classes: number;
}

/** Whoever asks the same again gets the same object, so that figures can compare by identity. */
const known = new WeakMap<NetworkSpec, Map<string, NetworkSpec>>();

/**
 * The description to train on this data; `spec` itself where nothing changes, and the same object for the same question.
 *
 * @throws SpecError naming network, layer, what was expected, what was found and what to choose instead
 */
export function networkOn(spec: NetworkSpec, data: DataForm): NetworkSpec {
  const answers = known.get(spec) ?? new Map<string, NetworkSpec>();
  known.set(spec, answers);
  const question = [...data.shape, data.classes].join(' ');
  const answer = answers.get(question) ?? adapt(spec, data);
  answers.set(question, answer);
  return answer;
}

/** Whether a network can be trained on this data, and if not, why, in words for whoever chose the two. */
export function canLookAt(
  spec: NetworkSpec,
  data: DataForm,
): { readonly can: true } | { readonly can: false; readonly why: string } {
  try {
    networkOn(spec, data);
    return { can: true };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { can: false, why: error.message };
  }
}

function adapt(spec: NetworkSpec, { shape, classes }: DataForm): NetworkSpec {
  const usual = resolveNetwork(spec);
  const [height, width, channels] = shape;
  const [usualHeight, usualWidth, usualChannels] = usual.input.shape;
  const isPicture = height > 1 && width > 1;
  const input = isPicture ? ([Math.max(height, usualHeight), Math.max(width, usualWidth), channels] as const) : shape;
  const isUsualInput = input[0] === usualHeight && input[1] === usualWidth && channels === usualChannels;
  const layers = classes === usual.classes ? spec.layers : withClasses(spec, usual, classes);
  if (isUsualInput && layers === spec.layers) return spec;

  const adapted = { ...spec, inputs: [{ ...usual.input, shape: input }], layers };
  const who = `${spec.title} on data of ${shape.join('×')}`;
  checkCovering(who, usual, resolveFor(who, adapted));
  return adapted;
}

function resolveFor(who: string, spec: NetworkSpec): ResolvedNetwork {
  try {
    return resolveNetwork(spec);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const next = 'Or choose other data, or a network of dense layers alone, which takes any size.';
    throw new SpecError(`${who}: ${error.message} ${next}`, { cause: error });
  }
}

/** A convolution with a single place to stand at is in truth a dense layer, like C5 of 1998: it must stay one. */
function checkCovering(who: string, usual: ResolvedNetwork, adapted: ResolvedNetwork): void {
  for (const [index, { layer, inputShapes }] of usual.layers.entries()) {
    const now = adapted.layers[index]?.inputShapes[0] ?? [];
    if (layer.kind !== 'convolution' || !covers(layer, inputShapes[0]) || covers(layer, now)) continue;
    const [height, width] = usual.input.shape;
    throw new SpecError(
      `${who}: layer ${layer.name} (convolution): expected an input of ${layer.kernel.join('×')} cells, which its kernel covers ` +
        `as a whole, found ${now.slice(0, 2).join('×')}. Choose pictures of at most ${height}×${width}, or another network.`,
    );
  }
}

function covers({ kernel }: ConvolutionLayer, [height, width]: readonly number[] = []): boolean {
  return kernel[0] === height && kernel[1] === width && height * width > 1;
}

/** The layers with another number of logits. */
function withClasses({ title, layers }: NetworkSpec, usual: ResolvedNetwork, classes: number): readonly LayerSpec[] {
  const maker = makerOfLogits(usual.layers, usual.loss.from);
  switch (maker?.kind) {
    case 'dense':
      return layers.map((layer) => (layer === maker ? { ...maker, units: classes } : layer));
    case 'convolution':
      return layers.map((layer) => (layer === maker ? { ...maker, filters: classes } : layer));
    default:
      throw new SpecError(
        `${title} on ${classes} classes: layer ${maker?.name ?? usual.loss.from} (${maker?.kind ?? 'unknown'}): expected the ` +
          `${usual.classes} classes that it was made for, found ${classes}. Choose data of ${usual.classes} classes, or a network ` +
          `that ends with a dense layer.`,
      );
  }
}

/** The layer that settles how many logits there are: that of the loss, or one before it whose channels are only passed on. */
export function makerOfLogits(layers: readonly ResolvedLayer[], name: string): LayerSpec | undefined {
  const found = layers.find(({ layer }) => layer.name === name);
  switch (found?.layer.kind) {
    case 'activation':
    case 'dropout':
    case 'batchNormalization':
    case 'globalAveragePool':
      return makerOfLogits(layers, found.from[0] ?? '') ?? found.layer;
    default:
      return found?.layer;
  }
}
