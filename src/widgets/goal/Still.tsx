/** On paper: the goal, and that only the live page can judge it. */
import type { StillProps } from '../widget';
import type { Attributes } from './schema';
import { goalText } from './state';

export function Still({ attributes }: StillProps<Attributes>) {
  const { accuracy, steps } = attributes;
  return <p className="still-goal">{goalText({ atLeast: accuracy, withinSteps: steps })} The live page judges it.</p>;
}
