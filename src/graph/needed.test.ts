import { expect, test } from 'vitest';
import { createBuilder } from './builder';
import { neededNodes } from './needed';

function graphOfTwoBranches() {
  const builder = createBuilder();
  const x = builder.input('x', [2], 'float32');
  const w = builder.parameter('w', [2]);
  const left = builder.apply('relu', 'left', [x], {});
  const right = builder.apply('sigmoid', 'right', [x], {});
  const next = builder.apply('add', 'next', [w, right], {});
  return { builder, left, right, next };
}

test('only what an output depends on, in the order of the graph', () => {
  const { builder, left, right } = graphOfTwoBranches();
  const graph = builder.finish({ outputs: { left, right } });
  expect(neededNodes(graph, ['left']).map((node) => node.name)).toEqual(['x', 'left']);
  expect(neededNodes(graph, ['right', 'left']).map((node) => node.name)).toEqual(['x', 'left', 'right']);
  expect(neededNodes(graph, [])).toEqual([]);
});

test('what an update depends on, whatever is asked for', () => {
  const { builder, left, next } = graphOfTwoBranches();
  const graph = builder.finish({ outputs: { left }, updates: [{ slot: 'w', value: next }] });
  expect(neededNodes(graph, []).map((node) => node.name)).toEqual(['x', 'w', 'right', 'next']);
});

test('refuses an output that the graph does not declare', () => {
  const { builder, left, right } = graphOfTwoBranches();
  const graph = builder.finish({ outputs: { left, right } });
  expect(() => neededNodes(graph, ['middle'])).toThrow(
    'output middle: expected one of left, right, found no such name. Ask for an output that the graph declares.',
  );
});
