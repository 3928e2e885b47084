/**
 * Reverse-mode differentiation: appends the backward pass to a graph as ordinary nodes.
 *
 * Picture: walk the list of nodes backwards from the loss. Each node that lies on a path from a wanted node to the loss hands its
 * gradient to its inputs by its op's rule; gradients that meet at one node are added. Nothing is appended off those paths: the first
 * layer's input gets no gradient unless it is asked for.
 *
 * Names: the gradient to node `x` is `x#gradient`. Where several users of x send one, each part is `x#gradient@user` and their sum
 * `x#gradient`. A rule that hands its gradient on unchanged appends nothing.
 *
 * Two other rules for the rectifier serve pictures of what a network looks for; neither is a derivative:
 * deconvnet: dx = max(0, dy), whatever the unit did forward. guided: dx = dy where both y and dy are positive, else 0.
 *
 * Sources: Griewank & Walther, "Evaluating Derivatives" (2008), chapter 3. Deconvnet: Zeiler & Fergus, ECCV 2014, section 2.1.
 * Guided back-propagation: Springenberg, Dosovitskiy, Brox & Riedmiller, ICLR 2015 workshop (arXiv:1412.6806), figure 1.
 */

import type { NodeId, NodeOf } from './graph';
import {
  GraphError,
  isLeaf,
  type ComputedName,
  type GradientRule,
  type GraphBuilder,
  type OpDefinition,
} from './opDefinition';
import { ops } from './ops';

/** How a rectifier hands its gradient back: as the derivative says, or by a rule made for pictures. */
export const rectifierRules = ['derivative', 'deconvnet', 'guided'] as const;
export type RectifierRule = (typeof rectifierRules)[number];

/**
 * Gradients of a scalar `loss` with respect to each node of `wrt`, which may be parameters, inputs or anything between.
 *
 * `rectifier` (the derivative when left out) replaces the rule of every relu on the way; all other ops keep theirs.
 *
 * @throws GraphError when the loss is not a single number, when a wanted node does not influence it, or when the only way leads
 * through an op that is not differentiable.
 */
export function gradient(
  builder: GraphBuilder,
  loss: NodeId,
  wrt: readonly NodeId[],
  { rectifier = 'derivative' }: { readonly rectifier?: RectifierRule } = {},
): Map<NodeId, NodeId> {
  const lossNode = builder.node(loss);
  if (lossNode.shape.length > 0 || lossNode.dtype !== 'float32') {
    throw new GraphError(
      `${lossNode.name} (${lossNode.op}): expected a loss that is a single float32 number, shape [], found ${lossNode.dtype} [${lossNode.shape.join(',')}]. Take its mean first.`,
    );
  }
  const onPath = nodesOnPaths(builder, loss, wrt);
  const users = countUses(builder, onPath);
  const parts = new Map<NodeId, NodeId[]>();
  const gradients = new Map<NodeId, NodeId>();

  parts.set(loss, [builder.constant(`${lossNode.name}#gradient`, [], new Float32Array([1]))]);
  for (let index = loss as number; index >= 0; index--) {
    const id = index as NodeId;
    const contributions = parts.get(id);
    if (contributions === undefined) continue;
    const node = builder.node(id);
    const dy = sum(builder, `${node.name}#gradient`, contributions);
    gradients.set(id, dy);
    // A wanted node may be one that nothing flows through: its inputs are not asked for.
    if (isLeaf(node) || !node.inputs.some((input) => onPath.has(input))) continue;
    const rules = node.op === 'relu' && rectifier !== 'derivative' ? [ruleOfRectifier(rectifier)] : rulesOf(node);
    node.inputs.forEach((input, position) => {
      const rule = rules[position];
      if (!onPath.has(input) || rule === null || rule === undefined) return;
      const inputName = builder.node(input).name;
      const name = (users.get(input) ?? 0) > 1 ? `${inputName}#gradient@${node.name}` : `${inputName}#gradient`;
      const part = rule({ builder, node, dy, name: unused(builder, name) }, ...node.inputs);
      parts.set(input, [...(parts.get(input) ?? []), part]);
    });
  }

  const result = new Map<NodeId, NodeId>();
  for (const id of wrt) {
    const found = gradients.get(id);
    if (found === undefined) {
      throw new GraphError(
        `${builder.node(id).name}: expected a node that influences ${lossNode.name}, found no differentiable way between them. Leave it out of wrt.`,
      );
    }
    result.set(id, found);
  }
  return result;
}

/** Nodes that depend on one of `wrt` and that the loss depends on, along inputs through which a gradient flows. */
function nodesOnPaths(builder: GraphBuilder, loss: NodeId, wrt: readonly NodeId[]): Set<NodeId> {
  const dependent = new Set<NodeId>(wrt);
  for (const node of builder.nodes.slice(0, loss + 1)) {
    if (isLeaf(node)) continue;
    const { gradient: rules } = ops[node.op];
    const flows = (position: number): boolean => 'notDifferentiable' in rules || rules[position] !== null;
    if (node.inputs.some((input, position) => dependent.has(input) && flows(position))) dependent.add(node.id);
  }
  const onPath = new Set<NodeId>();
  const pending: NodeId[] = dependent.has(loss) ? [loss] : [];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (onPath.has(id)) continue;
    onPath.add(id);
    pending.push(...builder.node(id).inputs.filter((input) => dependent.has(input)));
  }
  return onPath;
}

/** How many times each node is used as an input by nodes on the paths. */
function countUses(builder: GraphBuilder, onPath: ReadonlySet<NodeId>): Map<NodeId, number> {
  const uses = new Map<NodeId, number>();
  for (const id of onPath) {
    for (const input of builder.node(id).inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  return uses;
}

function ruleOfRectifier(rule: Exclude<RectifierRule, 'derivative'>): GradientRule<ComputedName> {
  switch (rule) {
    case 'deconvnet':
      return ({ builder, dy, name }) => builder.apply('relu', name, [dy], {});
    case 'guided':
      return ({ builder, node, dy, name }) => {
        const positive = builder.apply('relu', unused(builder, `${name}.positive`), [dy], {});
        return builder.apply('reluGradient', name, [node.id, positive], {});
      };
    default:
      return rule satisfies never;
  }
}

function rulesOf<K extends ComputedName>(node: NodeOf<K>): readonly GradientRule<K>[] {
  const definition: OpDefinition<K> = ops[node.op];
  const rules = definition.gradient;
  if ('notDifferentiable' in rules) {
    throw new GraphError(
      `${node.name} (${node.op}): expected a differentiable op between the loss and what is trained, found one that is not: ${rules.notDifferentiable}. Take the gradient of something that does not pass through it.`,
    );
  }
  return rules;
}

function sum(builder: GraphBuilder, name: string, parts: readonly NodeId[]): NodeId {
  const [first, ...others] = parts;
  if (first === undefined) throw new GraphError(`internal: ${name} has no parts to add`);
  return others.reduce(
    (total, part, index) =>
      builder.apply(
        'add',
        index === others.length - 1 ? unused(builder, name) : unused(builder, `${name}+`),
        [total, part],
        {},
      ),
    first,
  );
}

/** The name itself, or with a number behind it when it is taken: a node used twice by one user, a gradient taken twice. */
function unused(builder: GraphBuilder, name: string): string {
  const taken = (candidate: string): boolean => builder.nodes.some((node) => node.name === candidate);
  if (!taken(name)) return name;
  let number = 2;
  while (taken(`${name}.${number}`)) number++;
  return `${name}.${number}`;
}
