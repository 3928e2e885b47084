/**
 * The headers that make a page cross-origin isolated, so that threads over shared memory are allowed.
 * Sent by the development server, by `npm start` and by the servers of the browser tests.
 */
export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;
