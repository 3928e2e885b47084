/** Letters, axes and colours, from content/notation.md. */
import * as notation from '../../../content/notation.md';
import { markdownPage } from '../markdownPage';

const page = markdownPage(notation, '/notation/');
export const meta = page.meta;
export const handle = page.handle;
export default page.Page;
