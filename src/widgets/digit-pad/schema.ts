/** The drawing pad's attributes: `run="lenet"`. */

import { z } from 'zod';
import { runName } from '../attributes';
import type { WidgetDefinition } from '../widget';

export interface DigitPadAttributes {
  readonly run: string;
}

export const definition: WidgetDefinition<DigitPadAttributes> = {
  name: 'digit-pad',
  title: 'Draw a digit, and the network answers',
  attributes: z.strictObject({ run: runName }),
  reservedHeightPx: { wide: 460, narrow: 880 },
  width: 'wide',
};
