import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { applyTheme, rememberedTheme, rememberTheme, themeKey, themes, themeScript, type Theme } from './theme';

function storageWith(entries: Record<string, string> = {}) {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
const refused = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};

/** What the head's script makes of a kept value. */
function themeAtStart(kept: string | null): string | undefined {
  const root = { dataset: {} as DOMStringMap };
  const storage = storageWith(kept === null ? {} : { [themeKey]: kept });
  runInNewContext(themeScript, { localStorage: storage, document: { documentElement: root } });
  return root.dataset['theme'];
}

test.each(themes)('%s is remembered, and the next page starts with it', (theme: Theme) => {
  const storage = storageWith({ [themeKey]: 'dark' });
  rememberTheme(theme, () => storage);
  expect(rememberedTheme(() => storage)).toBe(theme);
  const root = { dataset: { theme: 'light' } as DOMStringMap };
  applyTheme(theme, root);
  expect(themeAtStart(storage.getItem(themeKey))).toBe(root.dataset['theme']);
});

test('a value that nobody wrote counts as following the system', () => {
  expect(rememberedTheme(() => storageWith({ [themeKey]: 'sepia' }))).toBe('system');
  expect(themeAtStart('sepia')).toBeUndefined();
});

test('refused storage: the system is followed, and a choice does not throw', () => {
  expect(rememberedTheme(refused)).toBe('system');
  expect(() => rememberTheme('dark', refused)).not.toThrow();
});
