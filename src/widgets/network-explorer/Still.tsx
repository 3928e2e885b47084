/** The network as a printed drawing: shapes and names from its description, no values, since none were computed. */

import type { ReactNode } from 'react';
import { formatExtent } from '../../draw/format';
import { networkLayout } from '../../draw/networkLayout';
import type { LayerBox } from '../../draw/networkLayout';
import { networkNamed } from '../../network/zoo';
import type { StillProps } from '../widget';
import { layerViews, layoutLayers } from './layers';
import type { NetworkExplorerAttributes } from './schema';

const widthPx = 960;

function planes({ front, planes: count, shift }: LayerBox): ReactNode {
  return Array.from({ length: count }, (_, i) => count - 1 - i).map((depth) => (
    <rect
      key={depth}
      x={front.x + depth * shift.x}
      y={front.y + depth * shift.y}
      width={front.width}
      height={front.height}
      className="still-plane"
    />
  ));
}

export function Still({ attributes }: StillProps<NetworkExplorerAttributes>): ReactNode {
  const spec = networkNamed(attributes.network);
  const views = layerViews(spec);
  const { boxes, edges, heightPx } = networkLayout(layoutLayers(views), { arrangement: 'wide', widthPx });
  return (
    <div className="still-scroll" role="region" aria-label={`Drawing of ${spec.title}`} tabIndex={0}>
      <svg
        className="still-network"
        viewBox={`0 0 ${widthPx} ${heightPx}`}
        width={widthPx}
        height={heightPx}
        role="img"
        aria-label={`${spec.title}: ${views.map(({ name, shape }) => `${name} ${formatExtent(shape)}`).join(', ')}`}
      >
        {edges.map(({ from, to, path }) => (
          <path key={`${from}-${to}`} d={path} className="still-edge" />
        ))}
        {boxes.map((box) => {
          const x = box.label.x + box.label.width / 2;
          return (
            <g key={box.name}>
              {planes(box)}
              <text x={x} y={box.label.y + 17} className="still-name">
                {box.name}
              </text>
              <text x={x} y={box.label.y + 31} className="still-shape">
                {views[box.index]?.shape.join('×')}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
