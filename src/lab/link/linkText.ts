/**
 * Plain data as compact text that an address takes as it is, and back: the first written form of links, `1.` in front.
 *
 * Picture: every value begins with a character that says what it is, and says itself where it ends, so that nothing stands between two
 * of them. Only letters, digits and `- . _ *` occur, which a query leaves alone.
 *
 *     1e-3            a number: digits, and a power of ten where that is shorter
 *     n t f           null, true, false
 *     Ax              a word of the table (`linkWords.ts`)
 *     _resnet-9.      any other text; characters that an address does not like by their code: `*20*`
 *     h…              64 hexadecimal digits, such as a SHA-256, in 43 characters
 *     a t 1 * 2 .     a list; a star stands between two numbers
 *     r Aa 1 Ab t .   a record: names and values in turn
 *     x               in a record that says what differs: this is left out
 *
 * At the end stand three characters that are made of all the others: what was cut, mistyped or meant for another figure is noticed, before any
 * of it is believed. A forger can make them too; what comes out is checked by whoever asked.
 *
 * Deliberately not here: what the values mean. The file is long because writing and reading are one grammar.
 */

import type { Absent, LinkRecord, LinkValue } from './difference';
import { isRecord } from './difference';
import { absent } from './difference';
import { codeOf, wordOf } from './linkWords';

/** Longer than any honest link; more is not even read. */
export const MOST_LINK_CHARACTERS = 8192;
const MOST_DEPTH = 12;

/** Why a text is no link, in two halves of a sentence: expected …, found …. */
export class LinkError extends Error {
  readonly expected: string;
  readonly found: string;
  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.name = 'LinkError';
    this.expected = expected;
    this.found = found;
  }
}

/** @param kind what the link is of, `trainer`: a link of another kind is not taken for one */
export function writeLink(value: LinkRecord, kind: string): string {
  const body = entriesText(value);
  return `1.${body}${checkMark(body, kind)}`;
}

/** @throws LinkError */
export function readLink(text: string, kind: string): LinkRecord {
  if (text.length > MOST_LINK_CHARACTERS) {
    throw new LinkError(`at most ${grouped(MOST_LINK_CHARACTERS)} characters`, grouped(text.length));
  }
  const version = /^(\d{1,9})\./.exec(text)?.[1];
  if (version === undefined) throw new LinkError('a version mark such as “1.” in front', quoted(text));
  if (version !== '1') {
    throw new LinkError('version 1', `version ${version}, which a later edition of this book may have made`);
  }
  const strange = /[^A-Za-z0-9._*-]/.exec(text)?.[0];
  if (strange !== undefined) throw new LinkError('letters, digits and “- . _ *”', quoted(strange));
  const body = text.slice(2, -3);
  const mark = text.slice(2).slice(-3);
  const expected = checkMark(body, kind);
  if (mark !== expected) {
    throw new LinkError(
      `the check mark “${expected}” at the end, as in links of this kind of figure`,
      `${quoted(mark)}: it was cut or changed on the way, or belongs to another figure`,
    );
  }
  return readBody(body);
}

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function valueText(value: LinkValue | Absent): string {
  if (value === absent) return 'x';
  if (value === null) return 'n';
  if (value === true) return 't';
  if (value === false) return 'f';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (isRecord(value)) return `r${entriesText(value)}.`;
  // Two numbers in a row would be one.
  const isBetweenNumbers = (index: number): boolean =>
    typeof value[index - 1] === 'number' && /^\d/.test(valueText(value[index] ?? null));
  return `a${value.map((one, index) => `${isBetweenNumbers(index) ? '*' : ''}${valueText(one)}`).join('')}.`;
}

function entriesText(record: LinkRecord): string {
  return Object.entries(record)
    .map(([name, value]) => `${codeOf(name) ?? literalText(name)}${valueText(value)}`)
    .join('');
}

/** The shortest digits that give the very number back, times a power of ten. What is no finite number is null, as in JSON. */
function numberText(value: number): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (parts === null) return 'n';
  const [, sign = '', whole = '', fraction = '', power = '0'] = parts;
  const digits = `${whole}${fraction}`.replace(/^0+(?=.)/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return '0';
  const exponent = Number(power) - fraction.length + (digits.length - short.length);
  const scaled = exponent === 0 ? short : exponent === 1 ? `${short}0` : `${short}e${exponent}`;
  return sign + scaled;
}

function stringText(value: string): string {
  return codeOf(value) ?? (/^[0-9a-f]{64}$/.test(value) ? `h${hashText(value)}` : literalText(value));
}

function literalText(text: string): string {
  const escaped = text.replace(/[^A-Za-z0-9_-]/g, (character) => `*${character.charCodeAt(0).toString(16)}*`);
  return `_${escaped}.`;
}

function hashText(hex: string): string {
  const bytes = (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16)));
  return toBase64Url(bytes.join(''));
}

/** Base64url (RFC 4648, section 5, unpadded) of text whose characters are bytes. */
export function toBase64Url(binary: string): string {
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
/** @throws when the text is not base64url */
export function fromBase64Url(text: string): string {
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** Three of 64 characters: 18 bits of FNV-1a, stirred, over the kind and the text. */
function checkMark(body: string, kind: string): string {
  let hash = 0x811c9dc5;
  for (const character of `${kind} ${body}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash ^= hash >>> 13;
  return [0, 6, 12].map((shift) => MARKS.charAt((hash >>> shift) & 63)).join('');
}
const MARKS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

function readBody(body: string): LinkRecord {
  let at = 0;

  function fail(expected: string): never {
    const found = at >= body.length ? 'its end' : quoted(body.slice(at));
    throw new LinkError(`${expected} at character ${at + 3}`, found);
  }

  function take(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(body)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  }

  function literal(): string {
    const found = take(/_[A-Za-z0-9_-]*(?:\*[0-9a-f]{1,4}\*[A-Za-z0-9_-]*)*\./y) ?? fail('a text that ends with “.”');
    return found.slice(1, -1).replace(/\*([0-9a-f]+)\*/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }

  function word(): string {
    const code = take(/[A-Z][A-Za-z0-9]/y) ?? fail('a word');
    return wordOf(code) ?? failAtWord();
  }
  function failAtWord(): never {
    at -= 2;
    return fail('a word of this edition’s list');
  }

  function hash(): string {
    const letters = take(/h[A-Za-z0-9_-]{43}/y)?.slice(1) ?? fail('a hash of 43 characters');
    return Array.from(fromBase64Url(letters), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  }

  function number(): number {
    const value = Number(take(/-?\d{1,25}(?:e-?\d{1,3})?/y) ?? fail('a number'));
    return Number.isFinite(value) ? value : fail('a number of usual size before this');
  }

  function list(depth: number): readonly LinkValue[] {
    at += 1;
    const values: LinkValue[] = [];
    while (body[at] !== '.') {
      const value = anything(depth + 1);
      if (value === absent) return fail('a value, not its absence, before this');
      values.push(value);
      if (typeof value === 'number' && body[at] === '*') at += 1;
    }
    at += 1;
    return values;
  }

  /** Up to the character that closes it, or to the end of the text. */
  function entries(depth: number, close: string | undefined): LinkRecord {
    const record: Record<string, LinkValue | Absent> = {};
    while (body[at] !== close) {
      const start = at;
      const name = body[at] === '_' ? literal() : word();
      // No `constructor`, no `__proto__`.
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name) || name in record) {
        at = start;
        return fail('the name of a setting that was not there before');
      }
      record[name] = anything(depth + 1);
    }
    at += 1;
    return record;
  }

  function anything(depth: number): LinkValue | Absent {
    if (depth > MOST_DEPTH) return fail(`at most ${MOST_DEPTH} levels`);
    switch (body[at]) {
      case 'n':
        return one(null);
      case 't':
        return one(true);
      case 'f':
        return one(false);
      case 'x':
        return one(absent);
      case '_':
        return literal();
      case 'h':
        return hash();
      case 'a':
        return list(depth);
      case 'r':
        at += 1;
        return entries(depth, '.');
      default:
        return /[A-Z]/.test(body[at] ?? '') ? word() : number();
    }
  }
  function one<T>(value: T): T {
    at += 1;
    return value;
  }

  return entries(0, undefined);
}

/** What of a text can be shown: its beginning, without what cannot be seen. */
export function quoted(text: string): string {
  const shown = text.slice(0, 16).replace(/[^\x21-\x7e]/g, '·');
  if (text === '') return 'nothing';
  return `“${shown}${text.length > 16 ? '…' : ''}”`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}
