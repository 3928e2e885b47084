import { describe, expect, test } from 'vitest';
import { DataError, type DataSet, type DataSetId } from '../data/dataSet';
import { createDataLibrary, type Generator, type Source, type Storage } from './dataLibrary';

function made(id: DataSetId, origin: DataSet['info']['origin'], mark = 0): DataSet {
  const images = { count: 1, shape: [1, 1, 1] as const, pixels: Uint8Array.of(mark), labels: Uint8Array.of(0) };
  const normalization = { mean: [0], deviation: [1] };
  const shape = images.shape;
  return {
    info: { id, title: id, origin, classes: ['0'], shape, counts: { train: 1, validation: 1, test: 1 }, normalization },
    train: images,
    validation: images,
    test: images,
  };
}

function setUp({ served = null as DataSet | null, refusal = null as string | null } = {}) {
  let kept: DataSet | null = null;
  const generated: string[] = [];
  const storedMnist: Storage = {
    peek: () => Promise.resolve(kept?.info ?? null),
    read: () => Promise.resolve(kept!),
    write: (dataSet) => {
      if (refusal !== null) return Promise.reject(new Error(refusal));
      kept = dataSet;
      return Promise.resolve();
    },
    remove: () => {
      kept = null;
      return Promise.resolve();
    },
  };
  const servedMnist: Source = {
    peek: () => (served === null ? Promise.reject(new Error('404')) : Promise.resolve(served.info)),
    read: () => Promise.resolve(served!),
  };
  const generator = (id: 'digits' | 'letters' | 'things'): Generator => ({
    offer: { ...made(id, 'generated').info, counts: { train: 20, validation: 2, test: 4 } },
    make: (seed) => {
      generated.push(`${id} ${seed}`);
      return Promise.resolve(made(id, 'generated', seed));
    },
  });
  const library = createDataLibrary({
    generators: { digits: generator('digits'), letters: generator('letters'), things: generator('things') },
    assembleMnist: (files) =>
      files.length === 4
        ? Promise.resolve(made('mnist', 'imported', files[0]!.bytes[0]))
        : Promise.reject(new DataError(`MNIST: expected four files, found ${files.length}`)),
    storedMnist,
    servedMnist,
  });
  return { library, generated, forget: () => (kept = null) };
}
const files = (mark: number) =>
  Array.from({ length: 4 }, (_, i) => ({ name: `file ${i}`, bytes: Uint8Array.of(mark).buffer }));
const silent = (): void => undefined;

test('what the book makes can be chosen at first; a missing class server is silent', async () => {
  const { library } = setUp();
  expect((await library.list()).map(({ id }) => id)).toEqual(['digits', 'letters', 'things']);
  expect((await library.list())[0]?.counts).toEqual({ train: 20, validation: 2, test: 4 });
  await expect(library.load('mnist', 1, silent)).rejects.toThrow(/MNIST is not here yet\. Import its four files/);
});

test('each generated set is made once per seed', async () => {
  const { library, generated } = setUp();
  const first = await library.load('digits', 1, silent);
  expect(await library.load('digits', 1, silent)).toBe(first);
  expect(await library.load('digits', 2, silent)).not.toBe(first);
  expect((await library.load('things', 2, silent)).info.id).toBe('things');
  expect((await library.load('digits', 2, silent)).info.id).toBe('digits');
  expect(generated).toEqual(['digits 1', 'digits 2', 'things 2']);
});

describe('MNIST', () => {
  test('a complete import can be chosen, is kept, and replaces the one before', async () => {
    const { library } = setUp();
    expect(await library.importMnist(files(7))).toMatchObject({ info: { origin: 'imported' }, notice: null });
    expect((await library.list()).map(({ id }) => id)).toEqual(['digits', 'letters', 'things', 'mnist']);
    const first = await library.load('mnist', 1, silent);
    expect(first.train.pixels[0]).toBe(7);
    expect(await library.load('mnist', 2, silent)).toBe(first);
    await library.importMnist(files(8));
    expect((await library.load('mnist', 1, silent)).train.pixels[0]).toBe(8);
  });

  test('a failed import leaves the one before', async () => {
    const { library } = setUp();
    await library.importMnist(files(7));
    await expect(library.importMnist(files(8).slice(1))).rejects.toThrow('expected four files, found 3');
    expect((await library.load('mnist', 1, silent)).train.pixels[0]).toBe(7);
  });

  test('where storage is refused it is there for this visit, and a notice says so', async () => {
    const { library } = setUp({ refusal: 'The storage of this browser is full.' });
    const { notice } = await library.importMnist(files(7));
    expect(notice).toBe(
      'MNIST is here for this visit, but could not be kept for the next one. The storage of this browser is full.',
    );
    expect((await library.load('mnist', 1, silent)).train.pixels[0]).toBe(7);
  });

  test('served by a class server it needs no import; a removed import gives way to it', async () => {
    const { library } = setUp({ served: made('mnist', 'served', 3) });
    expect((await library.list()).at(-1)?.origin).toBe('served');
    await library.importMnist(files(7));
    expect((await library.list()).at(-1)?.origin).toBe('imported');
    await library.remove('mnist');
    expect((await library.load('mnist', 1, silent)).info.origin).toBe('served');
  });
});
