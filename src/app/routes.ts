/** Every address of the book. */
import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [index('routes/cover.tsx'), route('*', 'routes/unknown.tsx')] satisfies RouteConfig;
