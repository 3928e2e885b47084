import type { LeafDefinition } from '../opDefinition';

/** data: bytes that lie where the executor is and never change, such as all images of a data set. */
export const data: LeafDefinition = { inputs: [], leaf: 'stored bytes' };
