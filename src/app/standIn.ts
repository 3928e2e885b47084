/** Temporary: stands in for the lessons plugin until src/lessons/vitePlugin.ts exists. To be deleted with its first use there. */
import type { Plugin } from 'vite';
import { parse } from 'yaml';
import { loadBook } from '../lessons/book';

export function lessonsStandIn(): Plugin {
  return {
    name: 'lessons-stand-in',
    enforce: 'pre',
    resolveId: (id) => (/^virtual:(book|bibliography)$/.test(id) ? `\0${id}` : undefined),
    load: (id) => {
      if (id === '\0virtual:book') return `export const book = ${JSON.stringify(loadBook('content'))};`;
      if (id === '\0virtual:bibliography') return 'export const references = [];';
      return undefined;
    },
    transform: (text, id) => {
      if (!/\.md(\?|$)/.test(id) || id.includes('__react-router')) return undefined;
      const [, front = '', body = text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
      const meta = front === '' ? null : { ...(parse(front) as object), slug: /([\w-]+)\.md/.exec(id)?.[1] };
      const blocks = body.split('\n\n').map((block) => {
        const heading = /^## (.*)$/.exec(block);
        if (heading?.[1] === undefined) return { text: block };
        return { heading: heading[1], id: heading[1].toLowerCase().replace(/\W+/g, '-') };
      });
      const sections = blocks.flatMap((block) =>
        block.heading === undefined ? [] : [{ id: block.id, title: block.heading, level: 2 }],
      );
      return {
        code: `import { jsx } from 'react/jsx-runtime';
export const meta = ${JSON.stringify(meta)};
export const sections = ${JSON.stringify(sections)};
export const references = [];
const blocks = ${JSON.stringify(blocks)};
export default function Content({ components: { h2 = 'h2' } = {} }) {
  return blocks.map((block, key) => block.heading ? jsx(h2, { id: block.id, children: block.heading }, key) : jsx('p', { children: block.text }, key));
}`,
        map: null,
      };
    },
  };
}
