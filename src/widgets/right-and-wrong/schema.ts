/** The gallery's attributes: `run="lenet"`. */

import { z } from 'zod';
import { runName } from '../attributes';
import type { WidgetDefinition } from '../widget';

export interface RightAndWrongAttributes {
  readonly run: string;
}

export const definition: WidgetDefinition<RightAndWrongAttributes> = {
  name: 'right-and-wrong',
  title: 'Test images with the network’s answers, and the confusion matrix',
  attributes: z.strictObject({ run: runName }),
  reservedHeightPx: { wide: 520, narrow: 1028 },
  width: 'wide',
};
