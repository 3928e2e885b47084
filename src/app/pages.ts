/**
 * Every address of the book, known before anything is rendered: what is prerendered, and what the tests visit.
 * Reads folder listings only; what a lesson contains is the business of src/lessons.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The slugs of the written chapters: the names of the files in content/lessons. */
export function writtenSlugs(root: string = process.cwd()): readonly string[] {
  return readdirSync(join(root, 'content/lessons'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .sort();
}

/** Paths under the base, each ending in a slash. `/404/` becomes 404.html when the build is finished. */
export function pagePaths(root: string = process.cwd()): readonly string[] {
  const chapters = writtenSlugs(root).map((slug) => `/chapters/${slug}/`);
  return ['/', ...chapters, '/glossary/', '/notation/', '/bibliography/', '/gallery/', '/404/'];
}
