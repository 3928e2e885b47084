/** Ops that need the book's own random source. */
import type { NotInTfjs } from './apply';

export const dropout: NotInTfjs = {
  cannot: 'tfjs has no rotation of 32-bit words, of which the random source is made',
};
