/** What a classifier is asked to say of one class. */

/** 1 for the label and 0 for the others, of which label smoothing spreads a share evenly over all classes. */
export function smoothedTarget(k: number, label: number, classes: number, labelSmoothing: number): number {
  const right = k === label ? 1 - labelSmoothing : 0;
  return right + labelSmoothing / classes;
}
