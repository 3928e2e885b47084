import type { LeafDefinition } from '../opDefinition';

/** parameter: the present value of a slot of the parameter store, such as a weight or an optimizer's moment. */
export const parameter: LeafDefinition = { inputs: [], leaf: 'a slot of the parameter store' };
