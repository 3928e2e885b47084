/**
 * What a server's reply is, before one byte of it is kept: the file, the rest of it, or something else; and what to say then.
 */

import type { PublishedFile } from './published';

/** This address does not give the file, and asking again will not help: on to the next. `message` is the part “expected …, found …”. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The connection, not the file, is at fault: asking again may help. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** Enough to know a file by. */
export const HEAD_BYTES = 16;

export function count(bytes: number): string {
  return bytes.toLocaleString('en-GB');
}

/** `file of 4,542 bytes`, or `file` where its size is not known. */
export function fileInWords({ sizeBytes }: PublishedFile): string {
  return sizeBytes === null ? 'the file' : `the file of ${count(sizeBytes)} bytes`;
}

/**
 * The server's mark of the version it sends. A weak ETag does not promise the same bytes, so it does not count.
 *
 * Source: RFC 9110, 8.8 and 13.1.5.
 */
export function validatorOf(headers: Headers): string | null {
  const tag = headers.get('etag');
  if (tag?.startsWith('"') === true) return tag;
  return headers.get('last-modified');
}

/** How long the server says that what follows will be; null where it does not say, or says it of a packed form on the way. */
export function promisedBytes({ headers }: Response): number | null {
  const text = headers.get('content-length');
  if (text === null || !/^\d+$/.test(text) || isEncoded(headers)) return null;
  return Number(text);
}

export function isEncoded(headers: Headers): boolean {
  const encoding = headers.get('content-encoding');
  return encoding !== null && encoding !== '' && encoding !== 'identity';
}

/**
 * First byte and length of the whole file, from `Content-Range: bytes 100-199/200`; null where the header is absent (a page does not
 * see it on another host) or says something else.
 */
export function contentRange(headers: Headers): { readonly start: number; readonly total: number | null } | null {
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (match === null) return null;
  return { start: Number(match[1]), total: match[2] === '*' ? null : Number(match[2]) };
}

/** Statuses that speak of the server's present state, not of the file. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/**
 * @param head the first bytes, `HEAD_BYTES` of them or all there are
 * @throws Refusal when the file cannot begin so
 */
export function checkHead(head: Uint8Array, file: PublishedFile, headers: Headers): void {
  if (!file.name.endsWith('.gz')) return;
  if (head[0] === 0x1f && head[1] === 0x8b) return;
  const expected = `expected ${fileInWords(file)}, packed with gzip`;
  if (/^\s*</.test(new TextDecoder().decode(head))) {
    throw new Refusal(`${expected}, found a page of HTML`);
  }
  const isIdx = head[0] === 0 && head[1] === 0 && head[2] === 8;
  if (isEncoded(headers) || isIdx) {
    throw new Refusal(
      `${expected}, found it unpacked: the server sends gzip as the packing of the way (content-encoding), ` +
        `so that what arrives cannot be compared with the published hash`,
    );
  }
  const letters = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new Refusal(`${expected}, found something else${letters === '' ? ', empty' : ` that begins with ${letters}`}`);
}
