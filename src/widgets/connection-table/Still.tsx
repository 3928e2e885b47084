/** The connection table: a row for each map of the layer before, a column for each filter, a cross where the filter sees it. */

import type { ReactNode } from 'react';
import { networkNamed } from '../../network/zoo';
import type { StillProps } from '../widget';
import type { ConnectionTableAttributes } from './schema';
import { connectionRows } from './state';

export function Still({ attributes }: StillProps<ConnectionTableAttributes>): ReactNode {
  const rows = connectionRows(networkNamed(attributes.network), attributes.layer);
  return (
    <div
      className="still-scroll"
      role="region"
      aria-label={`Connections of ${attributes.layer} to the maps of ${rows.source}`}
      tabIndex={0}
    >
      <table className="still-table still-connections">
        <thead>
          <tr>
            <td />
            <th scope="colgroup" colSpan={rows.filters}>
              filters of {attributes.layer}
            </th>
          </tr>
          <tr>
            <th scope="col">maps of {rows.source}</th>
            {rows.seen.map((_, filter) => (
              <th scope="col" key={filter}>
                {filter}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.isConnected.map((row, map) => (
            <tr key={map}>
              <th scope="row">{map}</th>
              {row.map((isOn, filter) => (
                <td key={filter}>{isOn ? '×' : ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">maps seen</th>
            {rows.seen.map((count, filter) => (
              <td key={filter}>{count}</td>
            ))}
          </tr>
        </tfoot>
      </table>
      <p className="still-line">
        {rows.crosses} connections between maps; parameters {rows.parameters}
      </p>
    </div>
  );
}
