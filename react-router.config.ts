/** The book is a set of prerendered pages: no server renders anything when it is read. */
import type { Config } from '@react-router/dev/config';
import { siteBase } from './scripts/siteBase';
import { pagePaths } from './src/app/pages';

export default {
  appDirectory: 'src/app',
  // The test of a sub-folder builds beside the book, not over it.
  buildDirectory: process.env['BUILD_DIRECTORY'] ?? 'build',
  basename: siteBase(),
  ssr: false,
  prerender: () => [...pagePaths()],
  future: {
    v8_middleware: true,
    v8_passThroughRequests: true,
    v8_splitRouteModules: true,
    v8_trailingSlashAwareDataRequests: true,
    v8_viteEnvironmentApi: true,
  },
} satisfies Config;
