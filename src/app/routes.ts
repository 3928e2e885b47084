/** Every address of the book. */
import { existsSync } from 'node:fs';
import { index, route, type RouteConfig } from '@react-router/dev/routes';
import { writeChapterModule } from './chapter/routeModule';
import { writtenSlugs } from './pages';

export default [
  index('routes/cover.tsx'),
  ...writtenSlugs().map((slug) => route(`chapters/${slug}`, writeChapterModule(slug), { id: `chapter-${slug}` })),
  ...['glossary', 'notation']
    .filter((name) => existsSync(`content/${name}.md`))
    .map((name) => route(name, `routes/${name}.tsx`)),
  route('bibliography', 'routes/bibliography.tsx'),
  route('gallery', 'routes/gallery.tsx'),
  route('*', 'routes/unknown.tsx'),
] satisfies RouteConfig;
