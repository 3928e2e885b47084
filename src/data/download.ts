/**
 * Downloads one published file from the first address that gives it, and hands it out only when its size and hash are the published
 * ones.
 *
 * Picture: a glass that is filled from a tap. When the water stops (the connection drops, nothing comes for a while, the page is
 * closed), the glass keeps what it has, and the next attempt asks for the rest. When the tap can only start from the beginning, or
 * the water has changed, the glass is emptied first, and the reader is told. At the end the whole glass is weighed; what weighs wrong
 * is poured away.
 *
 * Three kinds of trouble: an interruption is tried again at the same address, a refusal leads to the next address, and a cancelled
 * download keeps its part for the next time. A redirect is followed only within the same host and only where it can be seen (not in
 * a page), because the address is shown before the first byte. The whole file is held in memory: those who read it want it there.
 *
 * Deliberately not here: which files make a data set (`fetchPublished.ts`), the glass (`downloadGlass.ts`), what a reply is
 * (`downloadReply.ts`), where a part waits (`partialStore.ts`).
 *
 * Source: RFC 9110, 13.1.5 (If-Range), 14 (Range); Fetch Standard, 2.2.2 (headers that a page may send to another host unasked).
 */

import { DataError } from './dataSet';
import { openGlass, type Glass } from './downloadGlass';
import {
  checkHead,
  contentRange,
  count,
  fileInWords,
  HEAD_BYTES,
  Interruption,
  isEncoded,
  isPassing,
  promisedBytes,
  Refusal,
  validatorOf,
} from './downloadReply';
import { ask, causeOf, NoAnswer } from './downloadRequest';
import { createWatch, wait, type Watch } from './downloadWatch';
import { LARGEST_BYTES } from './gzip';
import type { PartialStore } from './partialStore';
import type { PublishedFile } from './published';

export interface DownloadProgress {
  readonly doneBytes: number;
  /** Null as long as neither a published size nor the server's word is there. */
  readonly totalBytes: number | null;
  /** Where the bytes come from. */
  readonly address: string;
}

export interface Patience {
  /** So long without a byte, and the connection counts as dropped. */
  readonly stallMs: number;
  /** Waits before the attempts that follow a failed one; after the last of them the address is given up. Progress starts them anew. */
  readonly waitsMs: readonly number[];
}

export const usualPatience: Patience = { stallMs: 30_000, waitsMs: [1_000, 3_000, 9_000] };

export interface DownloadOptions {
  readonly file: PublishedFile;
  /** Tried in this order; each ends in `/`. */
  readonly folders: readonly string[];
  /** Where an unfinished download waits, and under which name. */
  readonly parts: PartialStore;
  readonly partName: string;
  /** In a page: no header that another host must be asked about first, and no redirect. */
  readonly inPage: boolean;
  /** Stands at the end of the message when no address gives the file. */
  readonly advice: string;
  readonly get?: typeof fetch;
  readonly patience?: Patience;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** What the reader should know and need not do anything about: an attempt starts over, another address is asked. */
  readonly onNotice?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Parts are kept in pieces of this size. */
const KEEP_BYTES = 1 << 20;
/** Starting over is cheap once; a server that makes it necessary again and again is given up. */
const MOST_RESTARTS = 2;

/**
 * The whole file. Its part stays in `parts` until the caller removes it, so that one of several files is not fetched twice.
 *
 * @throws DataError when no address gives the file as it was published: for each of them what was expected and what was found
 * @throws AbortError when cancelled; what has come by then waits in `parts`
 */
export async function downloadFile(options: DownloadOptions): Promise<Uint8Array> {
  const { file, folders, signal, advice, onNotice } = options;
  const glass = await openGlass(options);
  if (glass.isRight()) return glass.bytes.from(0);
  const reasons: string[] = [];
  for (const folder of folders) {
    const address = `${folder}${file.name}`;
    try {
      await fill(glass, address, options);
      return glass.bytes.from(0);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      reasons.push(`${address}: ${error.message}`);
      if (reasons.length < folders.length) onNotice?.(`${address}: ${error.message}. Trying the next address.`);
    }
  }
  signal?.throwIfAborted();
  throw new DataError(`${file.name} could not be fetched. ${reasons.join('. ')}. ${advice}`);
}

// ── One address ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Fills the glass from one address. @throws Refusal when that cannot be, AbortError when cancelled */
async function fill(glass: Glass, address: string, options: DownloadOptions): Promise<void> {
  const { file, inPage, signal, onNotice, patience = usualPatience } = options;
  let furthest = glass.address === address ? glass.bytes.length : 0;
  let failures = 0;
  let restarts = 0;
  /** Some hosts answer a page's plain question and not one for a part: the last attempt is a plain one. */
  let wholeOnly = false;
  for (;;) {
    signal?.throwIfAborted();
    try {
      if (!glass.isFull()) await attempt(glass, address, wholeOnly, options);
      const problem = glass.problem();
      if (problem === null) return;
      const wasJoined = glass.isJoined;
      await glass.pourAway();
      if (!wasJoined) throw new Refusal(problem);
      throw new StartOver(`its parts do not make the published file (${problem})`);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof StartOver) {
        if (++restarts > MOST_RESTARTS) {
          throw new Refusal(`expected ${fileInWords(file)} in one piece, found that ${error.message}`);
        }
        onNotice?.(`${file.name}: starting over, because ${error.message}.`);
        await glass.pourAway();
        continue;
      }
      if (!(error instanceof Interruption)) throw error;
      if (glass.bytes.length > furthest) {
        furthest = glass.bytes.length;
        failures = 0;
      }
      const waitMs = patience.waitsMs[failures++];
      if (waitMs === undefined) throw new Refusal(error.message);
      wholeOnly = inPage && error instanceof NoAnswer && failures === patience.waitsMs.length;
      await wait(waitMs, signal);
    }
  }
}

/** The part cannot be continued; `message` ends “starting over, because …”. */
class StartOver extends Error {}

/** One request, and all that comes of it. Returns when the server has sent all it will. */
async function attempt(glass: Glass, address: string, wholeOnly: boolean, options: DownloadOptions): Promise<void> {
  const { file, inPage, onProgress, onNotice, patience = usualPatience } = options;
  const start = glass.bytes.length;
  const continues = start > 0 && glass.address === address && !wholeOnly;
  const watch = createWatch(patience.stallMs, options.signal);
  try {
    const headers: Record<string, string> = inPage ? {} : { 'accept-encoding': 'identity' };
    if (continues) {
      headers['range'] = `bytes=${start}-`;
      if (!inPage && glass.validator !== null) headers['if-range'] = glass.validator;
    }
    const reply = await ask(address, headers, file, options.get ?? fetch, watch);
    if (continues && reply.status === 416) throw new StartOver('the server has no more of it than has come');
    if (isPassing(reply.status)) throw new Interruption(foundAnswer(file, reply));
    if (reply.status !== 200 && !(continues && reply.status === 206)) throw new Refusal(foundAnswer(file, reply));
    if (reply.body === null) throw new Refusal(`expected ${fileInWords(file)}, found an empty answer`);

    const validator = validatorOf(reply.headers);
    if (reply.status === 206) {
      checkContinues(glass, reply, start);
      glass.isJoined = true;
    } else {
      if (start > 0) {
        const changed = continues && validator !== null && glass.validator !== null && validator !== glass.validator;
        const why = changed
          ? 'the file on the server has changed since its first part came'
          : continues
            ? 'this server cannot continue a download'
            : 'the part that is here came from elsewhere';
        onNotice?.(`${file.name}: starting over, because ${why}.`);
      }
      await glass.begin(address, validator);
    }

    const promised = promisedBytes(reply);
    const promisedTotal = promised === null ? null : promised + glass.bytes.length;
    const totalBytes = file.sizeBytes ?? promisedTotal;
    const tell = (): void => onProgress?.({ doneBytes: glass.bytes.length, totalBytes, address });
    tell();
    await pour(reply, reply.body, glass, file, watch, tell);
    await glass.keep();
    const length = glass.bytes.length;
    if (file.sizeBytes !== null && length < file.sizeBytes && length !== promisedTotal) {
      throw new Interruption(`expected ${fileInWords(file)}, found that the connection ended after ${count(length)}`);
    }
    glass.hasEnded = true;
  } finally {
    watch.end();
    // Whatever came is of use to the next attempt, or to the next visit.
    await glass.keep();
  }
}

function foundAnswer(file: PublishedFile, { status }: Response): string {
  return `expected ${fileInWords(file)}, found the answer ${status}${status === 404 ? ' (not found)' : ''}`;
}

/** @throws StartOver when what follows does not belong to what is here */
function checkContinues(glass: Glass, reply: Response, start: number): void {
  const range = contentRange(reply.headers);
  const validator = validatorOf(reply.headers);
  if (isEncoded(reply.headers)) throw new StartOver('the server packs the file on the way');
  if (validator !== null && glass.validator !== null && validator !== glass.validator) {
    throw new StartOver('the file on the server has changed since its first part came');
  }
  if (range !== null && range.start !== start) {
    throw new StartOver(
      `the server was asked for the bytes from ${count(start)} and sends those from ${count(range.start)}`,
    );
  }
}

/** From the reply into the glass. @throws Interruption, Refusal */
async function pour(
  reply: Response,
  body: ReadableStream<Uint8Array>,
  glass: Glass,
  file: PublishedFile,
  watch: Watch,
  tell: () => void,
): Promise<void> {
  const most = file.sizeBytes ?? LARGEST_BYTES;
  const reader = body.getReader();
  let isChecked = glass.bytes.length > 0;
  try {
    for (;;) {
      const piece = await reader.read().catch((error: unknown) => {
        const after = `after ${count(glass.bytes.length)} bytes`;
        throw new Interruption(
          `expected ${fileInWords(file)}, found ${watch.inWords() ?? `that the connection broke${causeOf(error)}`} ${after}`,
        );
      });
      watch.alive();
      if (piece.value !== undefined) glass.add(piece.value);
      if (!isChecked && (piece.done || glass.bytes.length >= HEAD_BYTES)) {
        checkHead(glass.bytes.from(0).subarray(0, HEAD_BYTES), file, reply.headers);
        isChecked = true;
      }
      if (piece.done) return;
      if (glass.bytes.length > most) {
        throw new Refusal(
          `expected ${file.sizeBytes === null ? `at most ${count(most)} bytes` : fileInWords(file)}, found more`,
        );
      }
      if (isChecked && glass.bytes.length - glass.keptBytes >= KEEP_BYTES) await glass.keep();
      tell();
    }
  } catch (error) {
    // What is not the file is not kept.
    if (error instanceof Refusal) await glass.pourAway();
    else if (!isChecked) glass.empty();
    throw error;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
