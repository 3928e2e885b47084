/**
 * The build of the book. `BASE=/book/` publishes it in a sub-folder. Vitest has a configuration of its own.
 */
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';
import { isolationHeaders } from './scripts/isolationHeaders';
import { siteBase } from './scripts/siteBase';
import { missingViews } from './src/app/standIn';
import { lessons } from './src/lessons/vitePlugin';

/** On every answer of the development server, also on pages, which Vite's own `server.headers` does not reach. */
function crossOriginIsolation(): Plugin {
  const setHeaders = (response: { setHeader(name: string, value: string): void }): void => {
    for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
  };
  return {
    name: 'cross-origin-isolation',
    configureServer: (server) => {
      server.middlewares.use((_request, response, next) => {
        setHeaders(response);
        next();
      });
    },
    configurePreviewServer: (server) => {
      server.middlewares.use((_request, response, next) => {
        setHeaders(response);
        next();
      });
    },
  };
}

export default defineConfig({
  base: siteBase(),
  plugins: [crossOriginIsolation(), lessons(), missingViews(), reactRouter()],
  worker: { format: 'es' },
  // A worker, a model or the kernels are files of their own: never inlined as data, so that they are cached and typed.
  assetsInclude: ['**/*.wasm'],
  build: { assetsInlineLimit: 0, target: 'es2022' },
});
