/** Every op's gradient rule against finite differences, in float64, on every case of `opCases.ts`. */

import { describe, expect, test } from 'vitest';
import { createBuilder } from '../graph/builder';
import { gradient } from '../graph/gradient';
import type { NodeId } from '../graph/graph';
import type { ComputedName, OpDefinition } from '../graph/opDefinition';
import { computedNames, ops } from '../graph/ops';
import { randomStream } from '../tensor/random';
import { sizeOf } from '../tensor/shape';
import { evaluate } from './evaluate';
import { Grid } from './grid';
import { caseValues, opCases, type OpCase } from './opCases';

const step = 1e-5;
/** Central differences err by about step² and by rounding of about 1e-16 / step. */
const tolerance = 1e-7;

/** A graph whose loss is a random combination of all elements of the op's output, so that no error can hide in another. */
function lossOf<K extends ComputedName>(op: K, opCase: OpCase<K>) {
  const builder = createBuilder();
  const definition: OpDefinition<K> = ops[op];
  const inputs = opCase.inputs.map(({ shape, values }, position) =>
    builder.input(definition.inputs[position]!, shape, typeof values === 'number' ? 'int32' : 'float32'),
  );
  const y = builder.apply(op, 'result', inputs, opCase.attributes);
  const { shape } = builder.node(y);
  const stream = randomStream(2, opCase.title);
  const weights = builder.constant(
    'combination',
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => stream.bell()),
  );
  const loss = builder.apply('mean', 'loss', [builder.apply('multiply', 'weighted', [y, weights], {})], {});
  const values = new Map<NodeId, Grid>(
    opCase.inputs.map((input, position) => [
      inputs[position]!,
      new Grid(input.shape, caseValues(op, opCase.title, input, position)),
    ]),
  );
  return { builder, inputs, loss, values };
}

function check<K extends ComputedName>(op: K, opCase: OpCase<K>): void {
  const { builder, inputs, loss, values } = lossOf(op, opCase);
  const rules = (ops[op] as OpDefinition<K>).gradient;
  if ('notDifferentiable' in rules) throw new Error('not differentiable');
  const differentiable = inputs.filter((_, position) => rules[position] !== null);
  const forward = builder.nodes.slice(0, loss + 1);
  const gradients = gradient(builder, loss, differentiable);
  const analytic = evaluate(builder.nodes, (leaf) => values.get(leaf.id)!);

  for (const id of inputs) {
    const node = builder.node(id);
    if (node.dtype === 'int32') continue;
    const x = values.get(id)!;
    const lossAt = (element: number, shift: number): number => {
      const shifted = new Grid(x.shape, x.values);
      shifted.values[element]! += shift;
      return evaluate(forward, (leaf) => (leaf.id === id ? shifted : values.get(leaf.id)!))
        .get(loss)!
        .get();
    };
    const gradientId = gradients.get(id);
    // A null rule claims that nothing flows: then the numeric slope has to be zero.
    const computed = gradientId === undefined ? new Grid(x.shape) : analytic.get(gradientId)!;
    expect(computed.shape).toEqual(x.shape);
    x.values.forEach((_, element) => {
      const numeric = (lossAt(element, step) - lossAt(element, -step)) / (2 * step);
      const difference = Math.abs(computed.values[element]! - numeric);
      const where = `${node.name}, element ${element}: rule ${computed.values[element]!}, finite difference ${numeric}`;
      expect(difference, where).toBeLessThan(tolerance * Math.max(1, Math.abs(numeric)));
    });
  }
}

/** Why the op has no gradient rules; empty for a differentiable one. */
function reasonOf(op: ComputedName): string {
  const { gradient: rules } = ops[op];
  return 'notDifferentiable' in rules ? rules.notDifferentiable : '';
}

for (const op of computedNames) {
  describe(`gradient of ${op}`, () => {
    const reason = reasonOf(op);
    if (reason === '') {
      for (const opCase of opCases[op]) {
        // Each row of the table holds cases of its own op, which the union of all rows no longer says.
        test(opCase.title, () => check(op, opCase as OpCase<typeof op>));
      }
      return;
    }
    test.each<OpCase<typeof op>>([...opCases[op]])(`is refused: ${reason}: $title`, (opCase) => {
      const builder = createBuilder();
      const inputs = opCase.inputs.map(({ shape, values }, position) => {
        const name = ops[op].inputs[position]!;
        if (values === 'bytes' || values === 'numbers') {
          return builder.data(name, shape, values === 'bytes' ? 'uint8' : 'float32');
        }
        return builder.input(name, shape, typeof values === 'number' ? 'int32' : 'float32');
      });
      const y = builder.apply(op, 'result', inputs, opCase.attributes);
      if (builder.node(y).dtype === 'int32') {
        expect(() => gradient(builder, y, [inputs[0]!])).toThrow(/found int32 \[\d\]\. Take its mean first\./);
        return;
      }
      const loss = builder.apply('mean', 'loss', [y], {});
      expect(() => gradient(builder, loss, [inputs[0]!])).toThrow(
        `result (${op}): expected a differentiable op between the loss and what is trained, found one that is not: ${reason}.`,
      );
    });
  });
}
