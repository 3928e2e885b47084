/** The book is a set of prerendered pages: no server renders anything when it is read. */
import type { Config } from '@react-router/dev/config';
import { siteBase } from './src/app/base';
import { pagePaths } from './src/app/pages';

export default {
  appDirectory: 'src/app',
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
