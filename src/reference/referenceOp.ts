/**
 * What a reference op is: the op's formula as a loop nest over float64 grids, in the words of `graph/ops/<op>.ts`.
 *
 * Deliberately without checks of shapes: the graph's shape rules have made them. To add one, copy `relu.ts`.
 */

import type { OpAttributes, OpName } from '../graph/graph';
import type { Grid } from './grid';

/** Inputs in the op's order; int32 inputs (labels) arrive as whole numbers. Returns a new grid and leaves its inputs alone. */
export type ReferenceOp<K extends OpName> = (attributes: OpAttributes[K], ...inputs: readonly Grid[]) => Grid;
