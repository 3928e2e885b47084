/** How long addresses are that readers send to each other, on the LeNet chapter's trainer. */
import { lenetLinkLengths } from '../fixtures/sharedTrainer';
import type { Report } from './sections';

export function measureLinks({ add }: Report): void {
  const { usual, changed, run } = lenetLinkLengths();
  const row = (name: string, value: number): void => add({ name, unit: 'characters', value, peer: null, ratio: null });
  row('a link of the LeNet figure as it is', usual);
  row('with everything changed', changed);
  row('with a run of 1,500 steps', run);
}
