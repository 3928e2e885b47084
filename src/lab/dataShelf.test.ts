import { describe, expect, test } from 'vitest';
import type { ImportReport } from '../data/import/importReport';
import { EngineFailure, type EngineClient } from '../engine/client';
import { createDataShelf, type PageStorage } from './dataShelf';

const report = { proposal: 4 } as ImportReport;
const silent = (): void => undefined;

function setUp({ answer = (): unknown => null, storage = undefined as PageStorage | undefined, isThere = true } = {}) {
  const asked: unknown[] = [];
  const client = {
    request: (name: string, params: unknown, options?: { onProgress?: (progress: object) => void }) => {
      asked.push([name, params]);
      options?.onProgress?.({ task: 'Reading files', done: 1, total: null });
      return new Promise((resolve) => resolve(answer()));
    },
  } as unknown as EngineClient;
  const shelf = createDataShelf({
    engine: () => (isThere ? client : null),
    obstacle: () => 'This browser has no workers.',
    storage: () => storage,
  });
  return { shelf, asked };
}

describe('the page’s shelf', () => {
  test('passes requests on, with their progress', async () => {
    const { shelf, asked } = setUp({ answer: () => report });
    const told: unknown[] = [];
    const files = [{ path: 'a', file: new Blob(['x']) }];
    expect(await shelf.inspect(files, null, (...progress) => told.push(progress))).toBe(report);
    expect(told).toEqual([['Reading files', 1, null]]);
    expect(await shelf.fetch('mnist', (...progress) => told.push(progress))).toMatchObject({ isPersistent: false });
    expect(told).toHaveLength(2);
    await shelf.drop(report);
    await shelf.rename('own-cats', 'Dogs');
    await shelf.remove('own-cats');
    expect(asked).toEqual([
      ['inspectImport', { files, choices: null }],
      ['fetchDataSet', { dataSet: 'mnist' }],
      ['dropImport', { proposal: 4 }],
      ['renameDataSet', { dataSet: 'own-cats', name: 'Dogs' }],
      ['removeDataSet', { dataSet: 'own-cats' }],
    ]);
  });

  test('what was given up is an AbortError; other failures keep their words', async () => {
    const cancelled = setUp({
      answer: () => {
        throw new EngineFailure({ code: 'cancelled', message: 'The request was cancelled.' });
      },
    });
    await expect(cancelled.shelf.inspect([], null, silent)).rejects.toMatchObject({ name: 'AbortError' });
    const failed = setUp({
      answer: () => {
        throw new EngineFailure({ code: 'bad-input', message: 'found none' });
      },
    });
    await expect(failed.shelf.list()).rejects.toThrow('found none');
    await expect(setUp({ isThere: false }).shelf.list()).rejects.toThrow('This browser has no workers.');
  });

  test('says before anything is asked what can be fetched, and from where', () => {
    const { shelf, asked } = setUp();
    expect(shelf.sources.map(({ id, way }) => [id, way])).toEqual([
      ['mnist', 'page'],
      ['fashion-mnist', 'command'],
      ['cifar10', 'command'],
    ]);
    expect(asked).toEqual([]);
  });

  test('after keeping it asks the browser not to clear it, and tells the answer', async () => {
    const consent = { name: 'Cats', leaveOut: false };
    const kept = { info: {}, notice: null };
    const calls: string[] = [];
    const storage = (granted: boolean): PageStorage => ({
      persist: () => {
        calls.push('persist');
        return Promise.resolve(granted);
      },
    });
    const answer = (): unknown => kept;
    expect(await setUp({ answer, storage: storage(true) }).shelf.keep(report, consent)).toEqual({
      ...kept,
      isPersistent: true,
    });
    expect((await setUp({ answer, storage: storage(false) }).shelf.keep(report, consent)).isPersistent).toBe(false);
    expect((await setUp({ answer }).shelf.keep(report, consent)).isPersistent).toBe(false);
    expect(calls).toEqual(['persist', 'persist']);
  });

  test('the space used and allowed, as the browser says it; nothing where it says nothing', async () => {
    const storage: PageStorage = {
      estimate: () => Promise.resolve({ usage: 5, quota: 100 }),
      persisted: () => Promise.resolve(true),
    };
    expect(await setUp({ storage }).shelf.space()).toEqual({ usedBytes: 5, quotaBytes: 100, isPersistent: true });
    const nothing = { usedBytes: null, quotaBytes: null, isPersistent: false };
    expect(await setUp().shelf.space()).toEqual(nothing);
    const refusing: PageStorage = {
      estimate: () => Promise.reject(new Error('no')),
      persisted: () => Promise.reject(new Error('no')),
    };
    expect(await setUp({ storage: refusing }).shelf.space()).toEqual(nothing);
  });
});
