import { expect, test } from 'vitest';
import { judge } from './goal';

const goal = { atLeast: 0.95, withinSteps: 250 };
const at = (step: number, accuracy: number) => ({ step, accuracy, loss: 1 - accuracy });

test('before the first step nothing has been tried', () => {
  expect(judge(goal, 0, [])).toEqual({ kind: 'untried' });
});

test('the first evaluation that is good enough, in time, decides', () => {
  const points = [at(100, 0.93), at(250, 0.95), at(500, 0.97)];
  expect(judge(goal, 800, points)).toEqual({ kind: 'reached', point: points[1] });
});

test('good enough too late is missed, with the best in time', () => {
  const points = [at(100, 0.9), at(250, 0.949), at(500, 0.99)];
  expect(judge(goal, 500, points)).toEqual({ kind: 'missed', best: points[1] });
});

test('it stays open until the last step that counts has been evaluated', () => {
  const first = at(100, 0.9);
  expect(judge(goal, 180, [first])).toEqual({ kind: 'open', step: 180, best: first });
  expect(judge(goal, 250, [first])).toEqual({ kind: 'open', step: 250, best: first });
  expect(judge(goal, 250, [first, at(250, 0.94)])).toEqual({ kind: 'missed', best: at(250, 0.94) });
  expect(judge(goal, 251, [first])).toEqual({ kind: 'missed', best: first });
  expect(judge(goal, 5, [])).toEqual({ kind: 'open', step: 5, best: null });
});
