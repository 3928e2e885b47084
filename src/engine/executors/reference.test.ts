import { describe, expect, test } from 'vitest';
import { createBuilder } from '../../graph/builder';
import type { Graph } from '../../graph/graph';
import { createReferenceExecutor } from './reference';

const slots = [
  { name: 'w', shape: [2] },
  { name: 'w@velocity', shape: [2] },
];

/** w·x summed up as an output, and one momentum step of w along x. */
function momentumGraph(): Graph {
  const builder = createBuilder();
  const x = builder.input('x', [2], 'float32');
  const labels = builder.input('labels', [2], 'int32');
  const w = builder.parameter('w', [2]);
  const velocity = builder.parameter('w@velocity', [2]);
  const product = builder.apply('multiply', 'product', [w, x], {});
  const v = builder.apply('momentum', 'v', [velocity, x, builder.scalar('momentum')], {});
  const next = builder.apply('sgdUpdate', 'next', [w, v, builder.scalar('learningRate')], {});
  return builder.finish({
    outputs: { product, labels },
    updates: [
      { slot: 'w', value: next },
      { slot: 'w@velocity', value: v },
    ],
  });
}

async function prepare(outputs: readonly string[] = ['product']) {
  const executor = createReferenceExecutor();
  const store = executor.createStore(slots);
  const program = await executor.compile(momentumGraph(), store, { outputs });
  return { executor, store, program };
}

function writeAll(program: Awaited<ReturnType<typeof prepare>>['program']): void {
  program.write('x', new Float32Array([1, 2]));
  program.write('momentum', new Float32Array([0.5]));
  program.write('learningRate', new Float32Array([0.25]));
}

describe('reference executor', () => {
  test('runs a step: outputs see the slots from before it, updates come after all nodes', async () => {
    const { store, program } = await prepare();
    store.write('w', new Float32Array([10, 20]));
    store.write('w@velocity', new Float32Array([2, 4]));
    writeAll(program);
    program.run();
    expect(await program.read('product')).toEqual(new Float32Array([10, 40]));
    expect(await store.read('w@velocity')).toEqual(new Float32Array([2, 4]));
    expect(await store.read('w')).toEqual(new Float32Array([9.5, 19]));
    program.run();
    expect(await program.read('product')).toEqual(new Float32Array([9.5, 38]));
    expect(await store.read('w')).toEqual(new Float32Array([9, 18]));
  });

  test('starts slots at zero', async () => {
    const { store } = await prepare();
    expect(await store.read('w')).toEqual(new Float32Array(2));
  });

  test('lets two programs share a store', async () => {
    const { executor, store, program } = await prepare();
    const builder = createBuilder();
    const double = builder.apply('scale', 'double', [builder.parameter('w', [2])], { factor: 2 });
    const other = await executor.compile(builder.finish({ outputs: { double } }), store, { outputs: ['double'] });
    store.write('w', new Float32Array([1, 2]));
    writeAll(program);
    program.run();
    other.run();
    expect(await other.read('double')).toEqual(new Float32Array([1.5, 3]));
  });

  test('keeps what was written until it is written again, and copies it', async () => {
    const { store, program } = await prepare();
    store.write('w', new Float32Array([1, 1]));
    writeAll(program);
    const x = new Float32Array([3, 4]);
    program.write('x', x);
    x.fill(99);
    program.run();
    expect(await program.read('product')).toEqual(new Float32Array([3, 4]));
    const read = await program.read('product');
    read.fill(0);
    expect(await program.read('product')).toEqual(new Float32Array([3, 4]));
  });

  test('gives an input back as an output, whole numbers as Int32Array', async () => {
    const { program } = await prepare(['labels']);
    writeAll(program);
    program.write('labels', new Int32Array([7, 3]));
    program.run();
    expect(await program.read('labels')).toEqual(new Int32Array([7, 3]));
  });

  test('holds as many buffers after 200 steps as after 10, and none after disposal', async () => {
    const { executor, store, program } = await prepare();
    writeAll(program);
    for (let step = 0; step < 10; step++) program.run();
    const afterTen = executor.liveBuffers();
    for (let step = 10; step < 200; step++) program.run();
    expect(executor.liveBuffers()).toBe(afterTen);
    // Two slots, three writes, one output.
    expect(afterTen).toBe(6);
    program.dispose();
    expect(executor.liveBuffers()).toBe(2);
    store.dispose();
    expect(executor.liveBuffers()).toBe(0);
    executor.dispose();
  });

  test('counts the bytes of what it computes, not of the store', async () => {
    const { program } = await prepare();
    // x, product, v, next of two numbers each and two scalars, in float64.
    expect(program.memoryBytes).toBe((4 * 2 + 2) * 8);
  });
});

describe('reference executor refuses', () => {
  test('an input that was never written', async () => {
    const { program } = await prepare();
    expect(() => program.run()).toThrow('x: expected values before the first run, found none. Call write first.');
  });

  test('names and sizes that do not fit', async () => {
    const { program, store } = await prepare();
    expect(() => program.write('y', new Float32Array(2))).toThrow(
      'y: expected one of the inputs and scalars x, labels, momentum, learningRate, found no such name.',
    );
    expect(() => program.write('x', new Float32Array(3))).toThrow(
      'x: expected 2 float32 values for the shape [2], found 3 float32 values. Write the whole batch.',
    );
    expect(() => program.write('labels', new Float32Array(2))).toThrow(
      'labels: expected 2 int32 values for the shape [2], found 2 float32 values.',
    );
    expect(() => store.write('v', new Float32Array(2))).toThrow(
      'slot v: expected a slot of this store, found w, w@velocity. Declare it when the store is made.',
    );
    expect(() => store.write('w', new Float32Array(1))).toThrow(
      'slot w: expected 2 values for the shape [2], found 1. Write the whole slot.',
    );
  });

  test('an output that was not asked for, or before the first run', async () => {
    const { program } = await prepare();
    await expect(program.read('product')).rejects.toThrow('output product: expected a run before the first read');
    writeAll(program);
    program.run();
    await expect(program.read('labels')).rejects.toThrow(
      'output labels: expected one of product, found an output that was not asked for. Compile with it.',
    );
  });

  test('a store that does not fit the graph', async () => {
    const executor = createReferenceExecutor();
    const small = executor.createStore([{ name: 'w', shape: [3] }]);
    const compile = () => executor.compile(momentumGraph(), small, { outputs: [] });
    await expect(compile()).rejects.toThrow(
      'slot w: expected the shape [2] that the graph gives it, found [3] in the store.',
    );
    const foreign = createReferenceExecutor().createStore(slots);
    await expect(executor.compile(momentumGraph(), foreign, { outputs: [] })).rejects.toThrow(
      'internal: the store belongs to another executor',
    );
    expect(() => executor.createStore([slots[0]!, slots[0]!])).toThrow(
      'slot w: expected a name of its own, found it twice.',
    );
  });

  test('an unknown output', async () => {
    await expect(prepare(['sum'])).rejects.toThrow('output sum: expected one of product, labels, found no such name.');
  });

  test('use after disposal', async () => {
    const { program, store } = await prepare();
    program.dispose();
    store.dispose();
    expect(() => program.run()).toThrow('internal: a program is used after it was disposed of');
    await expect(program.read('product')).rejects.toThrow('internal: a program is used after it was disposed of');
    await expect(store.read('w')).rejects.toThrow('found nothing (it has been disposed of)');
  });
});
