/**
 * Every op that is computed (leaves are only fetched), by name: total, so that a new op without a tfjs form, or a reason why there is
 * none, does not compile.
 */
import type { GraphNode, OpName } from '../../../graph/graph';
import * as activations from './activations';
import type { NotInTfjs, TfjsOp } from './apply';
import * as arithmetic from './arithmetic';
import * as axes from './axes';
import * as convolution from './convolution';
import * as elementwise from './elementwise';
import * as gram from './gram';
import * as losses from './losses';
import * as normalization from './normalization';
import * as optimizers from './optimizers';
import * as random from './random';
import * as resizing from './resizing';

export const leafOps = ['input', 'parameter', 'scalar', 'constant', 'data'] as const;
/** Done by the executor itself, on the processor; see `feeding.ts`. */
export const hostOps = ['gatherImages', 'gatherLabels'] as const;
export type ComputedOp = Exclude<OpName, (typeof leafOps)[number] | (typeof hostOps)[number]>;

export const tfjsOps: { readonly [K in ComputedOp]: TfjsOp<K> | NotInTfjs } = {
  ...elementwise,
  ...activations,
  ...arithmetic,
  ...axes,
  ...convolution,
  ...gram,
  ...losses,
  ...normalization,
  ...optimizers,
  ...resizing,
  ...random,
};

/** Why tfjs cannot compute an op; null where it can. */
export function whyNot(op: OpName): string | null {
  if ([...leafOps, ...hostOps].some((known) => known === op)) return null;
  const entry: object = tfjsOps[op as ComputedOp];
  return 'cannot' in entry ? String(entry.cannot) : null;
}

/** @throws when a node has an op that tfjs has no kernels for. */
export function requireTfjsOps(nodes: readonly GraphNode[]): void {
  for (const { name, op } of nodes) {
    const reason = whyNot(op);
    if (reason === null) continue;
    throw new Error(
      `${name} (${op}): expected an op that the tfjs executors can compute, found one that they cannot: ${reason}. Choose the executor wasm.`,
    );
  }
}
