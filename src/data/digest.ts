/**
 * Hashes of bytes that come in pieces. The browser's own `crypto.subtle` wants all bytes at once and knows no MD5, which is all that
 * was published for some files; against damage on the way it does, against a forger it does not.
 */

import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { DigestKind } from './published';

export const digestNames: Readonly<Record<DigestKind, string>> = { sha256: 'SHA-256', md5: 'MD5' };

interface Hash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Hash;
}
const makers: Readonly<Record<DigestKind, () => Hash>> = { sha256: () => sha256.create(), md5: () => md5.create() };

export interface RunningDigest {
  add(bytes: Uint8Array): void;
  /** Of what was added so far, lower case; more may be added after it. */
  hex(): string;
}

export function createDigest(kind: DigestKind): RunningDigest {
  const hash = makers[kind]();
  return {
    add: (bytes) => void hash.update(bytes),
    hex: () => bytesToHex(hash.clone().digest()),
  };
}

export function digestOf(kind: DigestKind, bytes: Uint8Array): string {
  const digest = createDigest(kind);
  digest.add(bytes);
  return digest.hex();
}
