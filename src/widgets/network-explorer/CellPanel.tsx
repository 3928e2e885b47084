/** How one output cell came about, with its live numbers. One small component per kind of layer; `cell.ts` did the arithmetic. */

import type { ReactNode } from 'react';
import { largestMagnitude } from '../../draw/colour';
import { formatFixed, formatInteger, formatSigned } from '../../draw/format';
import { ActivationCurve } from './ActivationCurve';
import { Contributions } from './Contributions';
import { NumberGrid } from './NumberGrid';
import styles from './View.module.css';
import { agrees, cellDecimals as decimals } from './cell';
import type { CellExplanation } from './cell';
import { channelWords } from './layers';
import type { LayerView } from './layers';
import type { CellPosition } from './windows';

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

export function CellPanel(props: CellPanelProps): ReactNode {
  const { explanation, view, after, onFollow, cell } = props;
  return (
    <div className={styles.arithmetic}>
      <Arithmetic {...props} />
      <p className={styles.result}>
        {view.name} ={' '}
        <output aria-label="Output of this cell" aria-live="off">
          {formatFixed(explanation.output, decimals)}
        </output>
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
  return view.grid.channels === 1 ? place : `${place}, ${channelWords(view, channel)}`;
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
      return <ActivationCurve explanation={explanation} />;
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
          title={source.grid.channels === 1 ? 'input' : `input, ${channelWords(source, shown.channel)}`}
          values={shown.inputs}
          limit={limit}
          isUnsigned={source.range === 'unsigned'}
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
          <span className={styles.quiet}> products + bias, rounded</span>
        </p>
      ) : (
        <div className={styles.slices}>
          <div role="radiogroup" aria-label={`Maps of ${source.name}`} className={styles.sliceList}>
            {slices.map(({ channel, sum: part }) => (
              <label key={channel} className={styles.slice}>
                <input type="radio" checked={channel === shown.channel} onChange={() => onSlice(channel)} />
                <span>{channelWords(source, channel)}</span>
                <span className={styles.figureNumber}>{formatSigned(part, decimals)}</span>
              </label>
            ))}
          </div>
          <p className={styles.sum}>
            {formatFixed(sum - bias, decimals)} {term(bias)} = <strong>{formatFixed(sum, decimals)}</strong>
            <span className={styles.quiet}> all maps + bias, rounded</span>
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
  const title = source.grid.channels === 1 ? 'input' : `input, ${channelWords(source, cell.channel)}`;
  const winner = explanation.kind === 'maxPool' ? { winner: explanation.winner } : {};
  return (
    <div className={styles.convolution}>
      <div>
        <NumberGrid
          title={title}
          values={values}
          columns={window.width}
          limit={largestMagnitude(values)}
          isUnsigned={source.range === 'unsigned'}
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
