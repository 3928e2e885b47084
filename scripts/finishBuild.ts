/**
 * The last step of `npm run build`, after React Router has written the pages: moves a sub-folder build's pages next to its assets,
 * makes 404.html, the search index, the fonts' licences and compressed copies.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { close, createIndex } from 'pagefind';
import { buildDirectory, recordBuild } from './builtBook';
import { servedDataList } from './servedDataList';
import { siteBase } from './siteBase';

const base = siteBase();
const build = buildDirectory();
const pages = join(build, 'client');

/** React Router writes the page of `/book/x/` to `book/x/index.html`; the folder that is published as `/book/` holds `x/index.html`. */
function moveOutOfBase(): void {
  const inside = join(pages, base);
  if (base === '/' || !existsSync(inside)) return;
  for (const name of readdirSync(inside)) renameSync(join(inside, name), join(pages, name));
  rmSync(join(pages, base.split('/')[1] ?? ''), { recursive: true });
}

function makeUnknownPage(): void {
  renameSync(join(pages, '404/index.html'), join(pages, '404.html'));
  rmSync(join(pages, '404'), { recursive: true });
  // What is left of an application that would render unknown addresses in the browser: the book has none.
  rmSync(join(pages, '__spa-fallback.html'), { force: true });
  rmSync(join(pages, '.vite'), { recursive: true, force: true });
}

/** Only elements marked `data-pagefind-body` are read. Returns the number of pages that have some. */
async function makeSearchIndex(): Promise<number> {
  const { index, errors } = await createIndex({
    forceLanguage: 'en',
    // A formula's second form, for those who hear it; what stands in a figure above its caption.
    excludeSelectors: ['.katex-mathml', '.lesson-figure-body'],
  });
  if (index === undefined) throw new Error(`search index: Pagefind did not start: ${errors.join('; ')}`);
  const added = await index.addDirectory({ path: pages });
  const written = await index.writeFiles({ outputPath: join(pages, 'pagefind') });
  await close();
  const problems = [...added.errors, ...written.errors];
  if (problems.length > 0) throw new Error(`search index: ${problems.join('; ')}`);
  // Pagefind's own user interfaces are not used.
  for (const name of readdirSync(join(pages, 'pagefind'))) {
    if (/^pagefind-(ui|modular-ui|component-ui|highlight)\b/.test(name)) rmSync(join(pages, 'pagefind', name));
  }
  return readdirSync(join(pages, 'pagefind/fragment')).length;
}

/** The SIL Open Font Licence asks that its text travels with the fonts. */
function addFontLicences(): void {
  const folder = join(pages, 'licences');
  mkdirSync(folder, { recursive: true });
  for (const font of ['source-serif-4', 'inter', 'jetbrains-mono']) {
    cpSync(join('node_modules/@fontsource-variable', font, 'LICENSE'), join(folder, `${font}.txt`));
  }
}

/** Lists the data sets that lie beside the book, so that nobody has to ask for what is not there. */
function sayWhichDataIsThere(): void {
  mkdirSync(join(pages, 'data'), { recursive: true });
  writeFileSync(join(pages, 'data/index.json'), servedDataList(pages));
}

/** For servers that send a compressed copy when there is one, as `npm start` does. */
function compress(): void {
  // 404.html comes last: a running server takes its compressed copy as the sign that the book is whole.
  const names = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((name) => name !== '404.html');
  for (const name of [...names, '404.html']) {
    if (!/\.(html|js|css|svg|json|wasm|txt)$/.test(name) || dirname(name).startsWith('pagefind')) continue;
    const file = join(pages, name);
    const compressed = gzipSync(readFileSync(file), { level: 9 });
    writeFileSync(`${file}.gz`, compressed);
  }
}

moveOutOfBase();
makeUnknownPage();
const searchable = await makeSearchIndex();
addFontLicences();
sayWhichDataIsThere();
recordBuild(build, base);
compress();
console.log(`The book is built in ${pages}/ for ${base}; ${searchable} pages can be searched.`);
