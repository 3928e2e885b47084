/**
 * The reader's choice of theme: follow the system, or light, or dark. Remembered in this browser, shared by its tabs.
 *
 * The choice is an attribute on <html>, put there before the first paint by a script in the page's head, so nothing flashes.
 */

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const themeKey = 'receptive-field:theme';

export function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value);
}

/** Runs in the head, before the body is read. Kept in step with `applyTheme` by a test. */
export const themeScript = `try{const t=localStorage.getItem('${themeKey}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`;

/** Where a choice is kept; `localStorage` throws where storage is refused. */
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function rememberedTheme(storage: () => Storage): Theme {
  try {
    const kept = storage().getItem(themeKey);
    return isTheme(kept) ? kept : 'system';
  } catch {
    return 'system';
  }
}

export function rememberTheme(theme: Theme, storage: () => Storage): void {
  try {
    if (theme === 'system') storage().removeItem(themeKey);
    else storage().setItem(themeKey, theme);
  } catch {
    // Refused storage costs the memory of the choice, not the choice.
  }
}

export function applyTheme(theme: Theme, root: { readonly dataset: DOMStringMap }): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
