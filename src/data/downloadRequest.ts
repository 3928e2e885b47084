/**
 * One request of a download: nothing of the reader goes with it, and no other host than the one that was shown is asked.
 */

import { fileInWords, Interruption, Refusal } from './downloadReply';
import type { Watch } from './downloadWatch';
import type { PublishedFile } from './published';

const MOST_REDIRECTS = 5;

/** Nothing came at all. */
export class NoAnswer extends Interruption {}

/** @throws NoAnswer, Refusal (a redirect elsewhere) */
export async function ask(
  address: string,
  headers: Readonly<Record<string, string>>,
  file: PublishedFile,
  get: typeof fetch,
  watch: Watch,
): Promise<Response> {
  let at = address;
  for (let redirects = 0; ; redirects++) {
    let reply: Response;
    try {
      reply = await get(at, {
        headers,
        redirect: 'manual',
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        signal: watch.signal,
      });
    } catch (error) {
      throw new NoAnswer(`expected ${fileInWords(file)}, found ${watch.inWords() ?? `no answer${causeOf(error)}`}`);
    }
    const isRedirect = reply.type === 'opaqueredirect' || (reply.status >= 300 && reply.status < 400);
    if (!isRedirect) return reply;
    await reply.body?.cancel().catch(() => undefined);
    const place = reply.headers.get('location');
    const next = place === null ? null : new URL(place, at);
    if (next?.host !== new URL(at).host || next.protocol !== new URL(at).protocol || redirects === MOST_REDIRECTS) {
      throw new Refusal(
        `expected ${fileInWords(file)}, found a redirect to ${next === null ? 'another address' : next.href}, ` +
          `which is not followed: only the address that was shown is asked`,
      );
    }
    at = next.href;
  }
}

/** ` (ECONNREFUSED)`: what the platform says of a failed request, where it says anything. */
export function causeOf(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : { cause: undefined, message: String(error) };
  const deeper = cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : message;
  return deeper === '' ? '' : ` (${deeper})`;
}
