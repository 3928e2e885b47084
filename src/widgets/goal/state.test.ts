import { expect, test } from 'vitest';
import { goalText, verdictText } from './state';

const goal = { atLeast: 0.95, withinSteps: 1250 };
const point = { step: 1000, accuracy: 0.9312, loss: 0.2 };

test('the goal in words', () => {
  expect(goalText(goal)).toBe('Goal: 95\u00a0% test accuracy by step 1,250.');
});

test.each([
  [{ kind: 'untried' }, 'Not tried yet. Press Train in the trainer.'],
  [{ kind: 'open', step: 70, best: null }, 'Step 70 of 1,250; not evaluated yet.'],
  [{ kind: 'open', step: 1100, best: point }, 'Step 1,100 of 1,250; best so far 93.1\u00a0% at step 1,000.'],
  [{ kind: 'reached', point }, 'Reached: 93.1\u00a0% at step 1,000.'],
  [
    { kind: 'missed', best: point },
    'Missed: the best in time was 93.1\u00a0% at step 1,000. Reset, change something, and try again.',
  ],
  [{ kind: 'missed', best: null }, 'Missed: no evaluation fell within 1,250 steps. Reset and try again.'],
] as const)('%o', (verdict, words) => {
  expect(verdictText(goal, verdict)).toBe(words);
});
