/**
 * The files behind a drop or a picker, each with its path: `cats/1.png` for a file of a folder, its name for one that came alone.
 *
 * A drop hands over entries that must be taken at once, in the same turn of the event; what is in folders is then read through to the
 * bottom. Order is that of the paths, so that the same folder gives the same list in every browser.
 */

export interface PickedFile {
  /** With `/` between folders. */
  readonly path: string;
  readonly file: File;
}

/** What a drop carries, as far as it is used here. */
export interface DroppedItems {
  readonly files: Iterable<File>;
  readonly items: Iterable<{ readonly kind: string; webkitGetAsEntry?(): FileSystemEntry | null }>;
}

/**
 * Call while the drop is being handled: later the browser has taken everything back.
 *
 * @throws Error whose message is for the reader, when a folder cannot be read
 */
export function droppedFiles(drop: DroppedItems): Promise<readonly PickedFile[]> {
  const entries = [...drop.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry?.() : null;
    return entry === null || entry === undefined ? [] : [entry];
  });
  // A browser without entries, or a drop made by a program: plain files, no folders.
  if (entries.length === 0) return Promise.resolve(pickedFiles(drop.files));
  return Promise.all(entries.map((entry) => filesOf(entry, ''))).then(
    (lists) => inOrder(lists.flat()),
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`What was dropped could not be read: ${why} Choose the files or the folder instead.`);
    },
  );
}

/** The files of a picker: in a folder picker, each knows its path. */
export function pickedFiles(files: Iterable<File>): readonly PickedFile[] {
  return inOrder([...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
}

async function filesOf(entry: FileSystemEntry, folder: string): Promise<PickedFile[]> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: PickedFile[] = [];
  // A reader hands over at most a hundred entries at a time; an empty list is the end.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return found;
    for (const inside of entries) found.push(...(await filesOf(inside, `${path}/`)));
  }
}

function inOrder(files: PickedFile[]): PickedFile[] {
  return files.sort((one, other) => (one.path < other.path ? -1 : Number(one.path > other.path)));
}
