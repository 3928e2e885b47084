/**
 * The route of each chapter. React Router wants a file per route, and an author should have to write none: so for each lesson a file
 * of a few lines is written into `.react-router/` (made, ignored by git) when the routes are read. It hands the compiled lesson
 * to `chapterRoute`. Each chapter thus is a chunk of its own, named in its page's HTML, and no page loads another's text.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The text of the file. Only names that React Router knows are exported. */
export function chapterModuleText(lessonPath: string, chapterRoutePath: string): string {
  return `/* Made by src/app/chapter/routeModule.ts; changes are lost. */
import * as lesson from ${JSON.stringify(lessonPath)};
import { chapterRoute } from ${JSON.stringify(chapterRoutePath)};

const route = chapterRoute(lesson);
export const meta = route.meta;
export const handle = route.handle;
export default route.Page;
`;
}

/**
 * Writes the file of one lesson, if it is not there already, and returns its path from the folder of the routes.
 *
 * @param root the repository's folder
 */
export function writeChapterModule(slug: string, root: string = process.cwd()): string {
  const folder = join(root, '.react-router/chapters');
  const file = join(folder, `${slug}.tsx`);
  const text = chapterModuleText(
    relative(folder, join(root, 'content/lessons', `${slug}.md`)),
    relative(folder, join(root, 'src/app/chapter/chapterRoute')),
  );
  mkdirSync(folder, { recursive: true });
  if (readIfThere(file) !== text) writeFileSync(file, text);
  return relative(join(root, 'src/app'), file);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
