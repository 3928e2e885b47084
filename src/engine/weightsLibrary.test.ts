/** Trained weights from their file to a run: what fits is taken over number by number, everything else is refused in words. */
import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { tinyDataSet, tinyDescription, tinyNetwork } from '../../tests/fixtures/tinyRun';
import { DataError } from '../data/dataSet';
import { decodeSafetensors, encodeSafetensors, float16Bits, float16Value } from '../data/safetensors';
import { indexOfCards, writtenJson, type WeightsCard } from '../data/weightsCard';
import { descriptionHash } from '../network/descriptionHash';
import { initialParameters } from '../network/initialize';
import { toPytorch } from '../network/pytorchWeights';
import type { NetworkSpec } from '../network/spec';
import { createReferenceExecutor } from './executors/reference';
import { createRun, type Run } from './run';
import { savedWeights } from './savedWeights';
import { createWeightsLibrary, type StartingWeights, type WeightsLibrary } from './weightsLibrary';

const dataSet = tinyDataSet();
const { info } = dataSet;
const trained = initialParameters(tinyNetwork, 99);
/** Another network that the book knows: one layer, as many classes. */
const flat: NetworkSpec = {
  ...tinyNetwork,
  name: 'flat',
  title: 'Flat',
  layers: [
    { kind: 'flatten', name: 'flatten' },
    { kind: 'dense', name: 'dense', units: 3 },
  ],
};
const asFile = (spec: NetworkSpec, metadata: Readonly<Record<string, string>> = {}): Uint8Array<ArrayBuffer> =>
  encodeSafetensors({ arrays: toPytorch(spec, initialParameters(spec, 99)), metadata });
const shippedFile = encodeSafetensors({ arrays: toPytorch(tinyNetwork, trained), metadata: {} }, () => 'F16');
const card: WeightsCard = {
  version: 1,
  name: 'tiny-halves',
  title: 'Tiny on Halves',
  network: { name: 'tiny', hash: descriptionHash(tinyNetwork), parameters: 77 },
  data: {
    id: 'digits',
    title: 'Halves',
    classes: info.classes,
    shape: info.shape,
    trainingImages: 100,
    normalization: { mean: [100], deviation: [50] },
  },
  training: {
    optimizer: 'adam',
    learningRate: 0.001,
    coefficients: {},
    schedule: null,
    batchSize: 8,
    epochs: 1,
    steps: 12,
    augmentation: null,
    seeds: { initialization: 1, order: 1, generator: 1 },
    executor: 'reference',
    threads: 1,
    seconds: 1,
    date: '2026-11-21',
  },
  accuracy: { split: 'test', images: 130, right: 65, fraction: 0.5, loss: 1 },
  file: {
    name: 'model.safetensors',
    bytes: shippedFile.length,
    sha256: createHash('sha256').update(shippedFile).digest('hex'),
    storage: 'F16',
  },
  licence: 'CC0 1.0',
  limits: ['For this test.'],
};

let files: Map<string, Uint8Array>;
let asked: string[];
function ship(changed: WeightsCard = card, file: Uint8Array = shippedFile): void {
  const text = (words: string): Uint8Array => new TextEncoder().encode(words);
  files.set('index.json', text(writtenJson(indexOfCards([card]))));
  files.set('tiny-halves/card.json', text(writtenJson(changed)));
  files.set('tiny-halves/model.safetensors', file);
}
function library(networks: readonly NetworkSpec[] = [tinyNetwork, flat]): WeightsLibrary {
  return createWeightsLibrary({
    fetchFile: (path, tag) => {
      asked.push(tag === undefined ? path : `${path}?${tag}`);
      return Promise.resolve(files.get(path) ?? null);
    },
    networks,
  });
}
beforeEach(() => {
  files = new Map();
  asked = [];
  ship();
});
const shipped = { weights: 'tiny-halves' };

async function openRun(start: StartingWeights): Promise<Run> {
  return createRun({
    name: 'tiny',
    description: tinyDescription,
    spec: tinyNetwork,
    dataSet,
    executor: createReferenceExecutor(),
    start,
    send: () => undefined,
    now: () => performance.now(),
  });
}

describe('weights that the book ships', () => {
  test('are listed, and fetched once in a visit: the card afresh, the file under its hash', async () => {
    const weights = library();
    expect(await weights.list()).toEqual(indexOfCards([card]).weights);
    expect(await weights.card('tiny-halves')).toEqual(card);
    await weights.start(shipped, tinyNetwork, info);
    await weights.start(shipped, tinyNetwork, info);
    expect(asked).toEqual([
      'index.json',
      'tiny-halves/card.json',
      `tiny-halves/model.safetensors?${card.file.sha256.slice(0, 16)}`,
    ]);
  });

  test('a server without a list ships none', async () => {
    files.clear();
    expect(await library().list()).toEqual([]);
    await expect(library().card('tiny-halves')).rejects.toThrow(
      'weights “tiny-halves”: expected one of no names, found no such name. The book ships none here; start from random weights.',
    );
  });

  test('what failed may be asked for again', async () => {
    const weights = library();
    files.delete('tiny-halves/model.safetensors');
    await expect(weights.start(shipped, tinyNetwork, info)).rejects.toThrow('found none. Load the page again');
    ship();
    await expect(weights.start(shipped, tinyNetwork, info)).resolves.toMatchObject({
      words: 'Starts from Tiny on Halves.',
    });
  });

  test('a run has them at step 0, each the nearest 16-bit float, and goes back to them; inputs are normalized as theirs were', async () => {
    const start = await library().start(shipped, tinyNetwork, info);
    const run = await openRun(start);
    const expected = Object.fromEntries(
      [...trained].map(([slot, values]) => [slot, values.map((value) => float16Value(float16Bits(value)))]),
    );
    const slotsNow = async (): Promise<object> => {
      const found = await run.weights([...trained.keys()]);
      return Object.fromEntries(Object.entries(found).map(([slot, { values }]) => [slot, values]));
    };
    expect(await slotsNow()).toEqual(expected);
    expect(run.status()).toMatchObject({ step: 0, startWords: 'Starts from Tiny on Halves.' });
    expect(run.normalization).toEqual({ mean: [100], deviation: [50] });
    const { input } = await run.inspect({ kind: 'pixels', pixels: new Uint8Array(36).fill(150) }, []);
    // The middle of the input: (150 − 100) / 50.
    expect(input.values[8 * 4 + 4]).toBe(1);
    await run.step(3);
    expect(await slotsNow()).not.toEqual(expected);
    await run.reset();
    expect(await slotsNow()).toEqual(expected);
    await run.dispose();
  });

  test('on other classes the last layer starts anew, and that is said', async () => {
    const others = { ...info, title: 'Letters', classes: ['a', 'b', 'c'] };
    const start = await library().start(shipped, tinyNetwork, others);
    expect([...start.slots.keys()]).toEqual(['conv.weight', 'conv.bias']);
    expect(start.words).toBe(
      'Starts from Tiny on Halves, trained on Halves and now on Letters; the classes are others, so dense, which makes the scores, starts from random numbers.',
    );
    const run = await openRun(start);
    const { 'dense.weight': dense } = await run.weights(['dense.weight']);
    expect(dense?.values).toEqual(initialParameters(tinyNetwork, 1).get('dense.weight'));
    await run.dispose();
  });

  describe('refused', () => {
    const change = (part: Partial<WeightsCard>): void => ship({ ...card, ...part });
    const start = (named = tinyNetwork, networks?: readonly NetworkSpec[]): Promise<StartingWeights> =>
      library(networks).start(shipped, named, info);

    test('a name that is not on the list', async () => {
      await expect(library().start({ weights: 'tiny-halfs' }, tinyNetwork, info)).rejects.toThrow(
        'weights “tiny-halfs”: expected one of tiny-halves, found no such name. The nearest is tiny-halves; start from random weights.',
      );
    });
    test('the card of others', async () => {
      change({ name: 'lenet5' });
      await expect(start()).rejects.toThrow(
        'weights/tiny-halves/card.json: expected the card of tiny-halves, found that of lenet5. Run npm run weights again.',
      );
    });
    test('weights of another network than the run’s', async () => {
      await expect(start(flat)).rejects.toThrow(
        'Tiny on Halves: expected weights of Flat, found weights of tiny. Choose the network tiny, or start from other weights.',
      );
    });
    test('a network that the book does not have', async () => {
      await expect(start(tinyNetwork, [flat])).rejects.toThrow(
        'Tiny on Halves: expected weights of a network of this book, found “tiny”. The nearest is flat. Run npm run weights again',
      );
    });
    test('a description that has changed since', async () => {
      change({ network: { ...card.network, hash: '0'.repeat(64) } });
      await expect(start()).rejects.toThrow(
        /^Tiny on Halves: expected weights of Tiny as this version of the book describes it \([0-9a-f]{12}…\), found weights of another description \(000000000000…\)\. Run npm run weights again/,
      );
    });
    test('another number of parameters', async () => {
      change({ network: { ...card.network, parameters: 78 } });
      await expect(start()).rejects.toThrow('Tiny on Halves: expected 77 trained parameters, found 78 on the card.');
    });
    test('a file of another size', async () => {
      ship(card, shippedFile.subarray(0, -2));
      await expect(start()).rejects.toThrow(
        `weights/tiny-halves/model.safetensors: expected ${shippedFile.length} bytes, as its card says, found ${shippedFile.length - 2}. ` +
          'The file was damaged or replaced on its way: load the page again.',
      );
    });
    test('a file with one other bit', async () => {
      const other = shippedFile.slice();
      other[other.length - 1]! ^= 1;
      ship(card, other);
      await expect(start()).rejects.toThrow(
        new RegExp(
          `model\\.safetensors: expected the SHA-256 ${card.file.sha256}, as its card says, found [0-9a-f]{64}\\. The file`,
        ),
      );
    });
    test('a file that its card does not describe', async () => {
      const other = asFile(flat);
      const sha256 = createHash('sha256').update(other).digest('hex');
      ship({ ...card, file: { ...card.file, bytes: other.length, sha256 } }, other);
      await expect(start()).rejects.toThrow(
        'weights for Tiny: expected an array conv.weight of shape [2,1,3,3], found none.',
      );
    });
  });
});

describe('a file of the reader’s', () => {
  const load = (bytes: Uint8Array, named = tinyNetwork, data: typeof info = info): Promise<StartingWeights> => {
    const weights = library();
    return Promise.resolve().then(() => weights.start(weights.keep('mine.safetensors', bytes), named, data));
  };

  test('what a run saved, a run starts from: same numbers, same normalization', async () => {
    const run = await openRun(await library().start(shipped, tinyNetwork, info));
    await run.step(2);
    const snapshot = await run.snapshot();
    const { name, bytes, step } = savedWeights(tinyNetwork, { ...info, normalization: run.normalization }, snapshot);
    expect({ name, step }).toEqual({ name: 'tiny-digits-step-2.safetensors', step: 2 });
    const start = await load(bytes);
    for (const [slot, values] of start.slots) expect(values).toEqual(snapshot.slots[slot]);
    expect([...start.slots.keys()]).toEqual([...trained.keys()]);
    expect(start.normalization).toEqual({ mean: [100], deviation: [50] });
    expect(start.words).toBe('Starts from the file mine.safetensors.');
    expect(decodeSafetensors(name, bytes).metadata).toEqual({
      network: 'tiny',
      description: descriptionHash(tinyNetwork),
      dataSet: 'digits',
      classes: '["left","right","top"]',
      shape: '[6,6,1]',
      mean: '[100]',
      deviation: '[50]',
      step: '2',
    });
    await run.dispose();
  });

  test('one that says nothing of itself, as PyTorch saves it: names and shapes decide, the data set normalizes', async () => {
    const start = await load(asFile(tinyNetwork));
    expect([...start.slots.keys()]).toEqual([...trained.keys()]);
    expect(start.normalization).toBeNull();
  });

  test('one of as many outputs as it was trained with, on a data set of more classes: the last layer starts anew', async () => {
    const start = await load(asFile(tinyNetwork), tinyNetwork, { ...info, classes: ['a', 'b', 'c', 'd'] });
    expect([...start.slots.keys()]).toEqual(['conv.weight', 'conv.bias']);
    expect(start.words).toContain('so dense, which makes the scores, starts from random numbers.');
  });

  describe('refused', () => {
    const arrays = toPytorch(tinyNetwork, trained);
    const file = (
      change: (copy: Map<string, { shape: readonly number[]; values: Float32Array }>) => void,
    ): Uint8Array => {
      const copy = new Map(arrays);
      change(copy);
      return encodeSafetensors({ arrays: copy, metadata: {} });
    };
    test.each<[string, Uint8Array, string]>([
      ['truncated', asFile(tinyNetwork).subarray(0, -1), 'mine.safetensors: expected '],
      ['no safetensors', new TextEncoder().encode('PK zip'), 'mine.safetensors: expected at least 8 bytes'],
      [
        'a wrong name',
        file((copy) => {
          copy.set('conv.wieght', arrays.get('conv.weight')!);
          copy.delete('conv.weight');
        }),
        'mine.safetensors: weights for Tiny: expected the arrays conv.weight, conv.bias, dense.weight, dense.bias, found “conv.wieght” as well. The nearest name is conv.weight;',
      ],
      [
        'another shape',
        file((copy) => copy.set('conv.bias', { shape: [3], values: new Float32Array(3) })),
        'mine.safetensors: weights for Tiny: expected conv.bias of shape [2], found [3].',
      ],
      [
        'a number that is none',
        file((copy) => copy.set('conv.bias', { shape: [2], values: Float32Array.of(1, NaN) })),
        'mine.safetensors: weights for Tiny: expected finite numbers in conv.bias, found NaN at place 1.',
      ],
      [
        'a file of another network, which is found',
        asFile(flat),
        'found none. Choose a file of this network. The file fits Flat: choose that network first.',
      ],
      [
        'a file that says it is of another network',
        asFile(flat, { network: 'flat' }),
        'mine.safetensors: expected weights of Tiny (tiny), found weights of “flat”, as the file says of itself. Choose the network flat first.',
      ],
      [
        'a file of a network that nobody knows',
        asFile(flat, { network: 'tinny' }),
        'found weights of “tinny”, as the file says of itself. The nearest network of the book is tiny; choose a file of tiny, flat.',
      ],
      [
        'another description',
        asFile(tinyNetwork, { description: 'abc' }),
        'mine.safetensors: expected weights of Tiny as this version of the book describes it (',
      ],
      [
        'metadata that are no list',
        asFile(tinyNetwork, { mean: '12' }),
        'mine.safetensors: expected the metadata mean to be a list in JSON, found 12. Save the file without this entry',
      ],
    ])('%s', async (_, bytes, message) => {
      const loaded = load(bytes);
      await expect(loaded).rejects.toBeInstanceOf(DataError);
      await expect(loaded).rejects.toThrow(message);
    });

    test('one that is not here any more', async () => {
      await expect(
        library().start({ file: 'f'.repeat(64), name: 'mine.safetensors' }, tinyNetwork, info),
      ).rejects.toThrow(
        'The run is to start from the weights in mine.safetensors (SHA-256 ffffffffffff…), which are not here. Choose the file with “Load weights”',
      );
    });
  });
});

test('16 bits change a number by at most 1/2048 of itself, and nothing larger than 65,504 is lost unseen', () => {
  const start = decodeSafetensors('f', shippedFile).arrays;
  for (const [name, { values }] of toPytorch(tinyNetwork, trained)) {
    const read = start.get(name)?.values ?? new Float32Array();
    values.forEach((value, k) =>
      expect(Math.abs((read[k] ?? NaN) - value)).toBeLessThanOrEqual(Math.abs(value) / 2048),
    );
  }
});
