/** The connection table's attributes: `network="lenet5-1998" layer="C3"`. */

import { z } from 'zod';
import { zoo } from '../../network/zoo';
import { networkName } from '../attributes';
import type { WidgetDefinition } from '../widget';

export interface ConnectionTableAttributes {
  readonly network: string;
  /** A convolution of this network. */
  readonly layer: string;
}

function convolutionsOf(network: string): string[] {
  const spec = zoo.find(({ name }) => name === network);
  return spec?.layers.filter(({ kind }) => kind === 'convolution').map(({ name }) => name) ?? [];
}

export const definition: WidgetDefinition<ConnectionTableAttributes> = {
  name: 'connection-table',
  title: 'Which filters see which maps',
  attributes: z.strictObject({ network: networkName, layer: z.string() }).check(({ value, issues }) => {
    const names = convolutionsOf(value.network);
    if (names.includes(value.layer)) return;
    issues.push({
      code: 'custom',
      path: ['layer'],
      input: value.layer,
      message: `expected a convolution of ${value.network}: ${names.join(', ')}; found "${value.layer}"`,
    });
  }),
  reservedHeightPx: null,
  width: 'text',
};
