import type { LeafDefinition } from '../opDefinition';

/** input: values written before each run, such as images x[N,H,W,C] and labels[N]. */
export const input: LeafDefinition = { inputs: [], leaf: 'values written before each run' };
