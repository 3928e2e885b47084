import { expect, test } from 'vitest';
import { branchLanes, lanePath } from './branchTree';
import type { TreeBranch } from './branchTree';

const branch = (id: string, lastStep: number, parent: string | null = null, step = 0): TreeBranch => ({
  id,
  parent: parent === null ? null : { id: parent, step },
  lastStep,
});

test('children stand below their parent, in the order in which they were made; another tree comes after', () => {
  const lanes = branchLanes([
    branch('root', 500),
    branch('a', 400, 'root', 100),
    branch('b', 300, 'root', 200),
    branch('other', 50),
    branch('a2', 900, 'a', 150),
  ]);
  expect(lanes.map(({ id, lane, parentLane }) => [id, lane, parentLane])).toEqual([
    ['root', 0, null],
    ['a', 1, 0],
    ['a2', 2, 1],
    ['b', 3, 0],
    ['other', 4, null],
  ]);
  expect(lanes[2]).toMatchObject({ fromStep: 150, toStep: 900 });
});

test('a branch that has taken no step is a point at its fork, and one without its parent a tree of its own', () => {
  expect(branchLanes([branch('a', 0, 'root', 120)])).toEqual([
    { id: 'a', lane: 0, fromStep: 120, toStep: 120, parentLane: null },
  ]);
});

test('the line comes down from the parent’s lane at the fork', () => {
  const toX = (step: number): number => step / 10;
  const toY = (lane: number): number => lane * 20 + 10;
  const [root, child] = branchLanes([branch('root', 500), branch('a', 333, 'root', 100)]);
  expect(lanePath(root!, toX, toY)).toBe('M0 10H50');
  expect(lanePath(child!, toX, toY)).toBe('M10 10V30H33.3');
});
