/** Steps per second over the last second or so of training; what is not training (an evaluation, a pause) is not told to it. */

const WINDOW_MS = 1000;
/** Less than this is too short to be worth a number. */
const SHORTEST_MS = 250;

export interface SpeedMeter {
  note(ms: number, steps: number): void;
  /** Null before it is known. */
  stepsPerSecond(): number | null;
  reset(): void;
}

export function createSpeedMeter(): SpeedMeter {
  let samples: { readonly ms: number; readonly steps: number }[] = [];
  let sum = { ms: 0, steps: 0 };
  return {
    note(ms, steps) {
      samples.push({ ms, steps });
      sum = { ms: sum.ms + ms, steps: sum.steps + steps };
      for (;;) {
        const [oldest] = samples;
        if (oldest === undefined || sum.ms - oldest.ms < WINDOW_MS) return;
        samples.shift();
        sum = { ms: sum.ms - oldest.ms, steps: sum.steps - oldest.steps };
      }
    },
    stepsPerSecond: () => (sum.ms < SHORTEST_MS ? null : (sum.steps / sum.ms) * 1000),
    reset() {
      samples = [];
      sum = { ms: 0, steps: 0 };
    },
  };
}
