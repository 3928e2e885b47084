import type { LeafDefinition } from '../opDefinition';

/** data: bytes, or numbers, that lie where the executor is and never change, such as all images of a data set. */
export const data: LeafDefinition = { inputs: [], leaf: 'stored data' };
