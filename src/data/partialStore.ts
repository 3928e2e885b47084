/**
 * Where the bytes of an unfinished download wait, so that it can go on after a dropped connection, a closed page or a stopped program.
 *
 * Picture: a drawer with one envelope per file. On the envelope stands where its bytes came from; inside are the first bytes of the
 * file, as many as have come. An envelope without writing on it counts as none. What lies here is never taken for whole: the one
 * who takes it out compares size and hash (`download.ts`).
 *
 * Here are the interface and a drawer in memory; `partialStoreInBrowser.ts` and `scripts/partialFiles.ts` keep theirs.
 */

/** What the first bytes must agree with, so that others may follow them. */
export interface PartOrigin {
  readonly address: string;
  /** The server's mark of this version of the file (ETag or Last-Modified); null where it gave none. */
  readonly validator: string | null;
  /** Of the whole file, as published: a part of another version of the file is no use. */
  readonly digest: string;
}

export interface Part {
  readonly origin: PartOrigin;
  readonly bytes: Uint8Array;
}

export interface PartialStore {
  /** @returns null where nothing usable lies under this name */
  load(name: string): Promise<Part | null>;
  /** An empty part, in place of what was there. @throws when it cannot be kept */
  begin(name: string, origin: PartOrigin): Promise<void>;
  /** @param at how many bytes are there already. @throws when they cannot be kept: storage full, refused or in use */
  append(name: string, bytes: Uint8Array, at: number): Promise<void>;
  /** Nothing happens where nothing is. */
  remove(name: string): Promise<void>;
}

export function memoryPartialStore(): PartialStore {
  const parts = new Map<string, Part>();
  return {
    load: (name) => Promise.resolve(parts.get(name) ?? null),
    begin(name, origin) {
      parts.set(name, { origin, bytes: new Uint8Array(0) });
      return Promise.resolve();
    },
    append(name, bytes, at) {
      const part = parts.get(name);
      if (part?.bytes.length !== at) {
        return Promise.reject(
          new Error(`internal: a part of ${name} has ${part?.bytes.length ?? 'no'} bytes, expected ${at}`),
        );
      }
      const joined = new Uint8Array(at + bytes.length);
      joined.set(part.bytes);
      joined.set(bytes, at);
      parts.set(name, { origin: part.origin, bytes: joined });
      return Promise.resolve();
    },
    remove(name) {
      parts.delete(name);
      return Promise.resolve();
    },
  };
}

/** @returns null when the text is not what `JSON.stringify` made of an origin */
export function readOrigin(text: string): PartOrigin | null {
  try {
    const { address, validator, digest } = JSON.parse(text) as Partial<Record<keyof PartOrigin, unknown>>;
    if (typeof address !== 'string' || typeof digest !== 'string') return null;
    return { address, validator: typeof validator === 'string' ? validator : null, digest };
  } catch {
    return null;
  }
}
