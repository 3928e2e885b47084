/** Which data sets lie beside the book, as `data/index.json` says it: the folders that `npm run data` made. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param folder the one that holds `data/` */
export function servedDataList(folder: string): string {
  const home = join(folder, 'data');
  const names = existsSync(home) ? readdirSync(home) : [];
  return `${JSON.stringify(names.filter((name) => existsSync(join(home, name, 'index.json'))).sort())}\n`;
}
