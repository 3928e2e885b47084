/**
 * Keeps overlays of labels between visits: one small JSON file per data set in the origin-private file system, in a folder of its own
 * beside the data sets, so that a set that is stored anew keeps them.
 *
 *     receptive-field-labels/mnist.json
 *
 * A file that cannot be read counts as none. Deliberately not here: what an overlay means (`overlay.ts`).
 */

import type { DataSetId } from './dataSet';
import { storedOverlay, type LabelOverlay } from './overlay';
import { storageError } from './storageError';

const HOME = 'receptive-field-labels';

/** The overlay of this set; null where there is none, or where the browser has no such storage. */
export async function loadOverlay(id: DataSetId): Promise<LabelOverlay | null> {
  try {
    const home = await (await navigator.storage.getDirectory()).getDirectoryHandle(HOME);
    const file = await (await home.getFileHandle(fileName(id))).getFile();
    const overlay = storedOverlay(JSON.parse(await file.text()));
    return overlay?.dataSet === id ? overlay : null;
  } catch {
    return null;
  }
}

/** @throws StorageError when the storage is absent, refused or full */
export async function storeOverlay(overlay: LabelOverlay): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(overlay));
  try {
    const root = await navigator.storage.getDirectory();
    const home = await root.getDirectoryHandle(HOME, { create: true });
    if (overlay.changes.length === 0) {
      await home.removeEntry(fileName(overlay.dataSet)).catch(() => undefined);
      return;
    }
    const file = await home.getFileHandle(fileName(overlay.dataSet), { create: true });
    // A stream puts the new file in the old one's place only when it is whole.
    const writable = await file.createWritable();
    await writable.write(bytes);
    await writable.close();
  } catch (error) {
    throw await storageError(error, 'List of changed labels', bytes.length);
  }
}

function fileName(id: DataSetId): string {
  return `${id}.json`;
}
