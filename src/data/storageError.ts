/**
 * What can go wrong with the browser's storage, in words for the reader.
 */

/** Storage is refused, full, busy or absent. `message` says which, and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** What went wrong, for the reader. */
export async function storageError(error: unknown, title: string, neededBytes: number): Promise<StorageError> {
  if (error instanceof StorageError) return error;
  const name = error instanceof DOMException ? error.name : '';
  const cause = { cause: error };
  if (name === 'QuotaExceededError') {
    const { quota, usage } = await estimate();
    const free =
      quota === undefined ? 'less' : `${megabytes(Math.max(0, quota - (usage ?? 0)))} of ${megabytes(quota)}`;
    return new StorageError(
      `${title} needs ${megabytes(neededBytes)} of the browser's storage, and this site has ${free} left. ` +
        `Free space on the device, or remove stored data of this site in the browser's settings, and import again.`,
      cause,
    );
  }
  if (name === 'NoModificationAllowedError') {
    return new StorageError(
      `The stored ${title} is in use by another tab of this book. Close the other tab and try again.`,
      cause,
    );
  }
  if (name === 'SecurityError' || name === 'NotAllowedError') {
    return new StorageError(
      `The browser does not let this site store anything, as in a private window. Open the book in an ordinary window, ` +
        `or allow it to store data in the browser's settings.`,
      cause,
    );
  }
  const what = error instanceof Error ? error.message : String(error);
  return new StorageError(`The browser's storage failed: ${what} Try again, or restart the browser.`, cause);
}

async function estimate(): Promise<StorageEstimate> {
  try {
    return await navigator.storage.estimate();
  } catch {
    return {};
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
