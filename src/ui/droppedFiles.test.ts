/** Drops and pickers, with folders made of plain objects. */

import { expect, test } from 'vitest';
import { droppedFiles, pickedFiles } from './droppedFiles';

const fileEntry = (name: string): FileSystemEntry =>
  ({
    isFile: true,
    name,
    file: (resolve: (file: File) => void) => resolve(new File([name], name)),
  }) as unknown as FileSystemEntry;

/** Hands over at most two entries at a time, as a browser does with a hundred. */
const folderEntry = (name: string, inside: readonly FileSystemEntry[]): FileSystemEntry =>
  ({
    isFile: false,
    name,
    createReader() {
      let at = 0;
      return { readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(inside.slice(at, (at += 2))) };
    },
  }) as unknown as FileSystemEntry;

const item = (entry: FileSystemEntry | null, kind = 'file') => ({ kind, webkitGetAsEntry: () => entry });

test('folders are read to the bottom, in batches, and the paths say where each file lay', async () => {
  const folder = folderEntry('animals', [
    folderEntry('cats', [fileEntry('3.png'), fileEntry('1.png'), fileEntry('2.png')]),
    folderEntry('none', []),
    folderEntry('ants', [fileEntry('1.png')]),
  ]);
  const found = await droppedFiles({ files: [], items: [item(folder), item(fileEntry('alone.csv'))] });
  expect(found.map(({ path }) => path)).toEqual([
    'alone.csv',
    'animals/ants/1.png',
    'animals/cats/1.png',
    'animals/cats/2.png',
    'animals/cats/3.png',
  ]);
  expect(await found[1]?.file.text()).toBe('1.png');
});

test('what is no file is passed over; without entries the files themselves count', async () => {
  const plain = new File(['x'], 'a.idx');
  expect(await droppedFiles({ files: [plain], items: [item(null), item(fileEntry('text'), 'string')] })).toEqual([
    { path: 'a.idx', file: plain },
  ]);
});

test('entries are taken while the drop is being handled, not later', () => {
  let taken = 0;
  void droppedFiles({
    files: [],
    items: [{ kind: 'file', webkitGetAsEntry: () => (taken++, fileEntry('a')) }],
  });
  expect(taken).toBe(1);
});

test('a folder picker knows paths', () => {
  const inFolder = Object.defineProperty(new File(['x'], '1.png'), 'webkitRelativePath', { value: 'cats/1.png' });
  expect(pickedFiles([inFolder, new File(['x'], 'b.gz')]).map(({ path }) => path)).toEqual(['b.gz', 'cats/1.png']);
});

test('a folder that cannot be read rejects with the browser’s reason', async () => {
  const locked = {
    isFile: false,
    name: 'locked',
    createReader: () => ({
      readEntries: (_: unknown, reject: (error: Error) => void) => reject(new Error('The folder is locked.')),
    }),
  } as unknown as FileSystemEntry;
  await expect(droppedFiles({ files: [], items: [item(locked)] })).rejects.toThrow(
    'What was dropped could not be read: The folder is locked. Choose the files or the folder instead.',
  );
});
