/**
 * A fingerprint of a network's description, so that weights are never loaded into a network that only looks like theirs.
 *
 * Picture: the description as JSON with the keys of every object in alphabetical order and nothing between them, and the SHA-256 of that
 * text. Who writes the same description with its entries in another order gets the same fingerprint; who changes a padding, an epsilon or
 * a name gets another.
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { NetworkSpec } from './spec';

/** @returns 64 hexadecimal digits, lower case */
export function descriptionHash(spec: NetworkSpec): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(spec))));
}

/**
 * JSON with keys in order of their code units and without spaces; entries that are `undefined` are left out, as in `JSON.stringify`. Numbers
 * and texts are written as ECMAScript's `JSON.stringify` writes them (as in RFC 8785, which orders keys in the same way).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
  return `{${entries.join(',')}}`;
}
