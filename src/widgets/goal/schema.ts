/** The goal of an exercise, judged by the live run. */
import { z } from 'zod';
import type { WidgetDefinition } from '../widget';

const attributes = z.strictObject({
  run: z.string().min(1),
  /** Fraction of the test set to get right. */
  accuracy: z.coerce.number().gt(0).max(1),
  /** Evaluations up to this step count. */
  steps: z.coerce.number().int().positive(),
});

export type Attributes = z.infer<typeof attributes>;

export const definition: WidgetDefinition<Attributes> = {
  name: 'goal',
  title: 'Judged by the live run',
  attributes,
  reservedHeightPx: { wide: 64, narrow: 112 },
  width: 'text',
  isNumbered: false,
};
