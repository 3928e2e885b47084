/** How one output cell came about, with its live numbers. One small component per kind of layer; `cell.ts` did the arithmetic. */

import type { ReactNode } from 'react';
import { largestMagnitude } from '../../draw/colour';
import { formatFixed, formatInteger, formatSigned } from '../../draw/format';
import { NumberGrid } from './NumberGrid';
import styles from './View.module.css';
import { activate, agrees } from './cell';
import type { CellExplanation, CellPosition, Term } from './cell';
import type { LayerView } from './layers';

export interface CellPanelProps {
  readonly explanation: CellExplanation;
  readonly view: LayerView;
  readonly source: LayerView;
  readonly cell: CellPosition;
  /** Channel of the source whose window is shown. */
  readonly slice: number;
  readonly onSlice: (channel: number) => void;
  /** Index of the place in the window that is highlighted. */
  readonly place: number | null;
  readonly onPlace: (place: number | null) => void;
  /** The activation layer that follows, and its value for this cell. */
  readonly after: { readonly view: LayerView; readonly output: number } | null;
  readonly onFollow: (view: LayerView, cell: CellPosition) => void;
}

const decimals = 3;
/** Of a dense layer's inputs so many are shown one by one; the same ones are framed in the layer before. */
export const shownTerms = 8;

export function CellPanel(props: CellPanelProps): ReactNode {
  const { explanation, view, after, onFollow, cell } = props;
  return (
    <div className={styles.arithmetic}>
      <Arithmetic {...props} />
      <p className={styles.result}>
        {view.name} = <output aria-label="Output of this cell">{formatFixed(explanation.output, decimals)}</output>
        {after !== null && (
          <>
            <span className={styles.quiet}> → </span>
            <button type="button" className={styles.follow} onClick={() => onFollow(after.view, cell)}>
              {after.view.name}
            </button>{' '}
            = {formatFixed(after.output, decimals)}
          </>
        )}
      </p>
      {!agrees(explanation) && (
        <p role="alert" className={styles.disagrees}>
          internal: the sum shown here does not reproduce the layer’s own output. Please report this with the name of
          your browser.
        </p>
      )}
    </div>
  );
}

/** `row 12, column 7, map 3`, `unit 41`. */
export function cellWords(view: LayerView, { row, column, channel }: CellPosition): string {
  if (view.isVector) return `unit ${channel}`;
  const place = `row ${row}, column ${column}`;
  return view.grid.channels === 1 ? place : `${place}, map ${channel}`;
}

function Arithmetic(props: CellPanelProps): ReactNode {
  const { explanation, source, cell, onFollow } = props;
  switch (explanation.kind) {
    case 'convolution':
      return <Convolution {...props} explanation={explanation} />;
    case 'dense':
      return (
        <Contributions
          terms={explanation.terms}
          source={source}
          rule="input × weight"
          operator="×"
          rest={{ label: 'bias', value: explanation.bias }}
          sum={explanation.sum}
          sign={1}
        />
      );
    case 'euclidean':
      return (
        <Contributions
          terms={explanation.terms}
          source={source}
          rule="(input − bitmap)², subtracted"
          operator="−"
          rest={null}
          sum={explanation.sum}
          sign={-1}
        />
      );
    case 'maxPool':
    case 'averagePool':
    case 'subsampling':
      return <Pooling {...props} explanation={explanation} />;
    case 'activation':
      return <Activation explanation={explanation} />;
    case 'flatten': {
      const words = cellWords(source, explanation.source);
      return (
        <p className={styles.sentence}>
          Flattening computes nothing. Unit {formatInteger(cell.channel)} is{' '}
          <button type="button" className={styles.follow} onClick={() => onFollow(source, explanation.source)}>
            {words} of {source.name}
          </button>
          : {formatFixed(explanation.output, decimals)}.
        </p>
      );
    }
  }
}

type Of<Kind extends CellExplanation['kind']> = Omit<CellPanelProps, 'explanation'> & {
  readonly explanation: Extract<CellExplanation, { kind: Kind }>;
};

function Convolution({ explanation, source, slice, onSlice, place, onPlace }: Of<'convolution'>): ReactNode {
  const { slices, window, bias, sum } = explanation;
  const shown = slices.find(({ channel }) => channel === slice) ?? slices[0];
  if (shown === undefined) return null;
  const limit = largestMagnitude(shown.inputs);
  const spoken = (index: number): string =>
    `input ${formatFixed(shown.inputs[index] ?? 0, 2)} times weight ${formatFixed(shown.weights[index] ?? 0, 2)} is ${formatFixed(shown.products[index] ?? 0, 2)}`;
  const grid = { columns: window.width, place, onPlace, spoken };
  const lit = place ?? -1;
  return (
    <div className={styles.convolution}>
      <div className={styles.product}>
        <NumberGrid
          title={source.grid.channels === 1 ? 'input' : `input, map ${shown.channel}`}
          values={shown.inputs}
          limit={limit}
          {...grid}
        />
        <span className={styles.operator}>×</span>
        <NumberGrid title="kernel" values={shown.weights} limit={largestMagnitude(shown.weights)} {...grid} />
        <p className={styles.readout}>
          {shown.products[lit] === undefined
            ? `The ${shown.products.length} products sum to ${formatFixed(shown.sum, decimals)}.`
            : `${formatFixed(shown.inputs[lit] ?? 0, decimals)} × ${formatFixed(shown.weights[lit] ?? 0, decimals)} = ${formatFixed(shown.products[lit], decimals)}`}
        </p>
        <span className={styles.operator}>=</span>
        <NumberGrid title="products" values={shown.products} limit={largestMagnitude(shown.products)} {...grid} />
      </div>
      {slices.length === 1 ? (
        <p className={styles.sum}>
          {formatFixed(shown.sum, decimals)} {term(bias)} = <strong>{formatFixed(sum, decimals)}</strong>
          <span className={styles.quiet}> products + bias</span>
        </p>
      ) : (
        <div className={styles.slices}>
          <div role="radiogroup" aria-label={`Maps of ${source.name}`} className={styles.sliceList}>
            {slices.map(({ channel, sum: part }) => (
              <label key={channel} className={styles.slice}>
                <input type="radio" checked={channel === shown.channel} onChange={() => onSlice(channel)} />
                <span>map {channel}</span>
                <span className={styles.figureNumber}>{formatSigned(part, decimals)}</span>
              </label>
            ))}
          </div>
          <p className={styles.sum}>
            {formatFixed(sum - bias, decimals)} {term(bias)} = <strong>{formatFixed(sum, decimals)}</strong>
            <span className={styles.quiet}> all maps + bias</span>
          </p>
        </div>
      )}
    </div>
  );
}

/** `+ 0.012`, `− 0.310`: a further term of a sum. */
function term(value: number): string {
  const text = formatFixed(value, decimals);
  return text.startsWith('−') ? `− ${text.slice(1)}` : `+ ${text}`;
}

function Pooling({
  explanation,
  source,
  cell,
  place,
  onPlace,
}: Of<'maxPool' | 'averagePool' | 'subsampling'>): ReactNode {
  const { values, window } = explanation;
  const spoken = (index: number): string => `cell ${index}: ${formatFixed(values[index] ?? 0, decimals)}`;
  const title = source.grid.channels === 1 ? 'input' : `input, map ${cell.channel}`;
  const winner = explanation.kind === 'maxPool' ? { winner: explanation.winner } : {};
  return (
    <div className={styles.convolution}>
      <div>
        <NumberGrid
          title={title}
          values={values}
          columns={window.width}
          limit={largestMagnitude(values)}
          place={place}
          onPlace={onPlace}
          spoken={spoken}
          {...winner}
        />
      </div>
      <p className={styles.sum}>{poolingSum(explanation)}</p>
    </div>
  );
}

function poolingSum(
  explanation: Extract<CellExplanation, { kind: 'maxPool' | 'averagePool' | 'subsampling' }>,
): ReactNode {
  const list = explanation.values.map((value) => formatFixed(value, decimals));
  switch (explanation.kind) {
    case 'maxPool':
      return (
        <>
          max({list.join(', ')}) = <strong>{formatFixed(explanation.values[explanation.winner] ?? 0, decimals)}</strong>
        </>
      );
    case 'averagePool':
      return (
        <>
          mean({list.join(', ')}) = <strong>{formatFixed(explanation.sum, decimals)}</strong>
        </>
      );
    case 'subsampling':
      return (
        <>
          mean {formatFixed(explanation.mean, decimals)} × coefficient {formatFixed(explanation.coefficient, decimals)}{' '}
          {term(explanation.bias)} = <strong>{formatFixed(explanation.sum, decimals)}</strong>
        </>
      );
  }
}

interface ContributionsProps {
  readonly terms: readonly Term[];
  readonly source: LayerView;
  readonly rule: string;
  readonly operator: string;
  readonly rest: { readonly label: string; readonly value: number } | null;
  readonly sum: number;
  /** −1 where the terms are subtracted. */
  readonly sign: 1 | -1;
}

function Contributions({ terms, source, rule, operator, rest, sum, sign }: ContributionsProps): ReactNode {
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

const plot = { width: 220, height: 130 };

/** The function's graph with this cell's point on it. */
function Activation({
  explanation,
}: {
  readonly explanation: Extract<CellExplanation, { kind: 'activation' }>;
}): ReactNode {
  const { function: name, input, output } = explanation;
  const reach = Math.max(2, Math.abs(input) * 1.15);
  const samples = Array.from({ length: 81 }, (_, i) => -reach + (i / 80) * 2 * reach);
  const outputs = samples.map((x) => activate(name, x));
  const height = Math.max(1, largestMagnitude(outputs)) * 1.1;
  const x = (value: number): number => ((value + reach) / (2 * reach)) * plot.width;
  const y = (value: number): number => plot.height / 2 - (value / height) * (plot.height / 2);
  return (
    <div className={styles.activation}>
      <svg width={plot.width} height={plot.height} viewBox={`0 0 ${plot.width} ${plot.height}`} aria-hidden="true">
        <path className={styles.edge} d={`M0 ${plot.height / 2}H${plot.width}M${plot.width / 2} 0V${plot.height}`} />
        <path
          className={styles.curve}
          d={`M${samples.map((value, i) => `${x(value).toFixed(1)} ${y(outputs[i] ?? 0).toFixed(1)}`).join('L')}`}
        />
        <path className={styles.drop} d={`M${x(input)} ${plot.height / 2}V${y(output)}`} />
        <circle className={styles.point} cx={x(input)} cy={y(output)} r="4" />
      </svg>
      <p className={styles.sum}>
        {activationFormula(name, formatFixed(input, decimals))} ={' '}
        <strong>{formatFixed(explanation.sum, decimals)}</strong>
      </p>
    </div>
  );
}

function activationFormula(name: Extract<CellExplanation, { kind: 'activation' }>['function'], x: string): string {
  switch (name) {
    case 'relu':
      return `max(0, ${x})`;
    case 'sigmoid':
      return `1 / (1 + exp(−(${x})))`;
    case 'tanh':
      return `tanh(${x})`;
    case 'scaledTanh':
      return `1.7159 · tanh(⅔ · ${x})`;
  }
}
