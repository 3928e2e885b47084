import { describe, expect, test } from 'vitest';
import { createBuilder } from './builder';
import type { NodeId } from './graph';

describe('builder', () => {
  test('lists nodes in the order in which they can be computed', () => {
    const builder = createBuilder();
    const x = builder.input('x', [2, 3], 'float32');
    const y = builder.apply('relu', 'y', [x], {});
    const graph = builder.finish({ outputs: { y } });
    expect(graph.nodes.map((node) => [node.id, node.op, node.name, node.shape])).toEqual([
      [0, 'input', 'x', [2, 3]],
      [1, 'relu', 'y', [2, 3]],
    ]);
    expect(graph.outputs).toEqual({ y: 1 });
  });

  test('gives one node to a slot that is asked for twice', () => {
    const builder = createBuilder();
    expect(builder.parameter('w', [3])).toBe(builder.parameter('w', [3]));
    expect(builder.scalar('step')).toBe(builder.scalar('step'));
    expect(() => builder.parameter('w', [4])).toThrow(
      'w (parameter): expected the shape [3] it already has, found [4]. One slot has one shape.',
    );
  });

  test('a finished graph does not grow with its builder', () => {
    const builder = createBuilder();
    const x = builder.input('x', [1], 'float32');
    const graph = builder.finish({ outputs: { x } });
    builder.apply('relu', 'y', [x], {});
    expect(graph.nodes).toHaveLength(1);
  });
});

describe('builder refuses', () => {
  test('a name twice', () => {
    const builder = createBuilder();
    const x = builder.input('x', [1], 'float32');
    expect(() => builder.apply('relu', 'x', [x], {})).toThrow(
      'x (relu): expected a name of its own, found another node (input) of that name. Rename one.',
    );
    expect(() => builder.parameter('x', [1])).toThrow('x (parameter): expected a name of its own');
  });

  test('the wrong number of inputs', () => {
    const builder = createBuilder();
    const x = builder.input('x', [1], 'float32');
    expect(() => builder.apply('add', 'y', [x], {})).toThrow('y (add): expected 2 inputs (a, b), found 1.');
  });

  test('labels that are not whole numbers, and logits that are', () => {
    const builder = createBuilder();
    const logits = builder.input('logits', [2, 3], 'float32');
    const labels = builder.input('labels', [2], 'int32');
    const soft = builder.input('soft', [2], 'float32');
    const attributes = { rejectLogit: null };
    expect(() => builder.apply('softmaxCrossEntropy', 'loss', [logits, soft], attributes)).toThrow(
      'loss (softmaxCrossEntropy): expected labels to hold int32, found float32 in soft.',
    );
    expect(() => builder.apply('relu', 'y', [labels], {})).toThrow(
      'y (relu): expected x to hold float32, found int32 in labels.',
    );
  });

  test('constants that do not fill their shape', () => {
    expect(() => createBuilder().constant('c', [2, 2], new Float32Array(3))).toThrow(
      'c (constant): expected 4 values for the shape [2,2], found 3.',
    );
  });

  test('nodes of another graph', () => {
    expect(() => createBuilder().apply('relu', 'y', [7 as NodeId], {})).toThrow(
      'internal: node 7 is not in this graph',
    );
  });

  test('updates that fit no parameter', () => {
    const builder = createBuilder();
    const w = builder.parameter('w', [2]);
    const x = builder.input('x', [3], 'float32');
    const finish = (updates: { slot: string; value: NodeId }[]) => () => builder.finish({ outputs: {}, updates });
    expect(finish([{ slot: 'v', value: w }])).toThrow('v (update): expected a parameter of that name, found none.');
    expect(finish([{ slot: 'x', value: x }])).toThrow('x (update): expected a parameter of that name, found input.');
    expect(finish([{ slot: 'w', value: x }])).toThrow(
      'w (update): expected a next value of shape [2], found [3] in x.',
    );
    const twice = [
      { slot: 'w', value: w },
      { slot: 'w', value: w },
    ];
    expect(finish(twice)).toThrow('w (update): expected one next value, found two.');
  });
});
