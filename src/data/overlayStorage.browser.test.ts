import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabelOverlay } from './overlay';
import { loadOverlay, storeOverlay } from './overlayStorage';
import { removeLeftovers } from './storage';

const overlay: LabelOverlay = {
  dataSet: 'mnist',
  sha256: 'ab'.repeat(32),
  isOn: false,
  changes: [
    { split: 'train', index: 4, label: 2 },
    { split: 'test', index: 0, label: 1 },
  ],
};

async function empty(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry('receptive-field-labels', { recursive: true }).catch(() => undefined);
}
beforeEach(empty);
afterEach(empty);

test('what was stored comes back, with the way to it, also after a visit has swept up', async () => {
  expect(await loadOverlay('mnist')).toBeNull();
  await storeOverlay(overlay);
  await removeLeftovers();
  expect(await loadOverlay('mnist')).toEqual(overlay);
  expect(await loadOverlay('cifar10')).toBeNull();
});

test('one without changes is no file', async () => {
  await storeOverlay(overlay);
  await storeOverlay({ ...overlay, changes: [] });
  expect(await loadOverlay('mnist')).toBeNull();
  const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('receptive-field-labels');
  await expect(home.getFileHandle('mnist.json')).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('a file that is none of ours counts as none', async () => {
  await storeOverlay(overlay);
  const home = await (await navigator.storage.getDirectory()).getDirectoryHandle('receptive-field-labels');
  const writable = await (await home.getFileHandle('mnist.json')).createWritable();
  await writable.write('{"dataSet":"cifar10"');
  await writable.close();
  expect(await loadOverlay('mnist')).toBeNull();
});
