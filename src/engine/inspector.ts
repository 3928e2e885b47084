/**
 * Looks inside the network while it works on one image: a second program over the same store, batch 1, that keeps the output of
 * every layer. Compiled when somebody first looks.
 */

import { placePixels, type ImageShape } from '../data/batches';
import { valuesOf, type DataSet } from '../data/dataSet';
import type { Graph } from '../graph/graph';
import { buildInspection } from '../network/build';
import type { NetworkSpec } from '../network/spec';
import { EngineError } from './engineError';
import type { Executor, ParameterStore } from './executors/executor';
import type { ArrayValue, ImageChoice, Inspection } from './protocol';
import { networkTooLarge } from './trainingParts';

export interface Inspector {
  /** Everything is enqueued before the first wait, so that activations and weights belong to the same step. */
  inspect(step: number, image: ImageChoice, layers: readonly string[], slots: readonly string[]): Promise<Inspection>;
  readonly memoryBytes: number;
  dispose(): void;
}

export async function createInspector(
  executor: Executor,
  store: ParameterStore,
  spec: NetworkSpec,
  dataSet: DataSet,
  inputShape: ImageShape,
): Promise<Inspector> {
  const { graph } = buildInspection(spec);
  const layerNames = spec.layers.map((layer) => layer.name);
  const program = await executor
    .compile(graph, store, { outputs: [...layerNames, 'probabilities'] })
    .catch((error: unknown) => {
      throw networkTooLarge(error, spec, 1);
    });
  const input = new Float32Array(inputShape[0] * inputShape[1] * inputShape[2]);

  function place(image: ImageChoice): void {
    const { shape, normalization, values = 'bytes' } = dataSet.info;
    if (image.kind !== 'sample') {
      const given = image.kind === 'pixels' ? image.pixels : image.numbers;
      if ((values === 'bytes') !== given instanceof Uint8Array) {
        throw new EngineError(
          'bad-input',
          `${dataSet.info.title} holds ${values}, and ${image.kind} were given. Give ${values}.`,
        );
      }
      placePixels(given, shape, inputShape, normalization, input);
      return;
    }
    const images = dataSet[image.split];
    if (!(Number.isInteger(image.index) && image.index >= 0 && image.index < images.count)) {
      throw new EngineError(
        'bad-input',
        `The ${image.split} images are numbered 0 … ${images.count - 1}, found ${image.index}. Choose a number in this range.`,
      );
    }
    const size = shape[0] * shape[1] * shape[2];
    const pixels = valuesOf(images).subarray(image.index * size, (image.index + 1) * size);
    placePixels(pixels, shape, inputShape, normalization, input);
  }

  return {
    memoryBytes: program.memoryBytes,
    dispose: () => program.dispose(),
    async inspect(step, image, layers, slots) {
      const unknown = layers.find((layer) => !layerNames.includes(layer));
      if (unknown !== undefined) {
        throw new EngineError(
          'bad-input',
          `${spec.title} has no layer “${unknown}”. Its layers are ${layerNames.join(', ')}.`,
        );
      }
      place(image);
      program.write('image', input);
      program.run();
      const seen: ArrayValue = { shape: inputShape, values: input.slice() };
      const [probabilities, activations, weights] = await Promise.all([
        program.read('probabilities'),
        readAll(layers, async (layer) => ({
          shape: shapeOf(graph, layer),
          values: Float32Array.from(await program.read(layer)),
        })),
        slots.length === 0 ? null : readWeights(store, slots),
      ]);
      return {
        step,
        input: seen,
        normalization: dataSet.info.normalization,
        activations,
        probabilities: Float32Array.from(probabilities),
        ...(weights === null ? {} : { weights }),
      };
    },
  };
}

/** @throws EngineError when the store has no such slot */
export async function readWeights(
  store: ParameterStore,
  slots: readonly string[],
): Promise<Readonly<Record<string, ArrayValue>>> {
  return readAll(slots, async (name) => {
    const slot = store.slots.find((candidate) => candidate.name === name);
    if (slot === undefined) {
      const known = store.slots.map((candidate) => candidate.name).join(', ');
      throw new EngineError('bad-input', `The run has no weights “${name}”. It has ${known}.`);
    }
    return { shape: slot.shape, values: await store.read(name) };
  });
}

async function readAll<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<Record<string, T>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

/** Without the batch axis: [H,W,C] or [C]. */
function shapeOf(graph: Graph, output: string): readonly number[] {
  const id = graph.outputs[output];
  const node = id === undefined ? undefined : graph.nodes[id];
  if (node === undefined) throw new Error(`internal: the inspection graph has no output “${output}”.`);
  return node.shape.slice(1);
}
