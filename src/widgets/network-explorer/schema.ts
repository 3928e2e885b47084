/** The explorer's attributes, as a lesson writes them: `run="lenet" network="lenet5"`. */

import { z } from 'zod';
import { networkName, runName } from '../attributes';
import type { WidgetDefinition } from '../widget';

export interface NetworkExplorerAttributes {
  readonly run: string;
  /** Shown before the run exists, and what the run begins with; afterwards the explorer shows what the run trains. */
  readonly network: string;
}

export const definition: WidgetDefinition<NetworkExplorerAttributes> = {
  name: 'network-explorer',
  title: 'The network, its kernels, its feature maps and the arithmetic of every cell',
  attributes: z.strictObject({ run: runName, network: networkName }),
  reservedHeightPx: { wide: 730, narrow: 961 },
  width: 'wide',
};
