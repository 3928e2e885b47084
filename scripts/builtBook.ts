/** Where the built book lies, and under which folder of a site it was built to be served. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteBase } from './siteBase';

export interface BuiltBook {
  /** The folder with the book's pages, to be served at `base`. */
  readonly directory: string;
  readonly base: string;
}

const record = 'book.json';

export function buildDirectory(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return environment['BUILD_DIRECTORY'] ?? 'build';
}

export function recordBuild(build: string, base: string): void {
  writeFileSync(join(build, record), `${JSON.stringify({ base })}\n`);
}

/** Throws when there is no built book, or when it was built for another folder than the one asked for. */
export function findBuiltBook(environment: Readonly<Record<string, string | undefined>> = process.env): BuiltBook {
  const build = buildDirectory(environment);
  let base: string;
  try {
    ({ base } = JSON.parse(readFileSync(join(build, record), 'utf8')) as { base: string });
  } catch {
    throw new Error(`serve: expected the built book in ${build}/, found none. Build it first: npm run build`);
  }
  const wanted = environment['BASE'];
  if (wanted !== undefined && siteBase(environment) !== base) {
    throw new Error(
      `serve: expected a book built for ${siteBase(environment)} (BASE), found one built for ${base} in ${build}/. ` +
        `Build it again: BASE=${wanted} npm run build`,
    );
  }
  return { directory: join(build, 'client'), base };
}
