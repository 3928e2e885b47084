/**
 * The build of the book. `BASE=/book/` publishes it in a sub-folder. Vitest has a configuration of its own.
 */
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';
import { isolationHeaders } from './scripts/isolationHeaders';
import { servedDataList } from './scripts/servedDataList';
import { siteBase } from './scripts/siteBase';
import { lessons } from './src/lessons/vitePlugin';

const base = siteBase();

/** On every answer of the development server, also on pages, which Vite's own `server.headers` does not reach. */
function crossOriginIsolation(): Plugin {
  return {
    name: 'cross-origin-isolation',
    configureServer: ({ middlewares }) => {
      middlewares.use((_request, response, next) => {
        for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
        next();
      });
    },
  };
}

/** What scripts/finishBuild.ts writes into the built book: which data sets lie beside it. */
function servedData(): Plugin {
  return {
    name: 'served-data',
    configureServer: ({ middlewares }) => {
      middlewares.use(`${base}data/index.json`, (_request, response) => {
        response.setHeader('Content-Type', 'application/json').end(servedDataList('public'));
      });
    },
  };
}

export default defineConfig({
  base,
  plugins: [crossOriginIsolation(), servedData(), lessons(), reactRouter()],
  worker: { format: 'es' },
  // A worker, a model or the kernels are files of their own: never inlined as data, so that they are cached and typed.
  assetsInclude: ['**/*.wasm'],
  build: { assetsInlineLimit: 0, target: 'es2022' },
});
