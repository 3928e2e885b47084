/**
 * Renders one page while the book is built. Nothing of this runs when the book is read.
 * A page is rendered whole, without streaming, so that its text is in place for a reader without JavaScript.
 */
import { prerender } from 'react-dom/static';
import { ServerRouter, type EntryContext } from 'react-router';

export default async function renderPage(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
): Promise<Response> {
  const { prelude } = await prerender(<ServerRouter context={routerContext} url={request.url} />);
  headers.set('Content-Type', 'text/html; charset=utf-8');
  return new Response(prelude, { status, headers });
}
