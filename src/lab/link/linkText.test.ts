import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absent } from './difference';
import type { LinkRecord } from './difference';
import { LinkError, readLink, writeLink } from './linkText';
import { linkWords, wordCode } from './linkWords';

const kind = 'trainer';
const through = (value: LinkRecord): LinkRecord => readLink(writeLink(value, kind), kind);
/** A link with any body, and the check mark that belongs to it: the reader itself tells which. */
function forged(body: string): string {
  try {
    readLink(`1.${body}---`, kind);
  } catch (error) {
    const mark = error instanceof LinkError ? /“(...)” at the end/.exec(error.expected)?.[1] : undefined;
    if (mark !== undefined) return `1.${body}${mark}`;
  }
  return `1.${body}---`;
}
function problemOf(text: string): string {
  try {
    readLink(text, kind);
    return 'none';
  } catch (error) {
    if (error instanceof LinkError) return `expected ${error.expected}, found ${error.found}`;
    throw error;
  }
}

describe('writeLink and readLink', () => {
  test('every kind of value has its short form', () => {
    const hash = '00ff'.repeat(16);
    const value = {
      lossScale: 'linear',
      guess: 0.9,
      isTableShown: true,
      settings: { seed: 4_294_967_295, learningRate: 0.0005, batchSize: 20, start: null, steps: 3000, row: -7 },
      data: absent,
      hidden: ['lab', 'an own name', 1, 20, -3],
      file: hash,
    } as const;
    const text = writeLink(value, kind);
    const inside = `${code('seed')}4294967295${code('learningRate')}5e-4${code('batchSize')}20${code('start')}n`;
    const name = 'AM_an*20*own*20*name.';
    expect(text.slice(2, -3)).toBe(
      `AAACAE9e-1ADtAIr${inside}A53e3${code('row')}-7.AJxAGa${name}1*20-3.AfhAP8A_wD_AP8A_wD_AP8A_wD_AP8A_wD_AP8A_wD_AP8`,
    );
    expect(through(value)).toEqual(value);
    expect(new URL(`https://book.example/?f.a=${text}`).searchParams.get('f.a')).toBe(text);
    const address = new URL('https://book.example/');
    address.searchParams.set('f.a', text);
    expect(address.href).toContain(text);
  });

  test('any record comes back', () => {
    const names = fc.oneof(fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/), fc.constantFrom(...linkWords));
    const plainNames = names.filter((name) => /^[A-Za-z0-9]+$/.test(name) && !(name in {}));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
        fc.integer(),
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...linkWords),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(plainNames, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(plainNames, value, { noNullPrototype: true }), (record) => {
        const text = writeLink(record as LinkRecord, kind);
        expect(text).toMatch(/^1\.[A-Za-z0-9._*-]+$/);
        expect(readLink(text, kind)).toEqual(record);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, string]>([
    ['no number', 'AE'],
    ['infinite', 'AE1e999'],
    ['an open list', 'AGa1'],
    ['an open record', 'AIrAE1'],
    ['an open text', 'AE_abc'],
    ['an unknown word', 'ZZ1'],
    ['half a hash', 'AEhAAAA'],
    ['a name twice', 'AE1AE2'],
    ['an absence in a list', 'AGax.'],
    ['__proto__', '___proto__.r.'],
    ['constructor', '_constructor.n'],
    ['a closing dot too many', 'AE1.'],
  ])('refused: %s', (_, body) => {
    expect(problemOf(forged(body))).toMatch(/^expected .+ at character \d+, found .+$/);
  });

  test('deep nesting ends in words', () => {
    expect(problemOf(forged(`AG${'a'.repeat(4000)}`))).toBe(
      'expected at most 12 levels at character 17, found “aaaaaaaaaaaaaaaa…”',
    );
  });

  test('what is not of this edition, not whole or not for this figure is said to be so', () => {
    const text = writeLink({ guess: 0.5 }, kind);
    expect(problemOf(text)).toBe('none');
    expect(problemOf(`2.${text.slice(2)}`)).toBe(
      'expected version 1, found version 2, which a later edition of this book may have made',
    );
    expect(problemOf('<script>')).toBe('expected a version mark such as “1.” in front, found “<script>”');
    expect(problemOf('1.AE\u202e')).toBe('expected letters, digits and “- . _ *”, found “·”');
    expect(problemOf(text.replace('5', '6'))).toMatch(
      /^expected the check mark “...” at the end, as in links of this kind of figure, found “...”: it was cut or changed on the way, or belongs to another figure$/,
    );
    expect(() => readLink(text, 'right-and-wrong')).toThrow(/belongs to another figure/);
    expect(problemOf(`1.${'A'.repeat(9000)}`)).toBe('expected at most 8,192 characters, found 9,002');
  });
});

function code(word: string): string {
  return wordCode(linkWords.indexOf(word));
}
