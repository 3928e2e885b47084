/** The dialect of Markdown that the book is written in, as parser plugins; what the parts mean is the other plugins' business. */

import type { Root } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { type PluggableList, unified } from 'unified';

export const dialect: PluggableList = [remarkFrontmatter, remarkGfm, remarkMath, remarkDirective];

const parser = unified().use(remarkParse).use(dialect).freeze();

export function parseMarkdown(source: string): Root {
  return parser.parse(source);
}
