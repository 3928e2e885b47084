/** A sum of many terms: the largest one by one, the rest together, so that the whole is there and can be read. */

import type { ReactNode } from 'react';
import { formatFixed, formatInteger, formatSigned } from '../../draw/format';
import styles from './View.module.css';
import { cellDecimals as decimals } from './cell';
import type { Term } from './cell';
import { shownTerms } from './frames';
import type { LayerView } from './layers';

export interface ContributionsProps {
  readonly terms: readonly Term[];
  readonly source: LayerView;
  readonly rule: string;
  readonly operator: string;
  readonly rest: { readonly label: string; readonly value: number } | null;
  readonly sum: number;
  /** −1 where the terms are subtracted. */
  readonly sign: 1 | -1;
}

export function Contributions({ terms, source, rule, operator, rest, sum, sign }: ContributionsProps): ReactNode {
  const shown = terms.slice(0, shownTerms);
  const others = terms.slice(shownTerms);
  const restSum = others.reduce((total, { value }) => total + value, 0);
  return (
    <table className={styles.contributions}>
      <caption>
        {rule}: the {shown.length} largest of {formatInteger(terms.length)}
      </caption>
      <tbody>
        {shown.map(({ index, input, factor, value }) => (
          <tr key={index}>
            <th scope="row">
              {source.name} {index}
            </th>
            <td>{formatFixed(input, decimals)}</td>
            <td>{operator}</td>
            <td>{formatFixed(factor, decimals)}</td>
            <td>{formatSigned(sign * value, decimals)}</td>
          </tr>
        ))}
        {others.length > 0 && (
          <tr>
            <th scope="row" colSpan={4}>
              the other {formatInteger(others.length)}
            </th>
            <td>{formatSigned(sign * restSum, decimals)}</td>
          </tr>
        )}
        {rest !== null && (
          <tr>
            <th scope="row" colSpan={4}>
              {rest.label}
            </th>
            <td>{formatSigned(rest.value, decimals)}</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            sum
          </th>
          <td>{formatFixed(sum, decimals)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
