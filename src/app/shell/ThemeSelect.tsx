/** The switch between the system's theme, light and dark: one native control, a pictogram on a narrow screen. */
import { useSyncExternalStore } from 'react';
import { applyTheme, isTheme, rememberedTheme, rememberTheme, themes, type Theme } from '../theme';
import styles from './ThemeSelect.module.css';
import { ThemeIcon } from './icons';

const names: Readonly<Record<Theme, string>> = { system: 'System', light: 'Light', dark: 'Dark' };
const storage = () => window.localStorage;
const listeners = new Set<() => void>();
/** Where storage is refused, the choice lives as long as the page. */
let chosen: Theme | undefined;

function choose(theme: Theme): void {
  chosen = theme;
  rememberTheme(theme, storage);
  applyTheme(theme, document.documentElement);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const followOtherTab = (): void => {
    chosen = undefined;
    applyTheme(rememberedTheme(storage), document.documentElement);
    listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', followOtherTab);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', followOtherTab);
  };
}

export function ThemeSelect() {
  const theme = useSyncExternalStore<Theme>(
    subscribe,
    () => chosen ?? rememberedTheme(storage),
    () => 'system',
  );
  return (
    <label className={styles['theme']}>
      <ThemeIcon />
      <span className="visuallyHidden">Theme</span>
      <select
        value={theme}
        onChange={({ currentTarget: { value } }) => {
          if (isTheme(value)) choose(value);
        }}
      >
        {themes.map((value) => (
          <option key={value} value={value}>
            {names[value]}
          </option>
        ))}
      </select>
    </label>
  );
}
