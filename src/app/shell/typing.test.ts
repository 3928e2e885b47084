import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { earlySearchScript, typingPlaces } from './typing';

/** Runs the head's script, presses a key, and says whether the search is wanted and the key was taken. */
function press(key: object, dataset: Record<string, string> = {}): { wanted: boolean; taken: boolean } {
  let listener: (event: object) => void = () => undefined;
  runInNewContext(earlySearchScript, {
    document: { documentElement: { dataset } },
    addEventListener: (_type: string, given: typeof listener) => (listener = given),
  });
  let taken = false;
  listener({ key: '/', target: { closest: () => null }, preventDefault: () => (taken = true), ...key });
  return { wanted: dataset['search'] === 'wanted', taken };
}

test('a / before the page is live is kept for the search', () => {
  expect(press({})).toEqual({ wanted: true, taken: true });
});

test.each([
  ['another key', { key: 'a' }],
  ['a shortcut of the browser', { ctrlKey: true }],
  ['typed into a field', { target: { closest: (selector: string) => (selector === typingPlaces ? {} : null) } }],
])('%s is not', (_name, key) => {
  expect(press(key)).toEqual({ wanted: false, taken: false });
});

test('once the page is live, the search listens for itself', () => {
  expect(press({}, { live: '' })).toEqual({ wanted: false, taken: false });
});
