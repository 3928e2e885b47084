/**
 * The engine's dedicated worker: gives the host what only a worker has (messages, storage, fetch, executors of this browser), and
 * nothing else.
 */

import { generatedIds, type GeneratedId } from '../data/dataSet';
import { fetchDataSet } from '../data/fetchDataSet';
import { forgetParts } from '../data/fetchPublished';
import { generators } from '../data/generators';
import { decodeImage } from '../data/import/decodeImage';
import type { ImportProgress } from '../data/import/importReport';
import { prepareImport } from '../data/import/prepareImport';
import { loadOverlay, storeOverlay } from '../data/overlayStorage';
import { browserPartialStore } from '../data/partialStoreInBrowser';
import { publishedSets } from '../data/published';
import { loadServed, servedIds, servedIndex } from '../data/served';
import { loadStored, remove, removeLeftovers, renameStored, store, storedInfos } from '../data/storage';
import { networkNamed, zoo } from '../network/zoo';
import { fetchBookFile } from './bookFiles';
import { browserCandidates } from './candidates';
import { createChooser } from './choose';
import { createDataLibrary, type Generator } from './dataLibrary';
import { errorData } from './engineError';
import { createReferenceExecutor } from './executors/reference';
import { createHost } from './host';
import type { FromWorker, ToWorker } from './protocol';
import { raceStepMs } from './race';
import { selfTest } from './selfTest';
import { createWeightsLibrary } from './weightsLibrary';

/** What is used of a worker's global scope, which this project's types (those of a page) do not know. */
interface WorkerScope {
  addEventListener(type: 'unhandledrejection', listener: (event: { readonly reason: unknown }) => void): void;
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: ToWorker }) => void): void;
}
const scope = globalThis as unknown as WorkerScope;
const now = (): number => performance.now();

/** Address of the book's root; empty until the page has told it. */
let base = '';

const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => scope.postMessage(message, transfer);

function madeHere(id: GeneratedId): Generator {
  const { offer, generate } = generators[id];
  return {
    offer,
    make: (seed, onProgress, signal) =>
      generate(
        { seed, ...offer.counts },
        throttled((done, total) => onProgress(`Making ${offer.title}`, done, total)),
        signal,
      ),
  };
}

const parts = browserPartialStore();
const library = createDataLibrary({
  generators: Object.fromEntries(generatedIds.map((id) => [id, madeHere(id)])) as Record<GeneratedId, Generator>,
  kept: { list: storedInfos, read: loadStored, write: store, rename: renameStored, remove },
  served: {
    async list() {
      if (base === '') return [];
      const indices = await Promise.all((await servedIds(base)).map((id) => servedIndex(base, id).catch(() => null)));
      return indices.flatMap((index) => (index === null ? [] : [index.info]));
    },
    read: (id, onProgress) => loadServed(base, id, onProgress),
  },
  prepareImport: (files, choices, onProgress, signal) => prepareImport(files, choices, onProgress, signal, decodeImage),
  fetchDataSet: (id, onProgress, onNotice, signal) =>
    fetchDataSet(publishedSets[id], { parts, onProgress: throttledTask(onProgress), onNotice, signal }),
  forgetFetch: (id) => forgetParts(publishedSets[id], parts),
});

const chooser = createChooser({
  candidates: browserCandidates((message) => send({ event: { kind: 'notice', message } })),
  reference: createReferenceExecutor,
  async selfTest(executor) {
    const reference = createReferenceExecutor();
    try {
      return await selfTest(executor, reference);
    } finally {
      reference.dispose();
    }
  },
  race: (executor) => raceStepMs(executor, now),
  onProgress: (task, done, total) => send({ event: { kind: 'progress', task, done, total } }),
});

const host = createHost({
  send,
  library,
  overlays: { load: loadOverlay, store: storeOverlay },
  chooser,
  weights: createWeightsLibrary({
    fetchFile: (path, tag) => (base === '' ? Promise.resolve(null) : fetchBookFile(base, `weights/${path}`, tag)),
    networks: zoo,
  }),
  network: networkNamed,
  now,
  configure: (configuration) => {
    base = configuration.base;
  },
});

scope.addEventListener('message', ({ data }) => host.receive(data));
// A fault of ours that reached nobody: better told than lost.
scope.addEventListener('unhandledrejection', ({ reason }) =>
  send({ event: { kind: 'notice', message: errorData(reason).message } }),
);
void removeLeftovers();

/** At most twenty reports a second; the last one always. */
function throttled(report: (done: number, total: number) => void): (done: number, total: number) => void {
  let lastMs = -Infinity;
  return (done, total) => {
    if (done < total && now() - lastMs < 50) return;
    lastMs = now();
    report(done, total);
  };
}

/** The same for a progress of several tasks: the first and the last of each. */
function throttledTask(report: ImportProgress): ImportProgress {
  let lastMs = -Infinity;
  let lastTask = '';
  return (task, done, total) => {
    if (task === lastTask && done !== total && now() - lastMs < 50) return;
    lastMs = now();
    lastTask = task;
    report(task, done, total);
  };
}
