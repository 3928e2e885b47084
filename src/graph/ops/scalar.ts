import type { LeafDefinition } from '../opDefinition';

/** scalar: one step-dependent number, such as the learning rate; changed between steps without recompiling. */
export const scalar: LeafDefinition = { inputs: [], leaf: 'one number that may change from step to step' };
