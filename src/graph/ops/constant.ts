import type { LeafDefinition } from '../opDefinition';

/** constant: fixed values that belong to the graph, such as a table of connections or of prototypes. */
export const constant: LeafDefinition = { inputs: [], leaf: 'fixed values' };
