/**
 * The glass that a download fills (`download.ts`): the bytes that have come, their running hash, where they came from, and their copy in
 * the store of parts.
 *
 * It knows whether it is full and whether what is in it is right, and nothing of servers.
 */

import { createDigest, digestNames } from './digest';
import { count, fileInWords } from './downloadReply';
import { GrowingBytes } from './growingBytes';
import { LARGEST_BYTES } from './gzip';
import type { PartialStore } from './partialStore';
import type { PublishedFile } from './published';
import { createTick } from './tick';

/** Hashed at a stretch. */
const TURN_BYTES = 1 << 20;

export interface Glass {
  readonly bytes: GrowingBytes;
  /** Where its first bytes came from; null while it is empty. */
  readonly address: string | null;
  readonly validator: string | null;
  readonly keptBytes: number;
  /** Whether bytes of more than one reply are in it. */
  isJoined: boolean;
  /** The server said that this is all. */
  hasEnded: boolean;
  isFull(): boolean;
  /** Size and hash are the published ones. */
  isRight(): boolean;
  /** “expected …, found …”; null when it is right. */
  problem(): string | null;
  /** Empties it for bytes from this address. */
  begin(address: string, validator: string | null): Promise<void>;
  add(bytes: Uint8Array): void;
  /** Puts what is new into the store. Never throws: a download goes on without. */
  keep(): Promise<void>;
  empty(): void;
  /** Empties it, here and in the store. */
  pourAway(): Promise<void>;
}

export interface GlassOptions {
  readonly file: PublishedFile;
  readonly parts: PartialStore;
  readonly partName: string;
  readonly onNotice?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** With what an earlier attempt left in the store. @throws AbortError when cancelled */
export async function openGlass({ file, parts, partName, onNotice, signal }: GlassOptions): Promise<Glass> {
  const bytes = new GrowingBytes(file.sizeBytes);
  let digest = createDigest(file.digest.kind);
  let address: string | null = null;
  let validator: string | null = null;
  let keptBytes = 0;
  let isKeeping = true;

  const part = await parts.load(partName).catch(() => null);
  const most = file.sizeBytes ?? LARGEST_BYTES;
  if (part !== null && part.origin.digest === file.digest.hex && part.bytes.length <= most) {
    ({ address, validator } = part.origin);
    bytes.append(part.bytes);
    await addInTurns(digest, part.bytes, signal);
    keptBytes = bytes.length;
  }

  const glass: Glass = {
    bytes,
    get address() {
      return address;
    },
    get validator() {
      return validator;
    },
    get keptBytes() {
      return keptBytes;
    },
    isJoined: bytes.length > 0,
    hasEnded: false,
    isFull: () => bytes.length > 0 && (glass.hasEnded || bytes.length === file.sizeBytes),
    isRight: () => bytes.length > 0 && glass.problem() === null,
    problem() {
      if (file.sizeBytes !== null && bytes.length !== file.sizeBytes) {
        return `expected ${fileInWords(file)}, found ${count(bytes.length)}`;
      }
      const found = digest.hex();
      if (found === file.digest.hex) return null;
      return `expected the ${digestNames[file.digest.kind]} ${file.digest.hex}, found ${found} (of ${count(bytes.length)} bytes)`;
    },
    async begin(from, mark) {
      glass.empty();
      address = from;
      validator = mark;
      if (isKeeping)
        await tryKeeping(() => parts.begin(partName, { address: from, validator: mark, digest: file.digest.hex }));
    },
    add(piece) {
      bytes.append(piece);
      digest.add(piece);
    },
    async keep() {
      if (!isKeeping || bytes.length === keptBytes || address === null) return;
      await tryKeeping(() => parts.append(partName, bytes.from(keptBytes), keptBytes));
      keptBytes = bytes.length;
    },
    empty() {
      bytes.clear();
      digest = createDigest(file.digest.kind);
      address = null;
      validator = null;
      keptBytes = 0;
      glass.isJoined = false;
      glass.hasEnded = false;
    },
    async pourAway() {
      glass.empty();
      await parts.remove(partName).catch(() => undefined);
    },
  };

  async function tryKeeping(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      isKeeping = false;
      await parts.remove(partName).catch(() => undefined);
      const why = error instanceof Error ? error.message : String(error);
      onNotice?.(
        `${file.name} is fetched all the same, but cannot be continued after a break: its part cannot be kept. ${why}`,
      );
    }
  }

  return glass;
}

/** The event loop gets its turn every few milliseconds: a part may be large. */
async function addInTurns(
  digest: { add(bytes: Uint8Array): void },
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<void> {
  const tick = createTick();
  try {
    for (let at = 0; at < bytes.length; at += TURN_BYTES) {
      signal?.throwIfAborted();
      digest.add(bytes.subarray(at, at + TURN_BYTES));
      await tick.next();
    }
  } finally {
    tick.close();
  }
}
