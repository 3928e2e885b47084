/** Ops that need the book's own random source. */
import type { NotInTfjs } from './apply';
import { missingInTfjs } from './missing';

export const dropout: NotInTfjs = { cannot: missingInTfjs.dropout };
