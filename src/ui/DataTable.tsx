/** The numbers behind a picture. Long tables scroll in their own place, which the keyboard can reach. */

import type { ReactNode } from 'react';
import styles from './DataTable.module.css';

export interface DataColumn {
  readonly label: string;
  /** Numbers end in one line; words start in one. */
  readonly align?: 'start' | 'end';
  /** Long words may take several lines. */
  readonly isWrapped?: boolean;
}

export interface DataTableProps {
  /** Says what the table shows; visible. */
  readonly caption: string;
  readonly columns: readonly DataColumn[];
  /** One array per row, as long as `columns`; the first cell names the row. */
  readonly rows: readonly (readonly ReactNode[])[];
  readonly maximumHeightPx?: number;
}

export function DataTable({ caption, columns, rows, maximumHeightPx = 320 }: DataTableProps): ReactNode {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className={styles.scroll}
      style={{ maxHeight: `${maximumHeightPx}px` }}
    >
      <table className={styles.table}>
        <caption className={styles.caption}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" style={{ textAlign: column.align ?? 'end' }}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, index) => {
                const column = columns[index];
                const style = {
                  textAlign: column?.align ?? 'end',
                  ...(column?.isWrapped === true ? { whiteSpace: 'normal', minWidth: '14rem' } : {}),
                } as const;
                return index === 0 ? (
                  <th key={index} scope="row" style={style}>
                    {cell}
                  </th>
                ) : (
                  <td key={index} style={style}>
                    {cell}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
