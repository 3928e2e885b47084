/** The largest gradient of the loss with respect to a score, of one example: what a gradient's tolerance is measured by. */

import type { FullView } from '../../network/build';
import type { Program } from '../executors/executor';
import { largestMagnitude } from './comparison';

/** 1 where the loss is not one whose slope fades away as the network becomes sure. */
export async function slopeOfScores({ graph }: FullView, program: Program): Promise<number> {
  const node = graph.nodes.find(({ op }) => op === 'softmaxCrossEntropyGradient');
  if (node === undefined) return 1;
  // The loss is the mean over the examples.
  return largestMagnitude(await program.read(node.name)) * (node.shape[0] ?? 1);
}
