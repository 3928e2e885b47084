/** Every op that is computed (leaves are only fetched), by name: total, so that a new op without a tfjs form does not compile. */
import type { OpName } from '../../../graph/graph';
import * as activations from './activations';
import type { TfjsOp } from './apply';
import * as arithmetic from './arithmetic';
import * as axes from './axes';
import * as convolution from './convolution';
import * as elementwise from './elementwise';
import * as gram from './gram';
import * as losses from './losses';
import * as optimizers from './optimizers';

export const leafOps = ['input', 'parameter', 'scalar', 'constant'] as const;
export type ComputedOp = Exclude<OpName, (typeof leafOps)[number]>;

export const tfjsOps: { readonly [K in ComputedOp]: TfjsOp<K> } = {
  ...elementwise,
  ...activations,
  ...arithmetic,
  ...axes,
  ...convolution,
  ...gram,
  ...losses,
  ...optimizers,
};
