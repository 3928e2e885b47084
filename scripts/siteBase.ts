/**
 * The folder of the site in which the book is published: `/` or, with `BASE=/book/`, a sub-folder. Read by the build and the server,
 * never by the page, which has `import.meta.env.BASE_URL`.
 */

/** `BASE` with a slash at both ends. Throws when it is not a plain path. */
export function siteBase(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const given = environment['BASE'] ?? '';
  const inner = given.replace(/^\/+|\/+$/g, '');
  if (inner === '') return '/';
  if (!/^[\w.~-]+(\/[\w.~-]+)*$/.test(inner) || inner.split('/').includes('..')) {
    throw new Error(
      `BASE: expected the path of a folder such as /book/ (letters, digits, and . _ ~ - between slashes), found "${given}". ` +
        'Set it to the folder under which the book will be served, or leave it out.',
    );
  }
  return `/${inner}/`;
}
