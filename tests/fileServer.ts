/**
 * A server on this machine that sends a few small files, as well or as badly as a test wants. What it was asked is kept in order.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

export interface FileServer {
  /** Ends in `/`. */
  readonly folder: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** @param round how often this path was asked before */
export type Answer = (request: IncomingMessage, response: ServerResponse, round: number) => void;

export async function startFileServer(answer: Answer): Promise<FileServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const round = asked.filter((before) => before.path === path).length;
    asked.push({ path, range: request.headers.range, ifRange: request.headers['if-range'] as string | undefined });
    answer(request, response, round);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    folder: `http://127.0.0.1:${port}/`,
    asked,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface SendOptions {
  readonly etag?: string;
  /** Only so many of the bytes that it promised, then the connection breaks. */
  readonly breakAfter?: number;
  /** Only so many of the bytes that it promised, then nothing more. */
  readonly stallAfter?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** As a good server: whole, or from where it was asked when the mark agrees (RFC 9110, 14.2 and 13.1.5). */
export function sendWithRanges(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  options: SendOptions = {},
): void {
  const { etag, headers = {} } = options;
  const mark = etag === undefined ? {} : { etag };
  const ifRange = request.headers['if-range'];
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  if (start === undefined || (ifRange !== undefined && ifRange !== etag)) {
    sendWhole(response, bytes, { ...options, headers: { ...mark, ...headers } });
    return;
  }
  const at = Number(start);
  if (at >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const range = `bytes ${at}-${bytes.length - 1}/${bytes.length}`;
  send(response, 206, bytes.subarray(at), { ...options, headers: { ...mark, 'content-range': range, ...headers } });
}

/** As a server that knows no ranges. */
export function sendWhole(response: ServerResponse, bytes: Uint8Array, options: SendOptions = {}): void {
  send(response, 200, bytes, options);
}

function send(response: ServerResponse, status: number, bytes: Uint8Array, options: SendOptions): void {
  const { breakAfter, stallAfter, headers = {} } = options;
  response.writeHead(status, { 'content-length': String(bytes.length), ...headers });
  const some = breakAfter ?? stallAfter;
  if (some === undefined) response.end(bytes);
  // Broken only once what was written is on its way.
  else
    response.write(
      bytes.subarray(0, some),
      () => breakAfter !== undefined && setTimeout(() => response.destroy(), 150),
    );
}
