/** Every page that the build wrote, by address: what axe, the console test and the size budget go through. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const built = join(import.meta.dirname, '../../build/client');

export function builtPages(): string[] {
  return readdirSync(built, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split('\\').join('/'))
    .filter((file) => file === 'index.html' || file.endsWith('/index.html'))
    .filter((file) => !file.startsWith('pagefind/'))
    .map((file) => `/${file.replace(/index\.html$/, '')}`)
    .sort();
}
