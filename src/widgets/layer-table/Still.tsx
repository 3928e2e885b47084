/** The complete layer table of a network. On a narrow page it scrolls in its own place, which the keyboard can reach. */

import type { ReactNode } from 'react';
import { networkNamed } from '../../network/zoo';
import type { StillProps } from '../widget';
import type { LayerTableAttributes } from './schema';
import { layerRows } from './state';

export function Still({ attributes }: StillProps<LayerTableAttributes>): ReactNode {
  const spec = networkNamed(attributes.network);
  const rows = layerRows(spec);
  return (
    <>
      <div className="still-scroll still-layers" role="region" aria-label={`Layers of ${spec.title}`} tabIndex={0}>
        <table className="still-table">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col">Operation</th>
              <th scope="col" className="still-number">
                Output
              </th>
              <th scope="col" className="still-number" colSpan={2}>
                Parameters
              </th>
              <th scope="col" className="still-number">
                Multiply-adds
              </th>
              <th scope="col" className="still-number">
                Receptive field
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{rows.input.name}</th>
              <td />
              <td className="still-number">{rows.input.output}</td>
              <td />
              <td />
              <td />
              <td />
            </tr>
            {rows.layers.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td>{row.operation}</td>
                <td className="still-number">{row.output}</td>
                <td className="still-number still-soft">{row.arithmetic === '' ? '' : `${row.arithmetic} =`}</td>
                <td className="still-number">{row.parameters}</td>
                <td className="still-number">{row.multiplyAdds}</td>
                <td className="still-number">{row.receptiveField}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td />
              <td />
              <td />
              <td className="still-number">{rows.total.parameters}</td>
              <td className="still-number">{rows.total.multiplyAdds}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      <p className="still-wider">
        Wider than this screen: parameters, multiply-adds and receptive field stand further to the right.
      </p>
    </>
  );
}
