/** An activation function as a curve, with the point of one cell on it. */

import type { ReactNode } from 'react';
import { largestMagnitude } from '../../draw/colour';
import { formatFixed } from '../../draw/format';
import { usualAlpha, usualSlope } from '../../network/layers/activation';
import type { ActivationLayer } from '../../network/spec';
import styles from './View.module.css';
import { activate, cellDecimals as decimals } from './cell';
import type { CellExplanation } from './cell';

const plot = { width: 220, height: 130 };

/** The function's graph with this cell's point on it. */
export function ActivationCurve({
  explanation,
}: {
  readonly explanation: Extract<CellExplanation, { kind: 'activation' }>;
}): ReactNode {
  const { layer, input, output } = explanation;
  const reach = Math.max(2, Math.abs(input) * 1.15);
  const samples = Array.from({ length: 81 }, (_, i) => -reach + (i / 80) * 2 * reach);
  const outputs = samples.map((x) => activate(layer, x));
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
        {activationFormula(layer, formatFixed(input, decimals))} ={' '}
        <strong>{formatFixed(explanation.sum, decimals)}</strong>
      </p>
    </div>
  );
}

function activationFormula(layer: ActivationLayer, x: string): string {
  switch (layer.function) {
    case 'relu':
      return `max(0, ${x})`;
    case 'leakyRelu':
      return `max(${layer.slope ?? usualSlope} · ${x}, ${x})`;
    case 'elu':
      return x.startsWith('−') ? `${layer.alpha ?? usualAlpha} · (exp(${x}) − 1)` : x;
    case 'gelu':
      return `GELU(${x})`;
    case 'softmax':
      return `softmax(${x})`;
    case 'sigmoid':
      return `1 / (1 + exp(−(${x})))`;
    case 'tanh':
      return `tanh(${x})`;
    case 'scaledTanh':
      return `1.7159 · tanh(⅔ · ${x})`;
  }
}
