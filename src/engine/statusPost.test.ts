import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tinyDescription } from '../../tests/fixtures/tinyRun';
import type { EngineEvent, RunStatus } from './protocol';
import { createStatusPost } from './statusPost';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const status: RunStatus = {
  run: 'tiny',
  description: tinyDescription,
  phase: 'running',
  step: 0,
  epoch: 0,
  loss: null,
  testAccuracy: null,
  learningRate: 0.001,
  stepsPerSecond: null,
  executor: 'reference',
  parameters: 1,
  memoryBytes: 1,
  dataBytes: 0,
  message: null,
};

test('at most twenty statuses a second, the last change always among them, each point once', () => {
  const sent: { atMs: number; steps: number[]; step: number }[] = [];
  let step = 0;
  const post = createStatusPost(
    (event: EngineEvent) => {
      if (event.kind !== 'status') throw new Error('a status was expected');
      sent.push({
        atMs: performance.now(),
        steps: event.trainPoints.map((point) => point.step),
        step: event.status.step,
      });
    },
    () => ({ ...status, step }),
    () => performance.now(),
  );
  for (step = 1; step <= 300; step++) {
    post.addTrainPoint({ step, loss: 1, accuracy: 0 });
    post.announce();
    vi.advanceTimersByTime(7);
  }
  step = 300;
  vi.advanceTimersByTime(100);
  // 300 × 7 ms.
  expect(sent.length).toBeLessThanOrEqual(43);
  expect(sent.length).toBeGreaterThan(35);
  for (const [i, { atMs }] of sent.entries()) {
    if (i > 0) expect(atMs - sent[i - 1]!.atMs).toBeGreaterThanOrEqual(50);
  }
  expect(sent.flatMap(({ steps }) => steps)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  expect(sent[sent.length - 1]?.step).toBe(300);
});

test('what was cleared is not sent', () => {
  const sent: EngineEvent[] = [];
  const post = createStatusPost(
    (event) => void sent.push(event),
    () => status,
    () => performance.now(),
  );
  post.announce();
  post.addTrainPoint({ step: 1, loss: 1, accuracy: 0 });
  post.addTestPoint({ step: 1, loss: 1, accuracy: 0 });
  post.announce();
  post.clear();
  vi.advanceTimersByTime(200);
  expect(sent).toHaveLength(1);
  post.announce();
  expect(sent.at(-1)).toMatchObject({ trainPoints: [], testPoints: [] });
});
