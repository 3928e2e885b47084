/** The cover's live figure has nothing to set. It stands on the cover and in no lesson. */

import { z } from 'zod';
import type { WidgetDefinition } from '../widget';

export type CoverNetworkAttributes = Readonly<Record<string, never>>;

export const definition: WidgetDefinition<CoverNetworkAttributes> = {
  name: 'cover-network',
  title: 'A network learning to read digits',
  attributes: z.strictObject({}),
  reservedHeightPx: { wide: 450, narrow: 560 },
  width: 'wide',
};
