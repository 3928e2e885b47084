/**
 * The steps at which two curves are compared, and which no thinning drops: dense at first, where a difference begins, then five to a
 * decade: 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200 … All of them have a point (`engine/schedule.ts`).
 */

const FIRST_DECADE: readonly number[] = [1, 2, 3, 5, 8];
const LATER_DECADES: readonly number[] = [12, 20, 30, 50, 80];

export function isMark(step: number): boolean {
  if (step <= 8) return FIRST_DECADE.includes(step);
  let scaled = step;
  while (scaled > 80 && scaled % 10 === 0) scaled /= 10;
  return LATER_DECADES.includes(scaled);
}

/** The marks up to a step, ascending. */
export function marksUpTo(lastStep: number): readonly number[] {
  const marks: number[] = [];
  for (const step of FIRST_DECADE) if (step <= lastStep) marks.push(step);
  for (let unit = 1; 12 * unit <= lastStep; unit *= 10) {
    for (const step of LATER_DECADES) if (step * unit <= lastStep) marks.push(step * unit);
  }
  return marks;
}
