/** Ops that need the book's own random source. */
import type { NotInTfjs } from './apply';
import { missingInTfjs } from './missing';

export const dropout: NotInTfjs = { cannot: missingInTfjs.dropout };
export const warpImages: NotInTfjs = { cannot: missingInTfjs.warpImages };
export const jitterColours: NotInTfjs = { cannot: missingInTfjs.jitterColours };
export const eraseRectangles: NotInTfjs = { cannot: missingInTfjs.eraseRectangles };
