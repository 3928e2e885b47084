/** Files that lie beside the book's pages, wherever the book lies: a folder of a static host, a class server, the author's machine. */

import { EngineError } from './engineError';

/**
 * @param base absolute address of the book's root, ending in `/`
 * @param tag changes with the file's content, so that no cache hands out an older one; without it the server is asked whether it has changed.
 * @returns null when there is no such file
 * @throws EngineError `unavailable` when the server does not answer, or with a fault
 */
export async function fetchBookFile(
  base: string,
  path: string,
  tag?: string,
  get: (address: string, options: RequestInit) => Promise<Response> = fetch,
): Promise<Uint8Array | null> {
  const address = `${base}${path}`;
  const refuse = (found: string): EngineError =>
    new EngineError(
      'unavailable',
      `${address}: expected a file from the book's server, found ${found}. Look whether you are online, and load the page again.`,
    );
  let reply: Response;
  try {
    reply = await get(
      tag === undefined ? address : `${address}?${tag}`,
      tag === undefined ? { cache: 'no-cache' } : {},
    );
  } catch (error) {
    throw refuse(`no answer (${error instanceof Error ? error.message : String(error)})`);
  }
  // Some servers send a page for every unknown address.
  const isPage = reply.headers.get('content-type')?.includes('text/html') === true;
  if (reply.status === 404 || (reply.ok && isPage)) return null;
  if (!reply.ok) throw refuse(`the answer ${reply.status}`);
  try {
    return new Uint8Array(await reply.arrayBuffer());
  } catch (error) {
    throw refuse(`an answer that broke off (${error instanceof Error ? error.message : String(error)})`);
  }
}
