/** The layer table's attributes: `network="lenet5"`. */

import { z } from 'zod';
import { networkName } from '../attributes';
import type { WidgetDefinition } from '../widget';

export interface LayerTableAttributes {
  readonly network: string;
}

export const definition: WidgetDefinition<LayerTableAttributes> = {
  name: 'layer-table',
  title: 'The layers of a network, with their shapes, parameters and cost',
  attributes: z.strictObject({ network: networkName }),
  reservedHeightPx: null,
  width: 'wide',
};
