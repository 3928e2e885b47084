import type { Shape } from '../tensor/shape';

/** A named array of the parameter store, as `ParameterStore` wants it. */
export interface SlotSpec {
  readonly name: string;
  readonly shape: Shape;
}
