import { describe, expect, test } from 'vitest';
import {
  DataError,
  generatedIds,
  type DataSet,
  type DataSetId,
  type DataSetInfo,
  type GeneratedId,
} from '../data/dataSet';
import type { ImportedFile, PreparedImport } from '../data/import/importReport';
import { createDataLibrary, type DataLibraryOptions, type Generator } from './dataLibrary';

function made(id: DataSetId, origin: DataSet['info']['origin'], mark = 0): DataSet {
  const images = { count: 1, shape: [1, 1, 1] as const, pixels: Uint8Array.of(mark), labels: Uint8Array.of(0) };
  const counts = { train: 1, validation: 1, test: 1 };
  const normalization = { mean: [0], deviation: [1] };
  return {
    info: { id, title: id, origin, classes: ['0'], shape: images.shape, counts, normalization },
    train: images,
    validation: images,
    test: images,
  };
}

interface Circumstances {
  readonly served?: DataSet | null;
  readonly refusal?: string | null;
  readonly undecodable?: PreparedImport['report']['undecodable'];
  readonly fetchDataSet?: DataLibraryOptions['fetchDataSet'];
}

function setUp({ served = null, refusal = null, undecodable = [], fetchDataSet }: Circumstances = {}) {
  const kept = new Map<DataSetId, DataSet>();
  const generated: string[] = [];
  const forgotten: string[] = [];
  const forgetFetch = (id: string): Promise<void> => {
    forgotten.push(id);
    return Promise.resolve();
  };
  const generator = (id: GeneratedId): Generator => ({
    offer: { ...made(id, 'generated').info, counts: { train: 20, validation: 2, test: 4 } },
    make: (seed) => {
      generated.push(`${id} ${seed}`);
      return Promise.resolve(made(id, 'generated', seed));
    },
  });
  const options: DataLibraryOptions = {
    generators: Object.fromEntries(generatedIds.map((id) => [id, generator(id)])) as DataLibraryOptions['generators'],
    kept: {
      list: () => Promise.resolve([...kept.values()].map(({ info }) => info)),
      read: (id) => Promise.resolve(kept.get(id) ?? null),
      write: (dataSet) => {
        if (refusal !== null) return Promise.reject(new Error(refusal));
        kept.set(dataSet.info.id, dataSet);
        return Promise.resolve();
      },
      rename: (id, title) => {
        const dataSet = kept.get(id)!;
        const info: DataSetInfo = { ...dataSet.info, title };
        kept.set(id, { ...dataSet, info });
        return Promise.resolve(info);
      },
      remove: (id) => {
        kept.delete(id);
        return Promise.resolve();
      },
    },
    served: {
      list: () => (served === null ? Promise.reject(new Error('404')) : Promise.resolve([served.info])),
      read: () => Promise.resolve(served),
    },
    prepareImport: (files, choices, onProgress) => {
      if (files.length === 0) return Promise.reject(new DataError('Expected files to import, found none.'));
      const isMnist = files.length === 4;
      const dataSet = made(isMnist ? 'mnist' : 'own-set', 'imported', files[0]!.file.size);
      onProgress('Reading files', 1, 2);
      const report: PreparedImport['report'] = {
        format: 'test',
        published: isMnist ? 'mnist' : null,
        suggestedName: 'Set',
        shape: [1, 1, 1],
        classes: [],
        counts: dataSet.info.counts,
        sizeBytes: 6,
        choices,
        preview: null,
        undecodable,
        notes: [],
      };
      return Promise.resolve({ report, dataSet });
    },
    fetchDataSet:
      fetchDataSet ??
      ((id, onProgress) => {
        onProgress('a.gz', 5, 10);
        return Promise.resolve({ dataSet: made(id, 'fetched', 9), forget: () => forgetFetch(`${id}, kept`) });
      }),
    forgetFetch,
  };
  return { library: createDataLibrary(options), generated, kept, forgotten };
}
const files = (count: number, mark: number): readonly ImportedFile[] =>
  Array.from({ length: count }, (_, i) => ({ path: `file ${i}`, file: new Blob(['x'.repeat(mark)]) }));
const silent = (): void => undefined;
const { signal } = new AbortController();
const consent = { name: 'Cats', leaveOut: false };
type Library = ReturnType<typeof setUp>['library'];

async function bring(library: Library, picked: readonly ImportedFile[], name = 'Cats') {
  const { proposal } = await library.inspectImport(picked, null, silent, signal);
  return library.keepImport(proposal, { ...consent, name }, signal);
}
const ids = async (library: Library): Promise<readonly DataSetId[]> =>
  (await library.list()).map(({ id }) => id).filter((id) => !generatedIds.some((generated) => generated === id));
const firstPixel = async (library: Library, id: DataSetId): Promise<number | undefined> =>
  (await library.load(id, 1, silent)).train.pixels[0];

test('what the book makes can be chosen at first; a missing class server is silent', async () => {
  const { library } = setUp();
  expect((await library.list()).map(({ id }) => id)).toEqual(generatedIds);
  expect((await library.list())[0]?.counts).toEqual({ train: 20, validation: 2, test: 4 });
  await expect(library.load('mnist', 1, silent)).rejects.toThrow(
    'MNIST is not here yet. Import its files, or train on Digits.',
  );
  await expect(library.load('own-cats', 1, silent)).rejects.toThrow(
    'There is no data set “own-cats” here: it was removed, or imported in another browser. Import its files again, or choose another.',
  );
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

describe('an import', () => {
  test('is looked at first, which keeps nothing', async () => {
    const { library, kept } = setUp();
    const told: unknown[] = [];
    const report = await library.inspectImport(files(4, 7), null, (...progress) => told.push(progress), signal);
    expect(report).toMatchObject({ proposal: 1, published: 'mnist' });
    expect(told).toEqual([['Reading files', 1, 2]]);
    expect(kept.size).toBe(0);
    expect(await ids(library)).toEqual([]);
  });

  test('is kept under its published name, with its size and hash, in place of the one before', async () => {
    const { library } = setUp();
    const { info, notice } = await bring(library, files(4, 7));
    expect(notice).toBeNull();
    expect(info).toMatchObject({ id: 'mnist', title: 'MNIST', origin: 'imported', sizeBytes: 6 });
    expect(info.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await ids(library)).toEqual(['mnist']);
    const first = await library.load('mnist', 1, silent);
    expect(first.train.pixels[0]).toBe(7);
    expect(await library.load('mnist', 2, silent)).toBe(first);
    await bring(library, files(4, 8));
    expect(await firstPixel(library, 'mnist')).toBe(8);
  });

  test('of the reader’s own gets an id of its name, never one that is taken', async () => {
    const { library } = setUp();
    expect((await bring(library, files(1, 1), ' My cats ')).info).toMatchObject({
      id: 'own-my-cats',
      title: 'My cats',
    });
    expect((await bring(library, files(1, 2), 'My cats')).info.id).toBe('own-my-cats-2');
    await bring(library, files(4, 3));
    expect(await ids(library)).toEqual(['mnist', 'own-my-cats', 'own-my-cats-2']);
    expect(await firstPixel(library, 'own-my-cats')).toBe(1);
    expect(await firstPixel(library, 'own-my-cats-2')).toBe(2);
  });

  test('that fails leaves what was there', async () => {
    const { library } = setUp();
    await bring(library, files(4, 7));
    await expect(library.inspectImport([], null, silent, signal)).rejects.toThrow(
      'Expected files to import, found none.',
    );
    expect(await firstPixel(library, 'mnist')).toBe(7);
  });

  test('is kept once, only as last reported, and not after it was given up', async () => {
    const { library, kept } = setUp();
    const gone = 'The files that were looked at are no longer at hand. Choose them again.';
    const first = await library.inspectImport(files(1, 1), null, silent, signal);
    const second = await library.inspectImport(files(1, 2), null, silent, signal);
    await expect(library.keepImport(first.proposal, consent, signal)).rejects.toThrow(gone);
    library.dropImport(first.proposal);
    await library.keepImport(second.proposal, consent, signal);
    await expect(library.keepImport(second.proposal, consent, signal)).rejects.toThrow(gone);
    const third = await library.inspectImport(files(1, 3), null, silent, signal);
    library.dropImport(third.proposal);
    await expect(library.keepImport(third.proposal, consent, signal)).rejects.toThrow(gone);
    expect([...kept.keys()]).toEqual(['own-cats']);
  });

  test('needs the reader’s word where images cannot be read, and a name', async () => {
    const { library, kept } = setUp({ undecodable: [{ path: 'cats/7.png', reason: 'damaged' }] });
    const { proposal } = await library.inspectImport(files(1, 1), null, silent, signal);
    await expect(library.keepImport(proposal, consent, signal)).rejects.toThrow(
      '1 image cannot be read, the first is cats/7.png. Say that they are to be left out, or choose other files.',
    );
    await expect(library.keepImport(proposal, { name: ' ', leaveOut: true }, signal)).rejects.toThrow(
      'The name of a data set is to have 1 to 60 characters, found 0. Choose another name.',
    );
    expect(kept.size).toBe(0);
    expect((await library.keepImport(proposal, { ...consent, leaveOut: true }, signal)).info.id).toBe('own-cats');
  });

  test('cancelled before it is kept changes nothing', async () => {
    const { library, kept } = setUp();
    const { proposal } = await library.inspectImport(files(1, 1), null, silent, signal);
    await expect(library.keepImport(proposal, consent, AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect(kept.size).toBe(0);
  });

  test('where storage is refused it is there for this visit, and a notice says so', async () => {
    const { library } = setUp({ refusal: 'The storage of this browser is full.' });
    const { notice } = await bring(library, files(4, 7));
    expect(notice).toBe(
      'MNIST is here for this visit, but could not be kept for the next one. The storage of this browser is full.',
    );
    expect(await ids(library)).toEqual(['mnist']);
    expect(await firstPixel(library, 'mnist')).toBe(7);
    await bring(library, files(1, 8), 'Cats');
    expect((await library.rename('own-cats', 'Dogs')).title).toBe('Dogs');
    expect((await library.load('own-cats', 1, silent)).info.title).toBe('Dogs');
    await library.remove('own-cats');
    expect(await ids(library)).toEqual(['mnist']);
  });
});

test('served by a class server it needs no import; a removed import gives way to it', async () => {
  const { library } = setUp({ served: made('mnist', 'served', 3) });
  expect((await library.load('mnist', 1, silent)).info.origin).toBe('served');
  await bring(library, files(4, 7));
  expect(await ids(library)).toEqual(['mnist']);
  expect((await library.load('mnist', 1, silent)).info.origin).toBe('imported');
  await library.remove('mnist');
  expect((await library.load('mnist', 1, silent)).info.origin).toBe('served');
});

test('only what the reader brought can be renamed, and by a name that can be read', async () => {
  const { library } = setUp();
  await bring(library, files(1, 1));
  expect(await library.rename('own-cats', 'Dogs')).toMatchObject({ id: 'own-cats', title: 'Dogs' });
  expect((await library.list()).at(-1)?.title).toBe('Dogs');
  await expect(library.rename('mnist', 'Dogs')).rejects.toThrow('MNIST keeps its name. Rename data sets of your own.');
  await expect(library.rename('own-cats', '')).rejects.toThrow('1 to 60 characters');
});

describe('a fetch', () => {
  test('keeps nothing before it is told to; then its files are forgotten', async () => {
    const { library, kept, forgotten } = setUp();
    const told: unknown[] = [];
    const keep = await library.fetch('mnist', (...progress) => told.push(progress), silent, signal);
    expect(told).toEqual([['a.gz', 5, 10]]);
    expect([kept.size, forgotten]).toEqual([0, []]);
    const { info, notice } = await keep(signal);
    expect(notice).toBeNull();
    expect(info).toMatchObject({ id: 'mnist', origin: 'fetched', sizeBytes: 6 });
    expect(info.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(forgotten).toEqual(['mnist, kept']);
    expect(await ids(library)).toEqual(['mnist']);
    expect(await firstPixel(library, 'mnist')).toBe(9);
  });

  test('that cannot be kept is here for this visit', async () => {
    const { library } = setUp({ refusal: 'Storage is full.' });
    const { notice } = await (await library.fetch('mnist', silent, silent, signal))(signal);
    expect(notice).toContain('could not be kept for the next one. Storage is full.');
    expect(await firstPixel(library, 'mnist')).toBe(9);
  });

  test('that fails or is given up leaves what was there, and its files for the next try', async () => {
    const { library, forgotten } = setUp({
      fetchDataSet: () => Promise.reject(new DataError('a.gz could not be fetched.')),
    });
    await bring(library, files(4, 7));
    await expect(library.fetch('mnist', silent, silent, signal)).rejects.toThrow('a.gz could not be fetched.');
    expect(await firstPixel(library, 'mnist')).toBe(7);
    const other = setUp();
    const keep = await other.library.fetch('mnist', silent, silent, signal);
    await expect(keep(AbortSignal.abort())).rejects.toThrow(/abort/i);
    expect([other.kept.size, other.forgotten, forgotten]).toEqual([0, [], []]);
  });

  test('of a set that is being fetched waits for the first, whatever becomes of it', async () => {
    const begun: ((error: Error) => void)[] = [];
    const { library } = setUp({ fetchDataSet: () => new Promise((_resolve, reject) => begun.push(reject)) });
    const first = library.fetch('mnist', silent, silent, signal);
    const second = library.fetch('mnist', silent, silent, signal);
    const given = library.fetch('mnist', silent, silent, AbortSignal.abort());
    const other = library.fetch('cifar10', silent, silent, signal);
    await new Promise((resolve) => setTimeout(resolve));
    expect(begun).toHaveLength(2);
    begun[0]!(new Error('one'));
    await expect(first).rejects.toThrow('one');
    await new Promise((resolve) => setTimeout(resolve));
    expect(begun).toHaveLength(3);
    begun[1]!(new Error('other'));
    begun[2]!(new Error('two'));
    await expect(second).rejects.toThrow('two');
    await expect(given).rejects.toThrow(/abort/i);
    await expect(other).rejects.toThrow('other');
    expect(begun).toHaveLength(3);
  });

  test('begun and left is forgotten when the set is removed', async () => {
    const { library, forgotten } = setUp();
    await bring(library, files(4, 7));
    await library.remove('mnist');
    expect(forgotten).toEqual(['mnist']);
    await bring(library, files(1, 7));
    await library.remove('own-cats');
    expect(forgotten).toEqual(['mnist']);
  });
});
