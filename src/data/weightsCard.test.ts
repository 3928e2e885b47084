import { describe, expect, test } from 'vitest';
import { readableCard } from './readableCard';
import { indexOfCards, readWeightsCard, readWeightsIndex, writtenJson, type WeightsCard } from './weightsCard';

const card: WeightsCard = {
  version: 1,
  name: 'tiny-spots',
  title: 'Tiny on Spots',
  network: { name: 'tiny', hash: 'a'.repeat(64), parameters: 1234 },
  data: {
    id: 'spots',
    title: 'Spots',
    classes: ['left', 'right | middle'],
    shape: [4, 4, 3],
    trainingImages: 55000,
    normalization: { mean: [1, 2, 3], deviation: [4, 5.5, 6] },
    sha256: 'b'.repeat(64),
  },
  training: {
    optimizer: 'adam',
    learningRate: 0.001,
    coefficients: { beta1: 0.9 },
    schedule: { kind: 'cosine', steps: 100 },
    batchSize: 32,
    epochs: 1.5,
    steps: 100,
    augmentation: { flip: 0.5 },
    seeds: { initialization: 1, order: 2, generator: 3 },
    executor: 'wasm',
    threads: 2,
    seconds: 61.4,
    date: '2026-11-21',
  },
  accuracy: { split: 'test', images: 5000, right: 4956, fraction: 4956 / 5000, loss: 0.03 },
  file: { name: 'model.safetensors', bytes: 123412, sha256: 'c'.repeat(64), storage: 'F16' },
  licence: 'CC0 1.0',
  limits: ['Made to learn from.'],
};

test('what is written is read back', () => {
  expect(readWeightsCard(writtenJson(card), 'card.json')).toEqual(card);
  const { sha256, ...data } = card.data;
  expect(sha256).toBeDefined();
  const plain: WeightsCard = { ...card, data, training: { ...card.training, schedule: null, augmentation: null } };
  expect(readWeightsCard(writtenJson(plain), 'card.json')).toEqual(plain);
});

test('a restart is kept, and told to people', () => {
  const restart = {
    learningRate: 0.03,
    schedule: { kind: 'cosine', steps: 7 },
    augmentation: { erase: 0.5 },
    order: 9,
  };
  const again: WeightsCard = { ...card, training: { ...card.training, restart } };
  expect(readWeightsCard(writtenJson(again), 'card.json')).toEqual(again);
  expect(readableCard(again)).toContain('| Restart | learning rate 0.03, order 9, kind cosine, steps 7, erase 0.5 |');
  const broken = writtenJson(again).replace('"order": 9', '"order": "two"');
  expect(() => readWeightsCard(broken, 'card.json')).toThrow(/training\.restart\.order/);
});

test('the index holds what a list needs, and is read back', () => {
  const index = indexOfCards([card]);
  expect(index.weights).toEqual([
    {
      name: 'tiny-spots',
      title: 'Tiny on Spots',
      network: 'tiny',
      data: { id: 'spots', title: 'Spots', classes: ['left', 'right | middle'], shape: [4, 4, 3] },
      accuracy: { images: 5000, fraction: 0.9912 },
      bytes: 123412,
    },
  ]);
  expect(readWeightsIndex(writtenJson(index), 'index.json')).toEqual(index);
});

describe('refused with file, entry, expected and found', () => {
  /** The card with one entry replaced; the path as in `data.shape`. */
  const withEntry = (path: string, value: unknown): string => {
    const copy = JSON.parse(writtenJson(card)) as Record<string, unknown>;
    const names = path.split('.');
    const last = names.pop() ?? '';
    let place = copy;
    for (const name of names) place = place[name] as Record<string, unknown>;
    place[last] = value;
    return JSON.stringify(copy);
  };
  test.each([
    ['version', 2, 'version to be 1, found 2'],
    ['name', '../secret', 'name to be a folder’s name of a to z, digits and -, found "../secret"'],
    ['title', ' ', 'title to be a text, found " "'],
    ['network', [], 'network to be an object, found []'],
    ['network.hash', 'abc', 'network.hash to be a SHA-256 of 64 hexadecimal digits, found "abc"'],
    ['network.parameters', 0, 'network.parameters to be a whole number, 1 or more, found 0'],
    ['data.classes', [], 'data.classes to be a list of texts, found []'],
    ['data.shape', [4, 4], 'data.shape to be three whole numbers above 0: height, width and channels, found [4,4]'],
    ['data.sha256', 7, 'data.sha256 to be a SHA-256 of 64 hexadecimal digits, found 7'],
    ['data.normalization.mean', [1], 'data.normalization.mean to be a number for each of 3 channels, found [1]'],
    [
      'data.normalization.deviation',
      [1, 0, 1],
      'data.normalization.deviation to be a number above 0 for each of 3 channels, found [1,0,1]',
    ],
    ['training.optimizer', undefined, 'training.optimizer to be a text, found nothing'],
    ['training.learningRate', '0.1', 'training.learningRate to be a number above 0, found "0.1"'],
    ['training.coefficients', { a: 'b' }, 'training.coefficients to be numbers by name, found {"a":"b"}'],
    ['training.schedule', { kind: [] }, 'training.schedule to be words and numbers by name, found {"kind":[]}'],
    ['training.augmentation', 3, 'training.augmentation to be numbers by name, found 3'],
    ['training.seeds.order', -1, 'training.seeds.order to be a whole number, 0 or more, found -1'],
    ['training.date', 'today', 'training.date to be a day such as 2026-11-21, found "today"'],
    ['accuracy.right', 4955, 'accuracy.fraction to be 4955 of 5000, 0.991, found 0.9912'],
    ['accuracy.loss', null, 'accuracy.loss to be a number, 0 or more, found null'],
    ['file.name', 'a/b', 'file.name to be a file’s name without folders, found "a/b"'],
    ['file.storage', 'F64', 'file.storage to be F16 or F32, found "F64"'],
    ['limits', 'none', 'limits to be a list of texts, found "none"'],
  ])('%s: %j', (path, value, message) => {
    expect(() => readWeightsCard(withEntry(path, value), 'card.json')).toThrow(
      `card.json: expected ${message}. The file was damaged or written by another version of the book: run npm run weights again.`,
    );
  });

  test('no JSON, and no object', () => {
    expect(() => readWeightsCard('{', 'card.json')).toThrow(
      /^card\.json: expected JSON, found .*\. The file was damaged/,
    );
    expect(() => readWeightsCard('[]', 'card.json')).toThrow(
      'card.json: expected the whole to be an object, found [].',
    );
  });

  test('an index with a wrong entry, with its place in the list', () => {
    const [entry] = indexOfCards([card]).weights;
    const broken = (change: object): string =>
      JSON.stringify({ version: 1, weights: [entry, { ...entry, ...change }] });
    expect(() => readWeightsIndex(broken({ bytes: -1 }), 'index.json')).toThrow(
      'index.json: expected weights[1].bytes to be a whole number, 1 or more, found -1.',
    );
    expect(() => readWeightsIndex(broken({ accuracy: { images: 1, fraction: 2 } }), 'index.json')).toThrow(
      'index.json: expected weights[1].accuracy.fraction to be a number from 0 to 1, found 2.',
    );
    expect(() => readWeightsIndex('{"version":1,"weights":{}}', 'index.json')).toThrow(
      'index.json: expected weights to be a list, found {}.',
    );
  });
});

test('the readable card says what a reader asks first', () => {
  const text = readableCard(card);
  expect(text).toContain('# Tiny on Spots\n');
  expect(text).toContain('| Accuracy | 99.12 % of 5,000 test images (4,956 right) |');
  expect(text).toContain('| Network | tiny, 1,234 trained parameters |');
  expect(text).toContain('| Classes | left, right \\| middle |');
  expect(text).toContain('| Schedule | kind cosine, steps 100 |');
  expect(text).toContain('| Machine | wasm, 2 threads, 61 seconds |');
  expect(text).toContain('## Limits of use\n\n- Made to learn from.\n');
});
