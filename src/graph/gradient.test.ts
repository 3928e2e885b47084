/** Which nodes the backward pass appends and how they are named. That they compute the right thing: `reference/gradient.test.ts`. */

import { describe, expect, test } from 'vitest';
import { createBuilder } from './builder';
import { noPadding } from './convolution';
import { gradient } from './gradient';

describe('gradient', () => {
  test('appends nothing for inputs whose gradient nobody needs', () => {
    const builder = createBuilder();
    const x = builder.input('x', [2, 5, 5, 1], 'float32');
    const w = builder.parameter('w', [3, 3, 1, 2]);
    const y = builder.apply('conv2d', 'y', [x, w], { stride: [1, 1], padding: noPadding });
    const loss = builder.apply('mean', 'loss', [y], {});
    gradient(builder, loss, [w]);
    expect(builder.nodes.slice(loss + 1).map((node) => `${node.op} ${node.name}`)).toEqual([
      'constant loss#gradient',
      'meanGradient y#gradient',
      'conv2dFilterGradient w#gradient',
    ]);
  });

  test('reaches the input when it is asked to', () => {
    const builder = createBuilder();
    const x = builder.input('x', [2, 5, 5, 1], 'float32');
    const w = builder.parameter('w', [3, 3, 1, 2]);
    const y = builder.apply('conv2d', 'y', [x, w], { stride: [1, 1], padding: noPadding });
    const loss = builder.apply('mean', 'loss', [y], {});
    const gradients = gradient(builder, loss, [x]);
    expect(builder.node(gradients.get(x)!)).toMatchObject({
      op: 'conv2dInputGradient',
      name: 'x#gradient',
      shape: [2, 5, 5, 1],
    });
    expect(builder.nodes.some((node) => node.op === 'conv2dFilterGradient')).toBe(false);
  });

  test('adds the gradients that meet at a node with several users', () => {
    const builder = createBuilder();
    const x = builder.parameter('x', [3]);
    const a = builder.apply('relu', 'a', [x], {});
    const b = builder.apply('sigmoid', 'b', [x], {});
    const c = builder.apply('scale', 'c', [x], { factor: 2 });
    const sum = builder.apply('add', 'sum', [builder.apply('add', 'ab', [a, b], {}), c], {});
    const loss = builder.apply('mean', 'loss', [sum], {});
    const gradients = gradient(builder, loss, [x]);
    expect(builder.nodes.slice(loss + 1).map((node) => `${node.op} ${node.name}`)).toEqual([
      'constant loss#gradient',
      'meanGradient sum#gradient',
      'scale x#gradient@c',
      'sigmoidGradient x#gradient@b',
      'reluGradient x#gradient@a',
      'add x#gradient+',
      'add x#gradient',
    ]);
    expect(builder.node(gradients.get(x)!).name).toBe('x#gradient');
  });

  test('counts a node twice that one user takes twice', () => {
    const builder = createBuilder();
    const x = builder.parameter('x', [3]);
    const loss = builder.apply('mean', 'loss', [builder.apply('multiply', 'square', [x, x], {})], {});
    gradient(builder, loss, [x]);
    expect(builder.nodes.slice(loss + 3).map((node) => `${node.op} ${node.name}`)).toEqual([
      'multiply x#gradient@square',
      'multiply x#gradient@square.2',
      'add x#gradient',
    ]);
  });

  test('of the loss to itself is one', () => {
    const builder = createBuilder();
    const loss = builder.apply('mean', 'loss', [builder.input('x', [2], 'float32')], {});
    const node = builder.node(gradient(builder, loss, [loss]).get(loss)!);
    expect(node).toMatchObject({ op: 'constant', shape: [], attributes: { values: new Float32Array([1]) } });
  });

  test('can be taken of a gradient: the backward pass is made of ordinary nodes', () => {
    const builder = createBuilder();
    const x = builder.parameter('x', [2, 3]);
    const w = builder.parameter('w', [3, 4]);
    const y = builder.apply('matmul', 'y', [x, w], { transposeA: false, transposeB: false });
    const loss = builder.apply('mean', 'loss', [builder.apply('multiply', 'square', [y, y], {})], {});
    const dx = gradient(builder, loss, [x]).get(x)!;
    const sharpness = builder.apply('mean', 'sharpness', [builder.apply('multiply', 'dx²', [dx, dx], {})], {});
    const dw = gradient(builder, sharpness, [w]).get(w)!;
    expect(builder.node(dw).shape).toEqual([3, 4]);
  });
});

describe('gradient refuses', () => {
  test('a loss that is not a single number', () => {
    const builder = createBuilder();
    const x = builder.parameter('x', [3]);
    expect(() => gradient(builder, x, [x])).toThrow(
      'x (parameter): expected a loss that is a single float32 number, shape [], found float32 [3]. Take its mean first.',
    );
  });

  test('a node that does not influence the loss', () => {
    const builder = createBuilder();
    const x = builder.parameter('x', [3]);
    const other = builder.parameter('other', [3]);
    const loss = builder.apply('mean', 'loss', [x], {});
    expect(() => gradient(builder, loss, [x, other])).toThrow(
      'other: expected a node that influences loss, found no differentiable way between them. Leave it out of wrt.',
    );
  });

  test('labels', () => {
    const builder = createBuilder();
    const logits = builder.input('logits', [2, 3], 'float32');
    const labels = builder.input('labels', [2], 'int32');
    const losses = builder.apply('softmaxCrossEntropy', 'losses', [logits, labels], { rejectLogit: null });
    const loss = builder.apply('mean', 'loss', [losses], {});
    expect(() => gradient(builder, loss, [labels])).toThrow('labels: expected a node that influences loss');
  });

  test('an op without a derivative on the way', () => {
    const builder = createBuilder();
    const x = builder.parameter('x', [3]);
    const g = builder.input('g', [3], 'float32');
    const next = builder.apply('sgdUpdate', 'next', [x, g, builder.scalar('rate')], {});
    const loss = builder.apply('mean', 'loss', [next], {});
    expect(() => gradient(builder, loss, [x])).toThrow(
      'next (sgdUpdate): expected a differentiable op between the loss and what is trained, found one that is not: an update rule ends a step; nothing is trained through it.',
    );
  });
});
