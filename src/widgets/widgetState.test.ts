import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRecord } from '../lab/link/difference';
import { decodeState, encodeState, figureLink, firstState, keptText, linkParameter } from './widgetState';
import type { LinkForm } from './widgetState';

interface State {
  readonly scale: 'log' | 'linear';
}
function check(value: unknown): State | null {
  if (typeof value !== 'object' || value === null || !('scale' in value)) return null;
  return value.scale === 'log' || value.scale === 'linear' ? { scale: value.scale } : null;
}
const form: LinkForm<State> = { kind: 'trainer', baseline: { scale: 'log' }, check };
const initial: State = { scale: 'log' };
const linear: State = { scale: 'linear' };
/** The first form of links: base64url of JSON. */
const firstForm = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('encodeState and decodeState', () => {
  test('any plain data comes back', () => {
    const any: LinkForm<unknown> = { kind: 'any', baseline: { a: 1, b: { c: 2 } }, check: (value) => value };
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-d]{1,2}$/), fc.jsonValue({ maxDepth: 2 })), (record) => {
        // JSON itself knows no −0, and names that are no names are refused (`linkText.ts`).
        const value = JSON.parse(JSON.stringify(record)) as unknown;
        fc.pre(!JSON.stringify(value).includes('__proto__') && hasPlainNames(value));
        expect(decodeState(encodeState(value, any), any).state).toEqual(value);
        expect(decodeState(firstForm(value), any).state).toEqual(value);
      }),
    );
  });

  test('a link says only what differs from the baseline', () => {
    expect(encodeState(initial, form)).toMatch(/^1\....$/);
    expect(encodeState(linear, form)).toMatch(/^1\._scale\.AC...$/);
  });

  test.each([
    ['empty', '', 'expected letters and digits as this book writes them, found nothing'],
    ['not base64url', 'a b+/=', 'expected letters and digits as this book writes them, found “a·b+/=”'],
    ['not UTF-8', '____', 'expected letters and digits as this book writes them, found “____”: it was cut or changed'],
    ['not JSON', 'e30e30', 'found “e30e30”: it was cut or changed on the way'],
    ['the first form of something else', firstForm({ scale: 'cubic' }), 'expected a state that this figure can have'],
    ['far too long', firstForm({ scale: 'log', padding: 'x'.repeat(9000) }), 'expected at most 8,192 characters'],
    ['of another figure', encodeState(linear, { ...form, kind: 'pad' }), 'or belongs to another figure'],
    ['of a later edition', '7.AAAA', 'expected version 1, found version 7'],
    [
      'whole, and yet impossible',
      encodeState({ scale: 'cubic' }, { ...form, check: (value) => value }),
      'expected a state that this figure can have, found another one',
    ],
  ])('%s gives no state, and says why', (_, text, words) => {
    const { state, problem } = decodeState(text, form);
    expect(state).toBeUndefined();
    expect(problem?.message).toContain(words);
  });

  test('a check that throws on hostile data gives no state', () => {
    const careless: LinkForm<string> = { ...form, check: (value) => (value as { name: string }).name.trim() };
    expect(decodeState(firstForm({ name: 3 }), careless).problem?.message).toBe(
      'expected a state of this figure, found something else',
    );
    expect(firstState(null, keptText(null, null), 'default', careless).state).toBe('default');
  });
});

test('figureLink puts the state behind the figure, keeps the others and lets go of the run that was brought', () => {
  const link = figureLink('https://book.example/chapters/lenet/?f.pad=e30&r.trainer=x#layers', 'trainer', linear, form);
  const url = new URL(link);
  expect(url.pathname).toBe('/chapters/lenet/');
  expect(url.hash).toBe('#trainer');
  expect(url.searchParams.get('f.pad')).toBe('e30');
  expect(url.searchParams.has('r.trainer')).toBe(false);
  expect(decodeState(url.searchParams.get(linkParameter('trainer')) ?? '', form).state).toEqual(linear);
});

describe('firstState', () => {
  const link = encodeState(linear, form);
  test('default, when there is nothing', () => {
    expect(firstState(null, null, initial, form)).toEqual({ state: initial, isNew: false, problem: null });
  });
  test('default and a sentence, when there is nothing sound', () => {
    const words =
      'This link could not be read: expected letters and digits as this book writes them, found “%%%”. The figure is as its author left it.';
    for (const kept of ['{"state":', '7', null]) {
      expect(firstState('%%%', kept, initial, form)).toEqual({ state: initial, isNew: false, problem: words });
    }
  });
  test('a new link comes before what the session kept', () => {
    expect(firstState(link, keptText(null, initial), initial, form)).toEqual({
      state: linear,
      isNew: true,
      problem: null,
    });
  });
  test('what the session kept comes before a link that it began with', () => {
    expect(firstState(link, keptText(link, initial), linear, form)).toEqual({
      state: initial,
      isNew: false,
      problem: null,
    });
  });
  test('a broken link leaves what the session kept, and is told once', () => {
    expect(firstState('%%%', keptText(null, linear), initial, form)).toMatchObject({
      state: linear,
      problem: expect.stringMatching(/The figure is as you left it\.$/) as string,
    });
    expect(firstState('%%%', keptText('%%%', linear), initial, form)).toEqual({
      state: linear,
      isNew: false,
      problem: null,
    });
  });
});

function hasPlainNames(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(hasPlainNames);
  if (!isRecord(value)) return true;
  return Object.entries(value).every(
    ([name, inner]) => /^[A-Za-z][A-Za-z0-9]*$/.test(name) && !(name in {}) && hasPlainNames(inner),
  );
}
