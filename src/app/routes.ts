/** Every address of the book. */
import { index, route, type RouteConfig } from '@react-router/dev/routes';
import { writeChapterModule } from './chapter/routeModule';
import { writtenSlugs } from './pages';

export default [
  index('routes/cover.tsx'),
  ...writtenSlugs().map((slug) => route(`chapters/${slug}`, writeChapterModule(slug), { id: `chapter-${slug}` })),
  route('glossary', 'routes/glossary.tsx'),
  route('notation', 'routes/notation.tsx'),
  route('bibliography', 'routes/bibliography.tsx'),
  route('gallery', 'routes/gallery.tsx'),
  route('*', 'routes/unknown.tsx'),
] satisfies RouteConfig;
