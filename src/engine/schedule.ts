/**
 * At which steps a run does more than a step. All of it is fixed by the step's number alone, so that a curve never depends on
 * how fast the machine is or how often the page listens.
 */

/**
 * The whole test set is evaluated after steps 100, 250, 500 and every 500 after that. The first number comes within a second of
 * training; an evaluation of 10,000 images costs about as much as 100 steps of 32 images, so the rest costs a fifth at most.
 */
export function isEvaluationStep(step: number): boolean {
  return step === 100 || step === 250 || (step > 0 && step % 500 === 0);
}

/** A point of the training curve: every step up to 20, where one presses Step and watches, then every tenth. */
export function isPointStep(step: number): boolean {
  return step > 0 && (step <= 20 || step % 10 === 0);
}

/**
 * A copy of all weights, to fall back on when the loss stops being finite and to hand to the page. Where reading back waits for a
 * GPU, four times as seldom.
 */
export function isCopyStep(step: number, readsAreCheap: boolean): boolean {
  return step % (readsAreCheap ? 50 : 200) === 0;
}

/** Steps between two readings of the loss. On a GPU a reading of every step would make it wait for the page each time. */
export function readEverySteps(readsAreCheap: boolean): number {
  return readsAreCheap ? 1 : 5;
}

/**
 * A checkpoint that the page keeps, so that one can go back: every step up to 20, every tenth up to 320, then sixteen in each doubling,
 * and wherever the test set is evaluated. After step 20 all of them are points of the curve, so that a course that goes on from one draws
 * the points that the first course drew. Where reading back waits for a GPU, four in each doubling.
 */
export function isCheckpointStep(step: number, readsAreCheap: boolean): boolean {
  if (isEvaluationStep(step)) return true;
  if (step <= 20) return readsAreCheap || step % 5 === 0;
  const doublings = Math.max(0, Math.floor(Math.log2(step / (readsAreCheap ? 160 : 40))));
  return step % (10 * 2 ** doublings) === 0;
}
