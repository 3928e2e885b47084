import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeState, encodeState, figureLink, firstState, keptText, linkParameter } from './widgetState';

interface State {
  readonly scale: 'log' | 'linear';
}
function check(value: unknown): State | null {
  if (typeof value !== 'object' || value === null || !('scale' in value)) return null;
  return value.scale === 'log' || value.scale === 'linear' ? { scale: value.scale } : null;
}
const initial: State = { scale: 'log' };
const linear: State = { scale: 'linear' };

describe('encodeState and decodeState', () => {
  test('any plain data comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = encodeState(value);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        // JSON itself knows no −0.
        expect(decodeState(text, (decoded) => ({ decoded }))).toEqual({
          decoded: JSON.parse(JSON.stringify(value)) as unknown,
        });
      }),
    );
  });

  test.each([
    ['empty', ''],
    ['not base64url', 'a b+/='],
    ['not UTF-8', '____'],
    ['not JSON', 'e30e30'],
    ['JSON of something else', encodeState({ scale: 'cubic' })],
    ['far too long', encodeState({ scale: 'log', padding: 'x'.repeat(9000) })],
  ])('%s gives null', (_, text) => {
    expect(decodeState(text, check)).toBeNull();
  });

  test('a check that throws on hostile data gives null', () => {
    const careless = (value: unknown): string => (value as { name: string }).name.trim();
    expect(decodeState(encodeState({ name: 3 }), careless)).toBeNull();
    expect(firstState(null, keptText(null, null), 'default', careless)).toBe('default');
  });
});

test('figureLink puts the state behind the figure and keeps the others', () => {
  const link = figureLink('https://book.example/chapters/lenet/?f.pad=e30#layers', 'trainer', linear);
  const url = new URL(link);
  expect(url.pathname).toBe('/chapters/lenet/');
  expect(url.hash).toBe('#trainer');
  expect(url.searchParams.get('f.pad')).toBe('e30');
  expect(decodeState(url.searchParams.get(linkParameter('trainer')) ?? '', check)).toEqual(linear);
});

describe('firstState', () => {
  const link = encodeState(linear);
  test('default, when there is nothing or nothing sound', () => {
    expect(firstState(null, null, initial, check)).toBe(initial);
    expect(firstState('%%%', '{"state":', initial, check)).toBe(initial);
    expect(firstState('%%%', '7', initial, check)).toBe(initial);
  });
  test('a new link comes before what the session kept', () => {
    expect(firstState(link, keptText(null, initial), initial, check)).toEqual(linear);
  });
  test('what the session kept comes before a link that it began with', () => {
    expect(firstState(link, keptText(link, initial), linear, check)).toEqual(initial);
  });
  test('a broken link leaves what the session kept', () => {
    expect(firstState('%%%', keptText(null, linear), initial, check)).toEqual(linear);
  });
});
