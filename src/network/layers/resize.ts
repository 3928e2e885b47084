/** Each channel enlarged or reduced like a picture; how cells are found stands in `graph/resizing.ts`. Nothing is trained. */

import { sizeOf } from '../../tensor/shape';
import type { LayerDefinition } from './layerDefinition';
import { requireCount, requireGrid } from './layerRules';

export const resize: LayerDefinition<'resize'> = {
  shape({ height, width }, input) {
    const [, , channels] = requireGrid(input);
    requireCount('height', height);
    requireCount('width', width);
    return [height, width, channels];
  },
  parameters: () => [],
  build: ({ builder, layer: { name, height, width, method = 'nearest' }, x }) =>
    builder.apply('resize', name, [x], { height, width, method }),
  cost({ method = 'nearest' }, output) {
    const connections = (method === 'bilinear' ? 4 : 1) * sizeOf(output);
    return { connections, multiplyAdds: method === 'bilinear' ? connections : 0 };
  },
  view({ height, width, method = 'nearest' }, input) {
    const [inputHeight, inputWidth] = requireGrid(input);
    const jump = [inputHeight / height, inputWidth / width] as const;
    // The middle of the first cell, in cells of the input; between two middles the two cells around it are seen.
    const first = (ratio: number): number => Math.floor(method === 'bilinear' ? ratio / 2 - 0.5 : ratio / 2);
    const cells = (ratio: number): number => (method === 'bilinear' && ratio !== 1 ? 2 : 1);
    return { kind: 'resampled', size: [cells(jump[0]), cells(jump[1])], jump, start: [first(jump[0]), first(jump[1])] };
  },
};
