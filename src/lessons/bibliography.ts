/**
 * `references.bib` → works cited, author–year. Reads the part of BibTeX that the book uses: UTF-8, `field = {…}`, `"…"` or a number,
 * names as `Family, Given and Family, Given`. No macros, no @string, no LaTeX accents: write the letter.
 */

import type { Reference } from './model';
import { nearestName } from './nearestName';
import { LessonError, oneOf, placeAt, type Problem } from './problem';

export type Bibliography = ReadonlyMap<string, Reference>;

interface Entry {
  readonly kind: EntryKind;
  readonly key: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly offset: number;
}

const requiredFields = {
  article: ['author', 'title', 'year', 'journal'],
  inproceedings: ['author', 'title', 'year', 'booktitle'],
  incollection: ['author', 'title', 'year', 'booktitle'],
  book: ['author', 'title', 'year', 'publisher'],
  phdthesis: ['author', 'title', 'year', 'school'],
  techreport: ['author', 'title', 'year', 'institution'],
  misc: ['author', 'title', 'year'],
} as const;
type EntryKind = keyof typeof requiredFields;
const fieldNames = [
  ...new Set(Object.values(requiredFields).flat()),
  ...['volume', 'number', 'pages', 'doi', 'url', 'editor', 'address', 'edition', 'note', 'eprint'],
];

/** Reads a whole bibliography; throws a {@link LessonError} that names every wrong entry. */
export function parseBibliography(text: string, file: string): Bibliography {
  const problems: Problem[] = [];
  const fail = (offset: number, problem: Omit<Problem, 'file' | 'place' | 'who'>): void => {
    problems.push({ ...problem, file, place: placeAt(text, offset), who: 'bibliography' });
  };
  const entries = readEntries(text, fail);
  const keys = new Set<string>();
  for (const { kind, key, fields, offset } of entries) {
    if (keys.has(key)) fail(offset, { expected: 'every key once', found: `"${key}" again` });
    keys.add(key);
    for (const field of fields.keys()) {
      if (!fieldNames.includes(field)) {
        fail(offset, {
          expected: 'a known field',
          found: `"${field}" in ${key}`,
          nearest: nearestName(field, fieldNames),
        });
      }
    }
    for (const field of requiredFields[kind]) {
      if ((fields.get(field) ?? '') === '') fail(offset, { expected: `the field ${field} in ${key}`, found: 'none' });
    }
  }
  if (problems.length > 0) throw new LessonError(problems);
  return new Map(withYearLetters(entries).map((reference) => [reference.key, reference]));
}

type Fail = (offset: number, problem: Pick<Problem, 'expected' | 'found' | 'nearest'>) => void;

function readEntries(text: string, fail: Fail): Entry[] {
  const entries: Entry[] = [];
  const head = /^[ \t]*@(\w+)\s*\{\s*([^\s,{}]+)\s*,/gm;
  for (let match = head.exec(text); match; match = head.exec(text)) {
    const [, kindAsWritten = '', key = ''] = match;
    const offset = match.index + match[0].indexOf('@');
    const kind = kindAsWritten.toLowerCase();
    const fields = new Map<string, string>();
    const field = /\s*(?:(\w+)\s*=\s*|\})/y;
    field.lastIndex = head.lastIndex;
    for (;;) {
      const found = field.exec(text);
      if (!found) {
        fail(offset, { expected: `a field, name = {…}, or a closing brace in ${key}`, found: 'neither' });
        break;
      }
      const name = found[1]?.toLowerCase();
      if (name === undefined) break;
      const value = readValue(text, field.lastIndex);
      if (value === null) {
        fail(field.lastIndex, { expected: `{…}, "…" or a number as the ${name} of ${key}`, found: 'something else' });
        break;
      }
      fields.set(name, value.text);
      field.lastIndex = value.end + (/^\s*,/.exec(text.slice(value.end))?.[0].length ?? 0);
    }
    head.lastIndex = Math.max(head.lastIndex, field.lastIndex);
    if (isEntryKind(kind)) entries.push({ kind, key, fields, offset });
    else {
      const kinds = Object.keys(requiredFields).map((each) => `@${each}`);
      fail(offset, { expected: oneOf(kinds), found: `"@${kind}"`, nearest: nearestName(`@${kind}`, kinds) });
    }
  }
  return entries;
}

function isEntryKind(kind: string): kind is EntryKind {
  return Object.hasOwn(requiredFields, kind);
}

/** The value of a field from `start` on, without its outer delimiters and protecting braces. */
function readValue(text: string, start: number): { text: string; end: number } | null {
  const plain = /^\d+/.exec(text.slice(start, start + 20));
  if (plain) return { text: plain[0], end: start + plain[0].length };
  const quoted = text[start] === '"';
  if (!quoted && text[start] !== '{') return null;
  let depth = 0;
  for (let index = quoted ? start + 1 : start; index < text.length; index += 1) {
    if (text[index] === '{') depth += 1;
    if (text[index] === '}') depth -= 1;
    const closed = quoted ? depth === 0 && text[index] === '"' : depth === 0;
    if (closed) return { text: tidy(text.slice(start + 1, index)), end: index + 1 };
  }
  return null;
}

function tidy(value: string): string {
  return value.replace(/[{}]/g, '').replace(/\s+/g, ' ').replace(/--/g, '–').replace(/'/g, '’').trim();
}

interface Name {
  readonly family: string;
  readonly initials: string;
}

function namesOf(authors: string): Name[] {
  return authors.split(/ and /).map((author) => {
    const [family = '', given = ''] = author.split(/\s*,\s*/);
    const initials = given.replace(/([\p{L}])[\p{L}'’]*\.?/gu, '$1.').trim();
    return { family, initials };
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Two works of the same short authors and year become 1989a, 1989b, in the order of their keys. */
function withYearLetters(entries: readonly Entry[]): Reference[] {
  const references = entries.map(referenceOf).sort((a, b) => (a.key < b.key ? -1 : 1));
  const groups = groupBy(references);
  return references
    .map((reference) => {
      const group = groups.get(labelOf(reference)) ?? [];
      const letter = group.length < 2 ? '' : String.fromCharCode(97 + group.indexOf(reference));
      return { ...reference, year: reference.year + letter };
    })
    .sort((a, b) => a.authors.localeCompare(b.authors, 'en') || a.year.localeCompare(b.year));
}

const labelOf = (reference: Reference): string => `${reference.shortAuthors} ${reference.year}`;

function groupBy(references: readonly Reference[]): Map<string, Reference[]> {
  const groups = new Map<string, Reference[]>();
  for (const reference of references) {
    groups.set(labelOf(reference), [...(groups.get(labelOf(reference)) ?? []), reference]);
  }
  return groups;
}

function referenceOf({ kind, key, fields }: Entry): Reference {
  const get = (field: string): string => fields.get(field) ?? '';
  const names = namesOf(get('author'));
  const families = names.map((name) => name.family);
  const number = get('number') === '' ? '' : `(${get('number')})`;
  const volume = kind === 'book' ? '' : get('volume') + number;
  const edition = get('edition') === '' ? '' : `${get('edition')} edition`;
  const publisher = kind === 'book' || kind === 'misc' ? '' : get('publisher');
  const places = [
    get('journal'),
    get('booktitle'),
    get('school'),
    get('institution'),
    kind === 'book' ? get('publisher') : '',
  ];
  const container = places.find((text) => text !== '') ?? '';
  const rest = [volume, edition, get('pages'), publisher, get('address'), get('note')]
    .filter((text) => text !== '')
    .join(', ');
  return {
    key,
    id: `ref-${key}`,
    shortAuthors: families.length > 2 ? `${families[0] ?? ''} et al.` : listed(families),
    year: get('year'),
    authors: listed(names.map(({ family, initials }) => (initials === '' ? family : `${family}, ${initials}`))),
    title: get('title'),
    container,
    detail: volume === '' && container !== '' && rest !== '' ? `, ${rest}` : rest,
    doi: get('doi') === '' ? null : get('doi'),
    url: get('url') === '' ? null : get('url'),
  };
}
