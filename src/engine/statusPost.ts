/**
 * The mailbox of one run: collects points and sends them with the latest status, at most twenty times a second. Only the posting
 * is throttled; the points themselves belong to fixed steps.
 */

import type { EngineEvent, RunStatus, TestPoint, TrainPoint } from './protocol';

export const STATUS_INTERVAL_MS = 50;

export interface StatusPost {
  addTrainPoint(point: TrainPoint): void;
  addTestPoint(point: TestPoint): void;
  /** Something has changed: sends now, or when the interval has passed. */
  announce(): void;
  /** What waits is sent now, so that an answer which follows comes after all of it; nothing where nothing waits. */
  flush(): void;
  /** Drops what waits; nothing is sent any more until the next `announce`. */
  clear(): void;
}

export function createStatusPost(
  send: (event: EngineEvent) => void,
  status: () => RunStatus,
  now: () => number,
): StatusPost {
  let trainPoints: TrainPoint[] = [];
  let testPoints: TestPoint[] = [];
  let lastSentMs = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    lastSentMs = now();
    const [train, test] = [trainPoints, testPoints];
    trainPoints = [];
    testPoints = [];
    send({ kind: 'status', status: status(), trainPoints: train, testPoints: test });
  }

  return {
    addTrainPoint: (point) => void trainPoints.push(point),
    addTestPoint: (point) => void testPoints.push(point),
    announce() {
      const waitMs = lastSentMs + STATUS_INTERVAL_MS - now();
      if (waitMs <= 0) flush();
      else timer ??= setTimeout(flush, waitMs);
    },
    flush() {
      if (timer !== null) flush();
    },
    clear() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      trainPoints = [];
      testPoints = [];
    },
  };
}
