/** Layers over a data set: labels changed by hand, corruption; what is shared, what is stale, what is refused. */

import { describe, expect, test } from 'vitest';
import { tinyDataSet } from '../../tests/fixtures/tinyRun';
import type { DataSet, DataSetId } from '../data/dataSet';
import type { LabelOverlay } from '../data/overlay';
import { createPreparedData, type PreparedData } from './preparedData';

const choice = { dataSet: 'digits', generatorSeed: 1 } as const;
const nothing = (): void => undefined;

interface Workplace {
  readonly prepared: PreparedData;
  readonly stored: Map<DataSetId, LabelOverlay>;
  readonly notices: string[];
  original: DataSet;
  storageIsFull: boolean;
}
function workplace(kept: readonly LabelOverlay[] = []): Workplace {
  const stored = new Map<DataSetId, LabelOverlay>(kept.map((overlay) => [overlay.dataSet, overlay]));
  const notices: string[] = [];
  const place: Workplace = {
    stored,
    notices,
    original: tinyDataSet(),
    storageIsFull: false,
    prepared: createPreparedData({
      library: { load: () => Promise.resolve(place.original) },
      overlays: {
        load: (id) => Promise.resolve(stored.get(id) ?? null),
        store: (overlay) => {
          if (place.storageIsFull) return Promise.reject(new Error('The disk is full.'));
          if (overlay.changes.length === 0) stored.delete(overlay.dataSet);
          else stored.set(overlay.dataSet, overlay);
          return Promise.resolve();
        },
      },
      onNotice: (message) => notices.push(message),
    }),
  };
  return place;
}
const other = (label: number): number => (label + 1) % 3;

describe('a set that takes long to make', () => {
  function slow(): { readonly prepared: PreparedData; readonly finish: () => void; readonly made: AbortSignal[] } {
    const made: AbortSignal[] = [];
    let finish = nothing;
    const prepared = createPreparedData({
      library: {
        load: (_, __, onProgress, signal) => {
          made.push(signal!);
          onProgress('Making', 1, 2);
          return new Promise((resolve, reject) => {
            finish = () => resolve(tinyDataSet());
            signal!.addEventListener('abort', () => reject(signal!.reason as Error));
          });
        },
      },
      overlays: { load: () => Promise.resolve(null), store: () => Promise.resolve() },
      onNotice: nothing,
    });
    return { prepared, finish: () => finish(), made };
  }

  test('is made once for all who ask meanwhile', async () => {
    const { prepared, finish, made } = slow();
    const [one, other] = [prepared.load(choice, nothing), prepared.load(choice, nothing)];
    finish();
    expect(await one).toBe(await other);
    expect(made).toHaveLength(1);
  });

  test('one who gives up does not take it from the others; when the last gives up, the making stops', async () => {
    const { prepared, made } = slow();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = prepared.load(choice, nothing, first.signal);
    const other = prepared.load(choice, nothing, second.signal);
    first.abort(new Error('enough'));
    await expect(one).rejects.toThrow('enough');
    expect(made[0]?.aborted).toBe(false);
    second.abort(new Error('me too'));
    await expect(other).rejects.toThrow('me too');
    expect(made[0]?.aborted).toBe(true);
    void prepared.load(choice, nothing).catch(nothing);
    expect(made).toHaveLength(2);
    await expect(prepared.load(choice, nothing, first.signal)).rejects.toThrow('enough');
  });
});

describe('corruption', () => {
  test('runs with the same corruption share one set; without any, the original', async () => {
    const { prepared, original } = workplace();
    const corruption = { labelNoise: 0.5 };
    const spoiled = await prepared.load({ ...choice, corruption }, nothing);
    expect(await prepared.load({ ...choice, corruption: { labelNoise: 0.5, leak: 0 } }, nothing)).toBe(spoiled);
    expect(await prepared.load({ ...choice, corruption: { labelNoise: 0.4 } }, nothing)).not.toBe(spoiled);
    expect(spoiled.train.labels).not.toEqual(original.train.labels);
    expect(await prepared.load(choice, nothing)).toBe(original);
    expect(await prepared.load({ ...choice, corruption: {} }, nothing)).toBe(original);
  });

  test('one that cannot be is refused with its reason', async () => {
    await expect(workplace().prepared.load({ ...choice, corruption: { leak: 2 } }, nothing)).rejects.toThrow(
      /^The share of leaked test images must be a number from 0 to 1, found 2\./,
    );
  });
});

describe('labels changed by hand', () => {
  test('set, undo, drop: what is loaded follows, and is stored; the original never changes', async () => {
    const place = workplace();
    const { prepared, original, stored } = place;
    const before = original.train.labels.slice();
    const first = await prepared.load(choice, nothing);
    const label = other(before[3]!);
    const state = await prepared.editLabels(choice, { kind: 'set', split: 'train', index: 3, label }, nothing);
    expect(state).toEqual({
      isOn: true,
      changes: [{ split: 'train', index: 3, label, original: before[3] }],
      canUndo: true,
      problem: null,
    });
    expect(prepared.isStale(first)).toBe(true);
    const changed = await prepared.load(choice, nothing);
    expect(changed.train.labels[3]).toBe(label);
    expect(changed.info.changedLabels).toBe(1);
    expect(await prepared.load(choice, nothing)).toBe(changed);
    expect(prepared.isStale(changed)).toBe(false);
    expect(stored.get('digits')?.changes).toHaveLength(1);
    expect((await prepared.withChangedLabels([original.info]))[0]?.changedLabels).toBe(1);

    const off = await prepared.editLabels(choice, { kind: 'switch', isOn: false }, nothing);
    expect(off).toMatchObject({ isOn: false, changes: [{ index: 3 }] });
    expect(await prepared.load(choice, nothing)).toBe(original);
    expect((await prepared.withChangedLabels([original.info]))[0]?.changedLabels).toBeUndefined();

    await prepared.editLabels(choice, { kind: 'set', split: 'test', index: 0, label: 0 }, nothing);
    expect((await prepared.editLabels(choice, { kind: 'undo' }, nothing)).changes).toHaveLength(1);
    expect(await prepared.editLabels(choice, { kind: 'drop' }, nothing)).toMatchObject({ changes: [], canUndo: false });
    expect(await prepared.load(choice, nothing)).toBe(original);
    expect(stored.size).toBe(0);
    expect(original.train.labels).toEqual(before);
  });

  test('they are spoiled with the rest: changed labels first, noise on top', async () => {
    const { prepared, original } = workplace();
    await prepared.editLabels(choice, { kind: 'set', split: 'test', index: 1, label: 2 }, nothing);
    const spoiled = await prepared.load({ ...choice, corruption: { leak: 1 } }, nothing);
    const leaked = spoiled.train.labels.subarray(original.train.count);
    expect([leaked[1], spoiled.test.labels[1]]).toEqual([2, 2]);
  });

  test('as a file, and from a file, also in the next visit', async () => {
    const here = workplace();
    await here.prepared.editLabels(choice, { kind: 'set', split: 'train', index: 5, label: 2 }, nothing);
    const text = await here.prepared.labelsText(choice, nothing);
    const there = workplace();
    await expect(there.prepared.labelsText(choice, nothing)).rejects.toThrow(
      /^No label of Halves has been changed by hand, so there is nothing to save\. Change one first\.$/,
    );
    await there.prepared.editLabels(choice, { kind: 'import', text, name: 'labels.json' }, nothing);
    expect((await there.prepared.load(choice, nothing)).train.labels[5]).toBe(2);
    const later = workplace([...there.stored.values()]);
    expect((await later.prepared.withChangedLabels([later.original.info]))[0]?.changedLabels).toBe(1);
    expect((await later.prepared.load(choice, nothing)).train.labels[5]).toBe(2);
  });

  test('those of another version of the set are not applied, and said; dropping them makes room', async () => {
    const here = workplace();
    await here.prepared.editLabels(choice, { kind: 'set', split: 'train', index: 5, label: 2 }, nothing);
    const later = workplace([...here.stored.values()]);
    later.original = tinyDataSet(131);
    expect(await later.prepared.load(choice, nothing)).toBe(later.original);
    const { problem } = await later.prepared.labels(choice, nothing);
    expect(problem).toMatch(
      /^Labels were changed by hand \(1\) in another version of Halves; they do not fit this one and are not applied\. Drop them/,
    );
    await expect(later.prepared.editLabels(choice, { kind: 'undo' }, nothing)).rejects.toThrow(problem!);
    await later.prepared.editLabels(choice, { kind: 'drop' }, nothing);
    expect((await later.prepared.labels(choice, nothing)).problem).toBeNull();
  });

  test('full storage: the label counts for this visit, and that is said', async () => {
    const place = workplace();
    place.storageIsFull = true;
    await place.prepared.editLabels(choice, { kind: 'set', split: 'train', index: 5, label: 2 }, nothing);
    expect(place.notices).toEqual([
      'The changed labels count for this visit, but could not be kept for the next one. The disk is full.',
    ]);
    expect((await place.prepared.load(choice, nothing)).train.labels[5]).toBe(2);
  });

  test('a refused label changes nothing', async () => {
    const { prepared, original } = workplace();
    await expect(
      prepared.editLabels(choice, { kind: 'set', split: 'train', index: 100, label: 0 }, nothing),
    ).rejects.toThrow(/^The train images of Halves are numbered 0 … 99, and a label was given to image 100\./);
    expect(await prepared.load(choice, nothing)).toBe(original);
  });
});
