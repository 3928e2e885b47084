/**
 * Data sets as they are used: read or made by the library, then with the labels that the reader has changed by hand, then spoiled as a
 * run asks for it.
 *
 * Picture: three layers, each made once and remembered with the layer below it, so that runs that mean the same set hold the very same
 * object, which is how the engine knows that they share it. What a run spoils is not kept when no run holds it any more.
 */

import { corrupt, corruptionKey } from '../data/corruption';
import type { DataSet, DataSetId, DataSetOffer } from '../data/dataSet';
import {
  applyOverlay,
  changedLabels,
  emptyOverlay,
  overlayFits,
  overlayText,
  readOverlay,
  withLabel,
  withoutLast,
  type LabelOverlay,
} from '../data/overlay';
import type { DataLibrary, Progress } from './dataLibrary';
import { EngineError } from './engineError';
import { grouped } from './numberText';
import type { DataChoice, LabelEdit, LabelsState } from './protocol';

/** Where overlays are kept between visits. */
export interface OverlayStore {
  load(id: DataSetId): Promise<LabelOverlay | null>;
  /** An overlay without changes is removed. @throws when it cannot be kept; the message says why */
  store(overlay: LabelOverlay): Promise<void>;
}

export interface PreparedData {
  /** @throws DataError when there is no such set here or it cannot be spoiled so, AbortError when cancelled */
  load(choice: DataChoice, onProgress: Progress, signal?: AbortSignal): Promise<DataSet>;
  /** Whether labels of this set, once loaded here, have been changed since. */
  isStale(dataSet: DataSet): boolean;
  /** With the number of labels changed by hand, where there are any. */
  withChangedLabels(offers: readonly DataSetOffer[]): Promise<readonly DataSetOffer[]>;
  labels(choice: DataChoice, onProgress: Progress, signal?: AbortSignal): Promise<LabelsState>;
  /** @throws DataError when the set has no such image or class, or the labels are another set's; then nothing is changed */
  editLabels(choice: DataChoice, edit: LabelEdit, onProgress: Progress, signal?: AbortSignal): Promise<LabelsState>;
  /** The changed labels as a file's text. @throws EngineError when there are none */
  labelsText(choice: DataChoice, onProgress: Progress, signal?: AbortSignal): Promise<string>;
}

export interface PreparedDataOptions {
  readonly library: Pick<DataLibrary, 'load'>;
  readonly overlays: OverlayStore;
  /** Told when changed labels could not be kept for the next visit, in words. */
  readonly onNotice: (message: string) => void;
}

interface Loading {
  readonly controller: AbortController;
  readonly listeners: Set<Progress>;
  readonly done: Promise<DataSet>;
}

interface WithLabels {
  readonly overlay: LabelOverlay | null;
  readonly dataSet: DataSet;
}

export function createPreparedData({ library, overlays, onNotice }: PreparedDataOptions): PreparedData {
  const known = new Map<DataSetId, Promise<LabelOverlay | null>>();
  /** Labels that differ from the original, exactly, where that has been found out. */
  const counts = new Map<DataSetId, number>();
  const labelled = new WeakMap<DataSet, WithLabels>();
  const spoiled = new WeakMap<DataSet, Map<string, WeakRef<DataSet>>>();
  /** Which labels a set handed out was made with. */
  const madeWith = new WeakMap<DataSet, { readonly id: DataSetId; readonly overlay: LabelOverlay | null }>();
  const current = new Map<DataSetId, LabelOverlay | null>();
  const underWay = new Map<string, Loading>();

  function overlayOf(id: DataSetId): Promise<LabelOverlay | null> {
    const found = known.get(id);
    if (found !== undefined) return found;
    const loading = overlays.load(id).then((overlay) => {
      current.set(id, overlay);
      return overlay;
    });
    known.set(id, loading);
    return loading;
  }

  /** Several may ask for a set that takes seconds to make: it is made once, and given up when all of them have given up. */
  function original(choice: DataChoice, onProgress: Progress, signal?: AbortSignal): Promise<DataSet> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const key = `${choice.dataSet} ${choice.generatorSeed}`;
    const loading = underWay.get(key) ?? begin(key, choice);
    // A function of its own for each who waits, so that they can be counted.
    const listener: Progress = (task, done, total) => onProgress(task, done, total);
    return new Promise((resolve, reject) => {
      loading.listeners.add(listener);
      const giveUp = (): void => {
        loading.listeners.delete(listener);
        if (loading.listeners.size === 0) {
          underWay.delete(key);
          loading.controller.abort(signal?.reason);
        }
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      void loading.done.then(resolve, reject).finally(() => signal?.removeEventListener('abort', giveUp));
    });
  }

  function begin(key: string, { dataSet, generatorSeed }: DataChoice): Loading {
    const controller = new AbortController();
    const listeners = new Set<Progress>();
    const tell: Progress = (task, done, total) => {
      for (const listener of listeners) listener(task, done, total);
    };
    const done = library.load(dataSet, generatorSeed, tell, controller.signal).finally(() => {
      if (underWay.get(key) === loading) underWay.delete(key);
    });
    const loading = { controller, listeners, done };
    underWay.set(key, loading);
    return loading;
  }

  function withLabels(dataSet: DataSet, overlay: LabelOverlay | null): DataSet {
    const before = labelled.get(dataSet);
    if (before !== undefined && before.overlay === overlay) return before.dataSet;
    const isMeant = overlay !== null && overlay.changes.length > 0 && overlayFits(overlay, dataSet);
    const changed = isMeant && overlay.isOn ? changedLabels(overlay, dataSet).length : 0;
    counts.set(dataSet.info.id, changed);
    const applied = isMeant ? applyOverlay(dataSet, overlay) : dataSet;
    const named = applied === dataSet ? dataSet : { ...applied, info: { ...applied.info, changedLabels: changed } };
    labelled.set(dataSet, { overlay, dataSet: named });
    return named;
  }

  function withCorruption(dataSet: DataSet, choice: DataChoice): DataSet {
    const key = corruptionKey(choice.corruption);
    // Also where nothing is spoiled: a corruption that cannot be is refused.
    if (key === '') return corrupt(dataSet, choice.corruption);
    const here = spoiled.get(dataSet) ?? new Map<string, WeakRef<DataSet>>();
    spoiled.set(dataSet, here);
    const alive = here.get(key)?.deref();
    if (alive !== undefined) return alive;
    const made = corrupt(dataSet, choice.corruption);
    here.set(key, new WeakRef(made));
    return made;
  }

  function stateOf(dataSet: DataSet, overlay: LabelOverlay | null): LabelsState {
    if (overlay === null || overlay.changes.length === 0) {
      return { isOn: true, changes: [], canUndo: false, problem: null };
    }
    if (overlayFits(overlay, dataSet)) {
      return { isOn: overlay.isOn, changes: changedLabels(overlay, dataSet), canUndo: true, problem: null };
    }
    const problem =
      `Labels were changed by hand (${grouped(overlay.changes.length)}) in another version of ${dataSet.info.title}; ` +
      `they do not fit this one and are not applied. Drop them to change labels here.`;
    return { isOn: overlay.isOn, changes: [], canUndo: false, problem };
  }

  function edited(dataSet: DataSet, before: LabelOverlay, edit: LabelEdit): LabelOverlay {
    switch (edit.kind) {
      case 'set':
        return withLabel(before, dataSet, edit);
      case 'undo':
        return withoutLast(before);
      case 'drop':
        return emptyOverlay(dataSet);
      case 'switch':
        return { ...before, isOn: edit.isOn };
      case 'import':
        return readOverlay(edit.text, dataSet, edit.name);
      default:
        return edit satisfies never;
    }
  }

  return {
    async load(choice, onProgress, signal) {
      const source = await original(choice, onProgress, signal);
      const overlay = await overlayOf(choice.dataSet);
      const dataSet = withCorruption(withLabels(source, overlay), choice);
      madeWith.set(dataSet, { id: choice.dataSet, overlay });
      return dataSet;
    },
    isStale(dataSet) {
      const made = madeWith.get(dataSet);
      return made !== undefined && (current.get(made.id) ?? null) !== made.overlay;
    },
    withChangedLabels: (offers) =>
      Promise.all(
        offers.map(async (offer) => {
          const overlay = await overlayOf(offer.id);
          const changed = counts.get(offer.id) ?? (overlay?.isOn === true ? overlay.changes.length : 0);
          return changed === 0 ? offer : { ...offer, changedLabels: changed };
        }),
      ),
    async labels(choice, onProgress, signal) {
      return stateOf(await original(choice, onProgress, signal), await overlayOf(choice.dataSet));
    },
    async editLabels(choice, edit, onProgress, signal) {
      const dataSet = await original(choice, onProgress, signal);
      const kept = await overlayOf(choice.dataSet);
      const before = kept === null || kept.changes.length === 0 ? emptyOverlay(dataSet) : kept;
      const { problem } = stateOf(dataSet, before);
      if (problem !== null && edit.kind !== 'drop' && edit.kind !== 'import') {
        throw new EngineError('bad-input', problem);
      }
      const after = edited(dataSet, before, edit);
      known.set(choice.dataSet, Promise.resolve(after));
      current.set(choice.dataSet, after);
      withLabels(dataSet, after);
      try {
        await overlays.store(after);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        onNotice(`The changed labels count for this visit, but could not be kept for the next one. ${why}`);
      }
      return stateOf(dataSet, after);
    },
    async labelsText(choice, onProgress, signal) {
      const dataSet = await original(choice, onProgress, signal);
      const overlay = await overlayOf(choice.dataSet);
      if (overlay === null || overlay.changes.length === 0) {
        throw new EngineError(
          'bad-input',
          `No label of ${dataSet.info.title} has been changed by hand, so there is nothing to save. Change one first.`,
        );
      }
      return overlayText(overlay);
    },
  };
}
