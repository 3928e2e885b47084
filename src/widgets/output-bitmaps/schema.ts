/** The output bitmaps take no attributes: there is one table of them. */

import { z } from 'zod';
import type { WidgetDefinition } from '../widget';

export type OutputBitmapsAttributes = Readonly<Record<string, never>>;

export const definition: WidgetDefinition<OutputBitmapsAttributes> = {
  name: 'output-bitmaps',
  title: 'The bitmaps that the output units of 1998 compare with',
  attributes: z.strictObject({}),
  reservedHeightPx: null,
  width: 'text',
};
