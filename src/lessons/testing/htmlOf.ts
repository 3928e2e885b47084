/** Runs a compiled page and renders it as the build does. Only for tests; in the book, Vite does the running. */

import { runInThisContext } from 'node:vm';
import { createElement, type ComponentType } from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import { renderToStaticMarkup } from 'react-dom/server';
import { MemoryRouter } from 'react-router';
import * as components from '../components';

const modules: Readonly<Record<string, unknown>> = { 'react/jsx-runtime': jsxRuntime, components };

/** `code` was compiled with `components` as the name of its components' module. */
export function htmlOf(code: string): string {
  const body = code
    .replace(/^import \{(.*)\} from "(.*)";$/gm, (_, names: string, from: string) => {
      return `const {${names.replaceAll(' as ', ': ')}} = modules[${JSON.stringify(from)}];`;
    })
    .replace('export default function', 'return function');
  // MDXContent is returned at once; the functions after it are hoisted.
  const make = runInThisContext(`(function (modules) {${body}\n})`) as (all: typeof modules) => ComponentType;
  const Page = make(modules);
  return renderToStaticMarkup(createElement(MemoryRouter, null, createElement(Page)));
}
