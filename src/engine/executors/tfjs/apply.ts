/**
 * How one op is computed: what every family of ops in this folder exports for each of its ops.
 *
 * Picture: tfjs is used as a bag of kernels, never as an autograd: the graph already holds the backward pass, so each node becomes
 * one or a few forward kernels on tensors, and nothing is taped.
 */
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { NodeOf, OpName } from '../../../graph/graph';

/** Computes one node from its inputs' tensors. Temporaries are freed by the caller's tidy. */
export type TfjsOp<K extends OpName> = (node: NodeOf<K>, inputs: readonly Tensor[]) => Tensor;

/** Stands in the place of an op that tfjs has no kernels for, with the reason. */
export interface NotInTfjs {
  readonly cannot: string;
}

/** The input at this place; the graph guarantees that it is there, and its rank. */
export function at(inputs: readonly Tensor[], index: number): Tensor {
  const tensor = inputs[index];
  if (tensor === undefined) throw new Error(`internal: tfjs executor: a node lacks input ${index}`);
  return tensor;
}
export const vectorAt = (inputs: readonly Tensor[], index: number): Tensor1D => at(inputs, index) as Tensor1D;
export const matrixAt = (inputs: readonly Tensor[], index: number): Tensor2D => at(inputs, index) as Tensor2D;
/** Images [N,H,W,C] or kernels [H,W,I,O]. */
export const volumeAt = (inputs: readonly Tensor[], index: number): Tensor4D => at(inputs, index) as Tensor4D;
