/**
 * Parts of downloads in a folder of this machine: `<name>.part`, and `<name>.part.json`, which says where it came from and is written
 * before the first byte. A part without it counts as none.
 */
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrigin, type PartialStore } from '../src/data/partialStore';

export function partialFiles(folder: string): PartialStore {
  const part = (name: string): string => join(folder, `${name}.part`);
  const note = (name: string): string => `${part(name)}.json`;
  return {
    async load(name) {
      const origin = readOrigin(await readFile(note(name), 'utf8').catch(() => ''));
      const bytes = await readFile(part(name)).catch(() => null);
      return origin === null || bytes === null ? null : { origin, bytes: new Uint8Array(bytes) };
    },
    async begin(name, origin) {
      await mkdir(folder, { recursive: true });
      await rm(note(name), { force: true });
      await writeFile(part(name), '');
      await writeFile(note(name), `${JSON.stringify(origin)}\n`);
    },
    async append(name, bytes, at) {
      const file = await open(part(name), 'r+');
      try {
        await file.truncate(at);
        await file.write(bytes, 0, bytes.length, at);
      } finally {
        await file.close();
      }
    },
    async remove(name) {
      await rm(note(name), { force: true });
      await rm(part(name), { force: true });
    },
  };
}
