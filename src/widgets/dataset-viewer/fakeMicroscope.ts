/**
 * A microscope without an engine, for tests of the figure: it looks at a data set of the test in the page itself and writes down what was
 * asked. Never part of the book.
 */

import { asValues, roomLike, valuesOf } from '../../data/dataSet';
import type { DataSet, DataSetOffer } from '../../data/dataSet';
import { meanImages } from '../../data/meanImages';
import { findClosePairs, nearest } from '../../data/neighbours';
import { findOverlap } from '../../data/overlap';
import { applyOverlay, changedLabels, emptyOverlay, overlayText, withLabel, withoutLast } from '../../data/overlay';
import type { LabelOverlay } from '../../data/overlay';
import type { LabelsState } from '../../engine/protocol';
import type { DataMicroscope, DataProgress } from '../../lab/dataMicroscope';

export interface FakeMicroscope {
  readonly handle: DataMicroscope;
  /** While it is set, no set is ready: what the engine tells meanwhile, of whatever figure. */
  working: readonly DataProgress[] | null;
  /** `neighbours train 3`, in order. */
  readonly asked: readonly string[];
}

export function fakeMicroscope(sets: readonly DataSet[]): FakeMicroscope {
  const asked: string[] = [];
  const overlays = new Map<DataSet, LabelOverlay>();
  const listeners = new Set<(dataSets: readonly DataSetOffer[]) => void>();
  const original = (id: string): DataSet => {
    const found = sets.find(({ info }) => info.id === id);
    if (found === undefined) throw new Error(`There is no data set “${id}” here.`);
    return found;
  };
  const overlayOf = (set: DataSet): LabelOverlay => overlays.get(set) ?? emptyOverlay(set);
  const shown = (id: string): DataSet => applyOverlay(original(id), overlayOf(original(id)));
  const stateOf = (set: DataSet): LabelsState => {
    const overlay = overlayOf(set);
    const canUndo = overlay.changes.length > 0;
    return { isOn: overlay.isOn, changes: changedLabels(overlay, set), canUndo, problem: null };
  };
  const handle: DataMicroscope = {
    list: () => Promise.resolve(sets.map(({ info }) => info)),
    labels: ({ dataSet }, onProgress) => {
      asked.push(`labels ${dataSet}`);
      if (fake.working !== null) {
        fake.working.forEach(onProgress);
        return new Promise(() => undefined);
      }
      return Promise.resolve().then(() => {
        const { info, train, validation, test } = shown(dataSet);
        return { info, labels: { train: train.labels, validation: validation.labels, test: test.labels } };
      });
    },
    images: ({ dataSet }, split, indices) => {
      asked.push(`images ${split} ${indices.join(' ')}`);
      const source = shown(dataSet)[split];
      const { shape, labels } = source;
      const values = valuesOf(source);
      const size = shape[0] * shape[1] * shape[2];
      const chosen = roomLike(values, indices.length * size);
      indices.forEach((index, place) => chosen.set(values.subarray(index * size, (index + 1) * size), place * size));
      return Promise.resolve({
        shape,
        ...asValues(chosen),
        labels: Uint8Array.from(indices, (index) => labels[index] ?? 0),
      });
    },
    means: ({ dataSet }, split) => {
      const set = shown(dataSet);
      return Promise.resolve(meanImages(set[split], set.info.classes.length));
    },
    neighbours: ({ dataSet }, split, index, count) => {
      asked.push(`neighbours ${split} ${index}`);
      const set = shown(dataSet);
      const size = set.info.shape[0] * set.info.shape[1] * set.info.shape[2];
      const query = valuesOf(set[split]).subarray(index * size, (index + 1) * size);
      const find = (other: typeof split): ReturnType<typeof nearest> =>
        nearest(query, set[other], count, other === split ? index : null);
      return Promise.resolve({ train: find('train'), validation: find('validation'), test: find('test') });
    },
    overlap: ({ dataSet }) => Promise.resolve(findOverlap(shown(dataSet))),
    closePairs: ({ dataSet }, { split, among, distance }, onProgress, signal) => {
      asked.push(`closePairs ${split} ${among} ${distance}`);
      const set = shown(dataSet);
      return findClosePairs(
        { images: set[split], among: set[among], distance, isSameSplit: split === among },
        (done, total) => onProgress({ task: 'Comparing images', done, total }),
        signal,
      );
    },
    edits: ({ dataSet }) => Promise.resolve(stateOf(original(dataSet))),
    edit: ({ dataSet }, edit) => {
      asked.push(`edit ${JSON.stringify(edit)}`);
      const set = original(dataSet);
      const before = overlayOf(set);
      if (edit.kind === 'set') overlays.set(set, withLabel(before, set, edit));
      else if (edit.kind === 'undo') overlays.set(set, withoutLast(before));
      else if (edit.kind === 'switch') overlays.set(set, { ...before, isOn: edit.isOn });
      else overlays.delete(set);
      for (const listener of listeners) listener(sets.map(({ info }) => info));
      return Promise.resolve(stateOf(set));
    },
    editsText: ({ dataSet }) => Promise.resolve(overlayText(overlayOf(original(dataSet)))),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const fake: FakeMicroscope = { handle, asked, working: null };
  return fake;
}
