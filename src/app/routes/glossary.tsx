/** The glossary, from content/glossary.md. */
import * as glossary from '../../../content/glossary.md';
import { markdownPage } from '../markdownPage';

const page = markdownPage(glossary, '/glossary/');
export const meta = page.meta;
export const handle = page.handle;
export default page.Page;
