import type { Shape } from '../tensor/shape';

/** A named array of the parameter store, as `ParameterStore` wants it. */
export interface SlotSpec {
  readonly name: string;
  readonly shape: Shape;
}

/** Whether a slot holds an optimizer's moment, such as `conv.weight@mean`, and not what the network computes with. */
export function isMoment(slot: string): boolean {
  return slot.includes('@');
}
