/**
 * A ledger with many runs that nobody trained, for measuring how quickly it opens.
 *
 * `syntheticRuns` makes records as the keeper would; `fillPage` writes them into the database of an open page of the book, as if they had
 * been kept there. The next `Runs…` shows them.
 */
import type { Page } from '@playwright/test';
import { ledgerDatabase } from '../../src/lab/ledger/database';
import { keptRun, recordVersion } from '../../src/lab/ledger/record';
import type { KeptRun } from '../../src/lab/ledger/record';
import type { LedgerStorage } from '../../src/lab/ledger/storage';

/** Runs of 2,000 steps with 400 training points each, every one with a learning rate of its own. */
export function syntheticRuns(count: number): readonly KeptRun[] {
  return Array.from({ length: count }, (_, run) => {
    const origin = {
      network: 'lenet5',
      dataSet: 'digits',
      optimizer: 'adam',
      learningRate: (run + 1) / 10_000,
      batchSize: 32,
      seeds: { initialization: run, order: run, generator: 1 },
    } as const;
    const train = Array.from({ length: 400 }, (_unused, point) => ({
      step: 5 * (point + 1),
      loss: 2.3 / (1 + point / 20) + 0.05 * Math.abs(Math.sin(point + run)),
      accuracy: 1 - 0.9 / (1 + point / 20),
    }));
    const test = train.filter(({ step }) => step % 100 === 0);
    return keptRun(
      {
        id: `synthetic-${run}`,
        origin,
        description: origin,
        history: [],
        parent: null,
        sweep: null,
        chapter: run % 2 === 0 ? 'lenet' : 'training',
        dataTitle: 'Digits',
        executor: { name: 'wasm', detail: 'WebAssembly SIMD, 1 thread', reason: 'the only one here' },
        begunAt: 1_700_000_000_000 + 60_000 * run,
        lastAt: 1_700_000_030_000 + 60_000 * run,
        trainingMs: 30_000,
        steps: 2000,
        failure: null,
        name: run % 10 === 0 ? `Synthetic run ${run}` : '',
        notes: '',
        isPinned: run % 50 === 0,
        importedAt: null,
      },
      'bench',
      train,
      test,
    );
  });
}

export async function fillStorage(storage: LedgerStorage, count: number): Promise<void> {
  for (const { summary, curves } of syntheticRuns(count)) await storage.update(summary.id, () => ({ summary, curves }));
}

/** Into the database of the page's origin; a ledger that is open there reads its list again. */
export async function fillPage(page: Page, count: number): Promise<void> {
  const runs = syntheticRuns(count).map(({ summary, curves: { id, train, test } }) => {
    const plain = ({ steps, loss, accuracy }: typeof train): Record<'steps' | 'loss' | 'accuracy', number[]> => ({
      steps: [...steps],
      loss: [...loss],
      accuracy: [...accuracy],
    });
    return { summary, curves: { id, train: plain(train), test: plain(test) } };
  });
  await page.evaluate(
    async ({ name, version, records }) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = () => {
          for (const table of ['runs', 'curves']) request.result.createObjectStore(table, { keyPath: 'id' });
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('The database did not open.'));
      });
      const transaction = database.transaction(['runs', 'curves'], 'readwrite');
      for (const { summary, curves } of records) {
        // A named function in here would need a helper of the compiler's that the page has not.
        const [train, test] = [curves.train, curves.test].map(({ steps, loss, accuracy }) => ({
          steps: Float64Array.from(steps),
          loss: Float64Array.from(loss),
          accuracy: Float64Array.from(accuracy),
        }));
        transaction.objectStore('runs').put(summary);
        transaction.objectStore('curves').put({ id: curves.id, train, test });
      }
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error ?? new Error('The runs were not written.'));
      });
      database.close();
      // As another tab would say it.
      const channel = new BroadcastChannel(name);
      channel.postMessage('changed');
      channel.close();
    },
    { name: ledgerDatabase, version: recordVersion, records: runs },
  );
}
