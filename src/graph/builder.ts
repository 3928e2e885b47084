/**
 * Builds a graph node by node and checks every shape on the way, so that a finished `Graph` needs no further checks.
 *
 * Picture: a list that only grows. A node may use only what stands before it, so the list is in an order in which it
 * can be computed, and there can be no cycle.
 */

import { formatShape, sameShape, sizeOf, type Shape } from '../tensor/shape';
import type { Graph, GraphNode, NodeId, OpAttributes, OpName } from './graph';
import { GraphError, ShapeProblem, type ComputedName, type GraphBuilder, type OpDefinition } from './opDefinition';
import { ops } from './ops';

export function createBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const byName = new Map<string, GraphNode>();

  function append<K extends OpName>(
    op: K,
    name: string,
    inputs: readonly NodeId[],
    attributes: OpAttributes[K],
    result: Pick<GraphNode, 'shape' | 'dtype'>,
  ): NodeId {
    const taken = byName.get(name);
    if (taken !== undefined) {
      throw new GraphError(
        `${name} (${op}): expected a name of its own, found another node (${taken.op}) of that name. Rename one.`,
      );
    }
    const id = nodes.length as NodeId;
    // `op` and `attributes` have the same K here, which TypeScript cannot carry into the union of all nodes.
    const node = { id, op, name, inputs, attributes, shape: result.shape, dtype: result.dtype } as unknown as GraphNode;
    nodes.push(node);
    byName.set(name, node);
    return id;
  }

  /** A leaf that may be asked for again under the same name and shape. */
  function once(op: 'parameter' | 'scalar', slot: string, shape: Shape): NodeId {
    const known = byName.get(slot);
    if (known?.op !== op) return append(op, slot, [], { slot }, { shape, dtype: 'float32' });
    if (!sameShape(known.shape, shape)) {
      throw new GraphError(
        `${slot} (${op}): expected the shape ${formatShape(known.shape)} it already has, found ${formatShape(shape)}. One slot has one shape.`,
      );
    }
    return known.id;
  }

  function node(id: NodeId): GraphNode {
    const found = nodes[id];
    if (found === undefined) throw new GraphError(`internal: node ${id} is not in this graph of ${nodes.length} nodes`);
    return found;
  }

  return {
    nodes,
    node,
    input: (name, shape, dtype) => append('input', name, [], { dtype }, { shape, dtype }),
    parameter: (slot, shape) => once('parameter', slot, shape),
    scalar: (slot) => once('scalar', slot, []),

    constant(name, shape, values) {
      if (values.length !== sizeOf(shape)) {
        throw new GraphError(
          `${name} (constant): expected ${sizeOf(shape)} values for the shape ${formatShape(shape)}, found ${values.length}. Give one value per element.`,
        );
      }
      return append('constant', name, [], { values }, { shape, dtype: 'float32' });
    },

    data: (name, shape, dtype = 'uint8') => append('data', name, [], { dtype }, { shape, dtype }),

    apply<K extends ComputedName>(op: K, name: string, inputs: readonly NodeId[], attributes: OpAttributes[K]): NodeId {
      const definition: OpDefinition<K> = ops[op];
      const inputNodes = inputs.map(node);
      if (inputNodes.length !== definition.inputs.length) {
        throw new GraphError(
          `${name} (${op}): expected ${definition.inputs.length} inputs (${definition.inputs.join(', ')}), found ${inputNodes.length}. Pass one node for each.`,
        );
      }
      inputNodes.forEach((input, index) => {
        const inputName = definition.inputs[index] ?? '';
        if (definition.storedInputs?.includes(inputName) === true) {
          if (input.op === 'data') return;
          throw new GraphError(
            `${name} (${op}): expected ${inputName} to be stored data, found ${input.name} (${input.op}). Declare it with data().`,
          );
        }
        const expected =
          definition.integerInputs?.includes(inputName) === true
            ? 'int32'
            : definition.byteInputs?.includes(inputName) === true
              ? 'uint8'
              : 'float32';
        if (input.dtype !== expected) {
          throw new GraphError(
            `${name} (${op}): expected ${inputName} to hold ${expected}, found ${input.dtype} in ${input.name}. Pass another node.`,
          );
        }
      });
      try {
        return append(
          op,
          name,
          inputs,
          attributes,
          definition.shape(attributes, ...inputNodes.map((input) => input.shape)),
        );
      } catch (error) {
        if (error instanceof ShapeProblem) throw new GraphError(`${name} (${op}): ${error.message}`, { cause: error });
        throw error;
      }
    },

    finish({ outputs, updates = [] }): Graph {
      for (const id of Object.values(outputs)) node(id);
      const updated = new Set<string>();
      for (const { slot, value } of updates) {
        const target = byName.get(slot);
        const next = node(value);
        if (target?.op !== 'parameter') {
          throw new GraphError(
            `${slot} (update): expected a parameter of that name, found ${target?.op ?? 'none'}. Declare it with parameter().`,
          );
        }
        if (!sameShape(target.shape, next.shape)) {
          throw new GraphError(
            `${slot} (update): expected a next value of shape ${formatShape(target.shape)}, found ${formatShape(next.shape)} in ${next.name}. A slot keeps its shape.`,
          );
        }
        if (updated.has(slot)) {
          throw new GraphError(`${slot} (update): expected one next value, found two. Combine them before the update.`);
        }
        updated.add(slot);
      }
      return { nodes: [...nodes], outputs: { ...outputs }, updates: [...updates] };
    },
  };
}
