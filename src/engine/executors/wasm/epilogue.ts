import type { NodeId } from '../../../graph/graph';

/** What happens to a product before it is stored, and which node's value it then is. */
export interface Epilogue {
  readonly bias: NodeId | null;
  readonly relu: boolean;
  readonly result: NodeId;
}
