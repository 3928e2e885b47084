import { describe, expect, test } from 'vitest';
import { inception, resnet } from '../network/families';
import type { NetworkSpec } from '../network/spec';
import { summarize } from '../network/summary';
import { networkLayout } from './networkLayout';
import type { LayerBox, LayoutLayer, NetworkLayout, Rect } from './networkLayout';

function chain(...shapes: number[][]): LayoutLayer[] {
  return shapes.map((shape, index) => ({ name: `layer ${index}`, shape, from: index === 0 ? [] : [index - 1] }));
}
const classic = chain(
  [32, 32, 1],
  [28, 28, 6],
  [28, 28, 6],
  [14, 14, 6],
  [10, 10, 16],
  [10, 10, 16],
  [5, 5, 16],
  [400],
  [120],
  [120],
  [84],
  [84],
  [10],
);
const deep = chain(
  [224, 224, 3],
  ...Array.from({ length: 60 }, (_, i) => {
    const side = Math.max(7, 224 >> Math.floor(i / 12));
    return [side, side, 64 << Math.floor(i / 12)];
  }),
  [1000],
);
const vectorOnly = chain([2], [16], [3]);
function drawn(spec: NetworkSpec): LayoutLayer[] {
  const { layers } = summarize(spec);
  const names = ['image', ...layers.map(({ name }) => name)];
  return [
    { name: 'image', shape: spec.inputs[0]!.shape, from: [] },
    ...layers.map(({ name, shape, from }) => ({ name, shape, from: from.map((source) => names.indexOf(source)) })),
  ];
}
const sizes = [
  ['wide', 1000],
  ['wide', 700],
  ['narrow', 358],
] as const;

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.x < b.x + b.width - 0.01 &&
    b.x < a.x + a.width - 0.01 &&
    a.y < b.y + b.height - 0.01 &&
    b.y < a.y + a.height - 0.01
  );
}
function pile({ front, planes, shift }: LayerBox): Rect {
  const extra = (planes - 1) * shift.x;
  return { x: front.x, y: front.y - extra, width: front.width + extra, height: front.height + extra };
}
function inside(inner: Rect, outer: Rect): boolean {
  const slack = 0.01;
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

describe.each([
  ['LeNet-5', classic],
  ['61 layers', deep],
  ['vectors only', vectorOnly],
  ['one layer', chain([8, 8, 1])],
  ['ResNet-8', drawn(resnet({ blocks: 1 }))],
  ['inception', drawn(inception())],
] as const)('%s', (_, layers) => {
  test.each(sizes)(
    '%s, %i px: every pile lies in its own area, areas do not overlap, nothing sticks out',
    (arrangement, widthPx) => {
      const drawing: NetworkLayout = networkLayout(layers, { arrangement, widthPx });
      expect(drawing.boxes).toHaveLength(layers.length);
      const whole = { x: 0, y: 0, width: widthPx, height: drawing.heightPx };
      drawing.boxes.forEach((box, index) => {
        expect(inside(pile(box), box.area), `pile of ${box.name}`).toBe(true);
        expect(inside(box.area, whole), `area of ${box.name}`).toBe(true);
        expect(Math.min(box.area.width, box.area.height), 'room for a finger').toBeGreaterThanOrEqual(44);
        for (const other of drawing.boxes.slice(index + 1)) expect(overlap(box.area, other.area)).toBe(false);
      });
      expect(drawing.edges).toHaveLength(layers.reduce((sum, { from }) => sum + from.length, 0));
      for (const { path } of drawing.edges) {
        const numbers = [...path.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
        expect(Math.min(...numbers), path).toBeGreaterThanOrEqual(0);
        for (const [, across] of path.matchAll(/[MH]([\d.]+)/g)) expect(Number(across)).toBeLessThanOrEqual(widthPx);
        for (const [, down] of path.matchAll(/V([\d.]+)/g)) expect(Number(down)).toBeLessThan(drawing.heightPx);
        expect(path).not.toMatch(/NaN|Infinity/);
      }
    },
  );
});

test('sides grow with the logarithm of height, planes with channels, bars with their entries', () => {
  const { boxes } = networkLayout(classic, { arrangement: 'wide', widthPx: 1000 });
  const ratio = boxes[6]!.front.height / boxes[0]!.front.height;
  expect(ratio).toBeCloseTo(Math.log2(6) / Math.log2(33), 6);
  expect(boxes.map(({ planes }) => planes).slice(0, 7)).toEqual([1, 6, 6, 6, 9, 9, 9]);
  expect(boxes.map(({ kind }) => kind).slice(5, 9)).toEqual(['planes', 'planes', 'bar', 'bar']);
  expect(boxes[8]!.front.height).toBeGreaterThan(boxes[12]!.front.height);
});

test('a map of 1 × 1 × 120 is a bar like a vector of 120', () => {
  const { boxes } = networkLayout(chain([5, 5, 16], [1, 1, 120], [120]), { arrangement: 'wide', widthPx: 700 });
  expect(boxes[1]!.kind).toBe('bar');
  expect(boxes[1]!.front.height).toBe(boxes[2]!.front.height);
});

test('LeNet-5 stays in one row at 820 px; a deep network wraps', () => {
  const rows = (layers: readonly LayoutLayer[], widthPx: number): number =>
    new Set(networkLayout(layers, { arrangement: 'wide', widthPx }).boxes.map(({ area }) => area.y)).size;
  expect(rows(classic, 820)).toBe(1);
  expect(rows(deep, 1000)).toBeGreaterThan(2);
});

test('a connection that skips layers passes above them', () => {
  const layers = chain([8, 8, 4], [8, 8, 4], [8, 8, 4]);
  const skipping = [...layers.slice(0, 2), { ...layers[2]!, from: [1, 0] }];
  const { edges } = networkLayout(skipping, { arrangement: 'wide', widthPx: 700 });
  expect(edges.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2],
    [0, 2],
  ]);
  expect(edges[2]!.path).toContain('C');
});

test('no layers, no boxes', () => {
  expect(networkLayout([], { arrangement: 'wide', widthPx: 700 })).toMatchObject({ heightPx: 0, boxes: [], edges: [] });
});
