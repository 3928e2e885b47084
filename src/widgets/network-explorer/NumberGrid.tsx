/**
 * A small grid of numbers, coloured by value: a window, a kernel, their products. Several grids share one highlighted place, so
 * that a product, its input and its weight light up together.
 */

import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { divergingColour, sequentialColour, textColourOn } from '../../draw/colour';
import { formatFixed } from '../../draw/format';
import { useTheme } from '../../ui/useTheme';
import styles from './View.module.css';

export interface NumberGridProps {
  readonly title: string;
  readonly values: readonly number[];
  readonly columns: number;
  /** Magnitude at which the colours end. */
  readonly limit: number;
  /** Values that cannot be negative have the colours of their map. */
  readonly isUnsigned?: boolean;
  /** Index of the place that is highlighted in all grids; null for none. */
  readonly place: number | null;
  readonly onPlace: (place: number | null) => void;
  /** What one place says to a reader who hears the page. */
  readonly spoken: (place: number) => string;
  /** The one that stands out: the winner of a maximum. */
  readonly winner?: number;
}

/** Wider kernels show colours only; the line below says the numbers of the place that is highlighted. */
const mostColumnsWithNumbers = 7;

export function NumberGrid({
  title,
  values,
  columns,
  limit,
  isUnsigned = false,
  place,
  onPlace,
  spoken,
  winner,
}: NumberGridProps): ReactNode {
  const theme = useTheme();
  const grid = useRef<HTMLDivElement>(null);
  const hasNumbers = columns <= mostColumnsWithNumbers;
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -columns,
    ArrowDown: columns,
    ArrowLeft: -1,
    ArrowRight: 1,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (place ?? 0) + step;
    if (next >= 0 && next < values.length) grid.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className={styles.numberGrid}>
      <p className={styles.gridTitle}>{title}</p>
      <div
        ref={grid}
        role="group"
        aria-label={title}
        className={styles.numbers}
        data-numbers={hasNumbers}
        style={{ gridTemplateColumns: `repeat(${columns}, var(--number-width))` }}
        onKeyDown={onKeyDown}
        onPointerLeave={() => onPlace(null)}
      >
        {values.map((value, index) => {
          const colour = (isUnsigned ? sequentialColour : divergingColour)(value, limit, theme);
          return (
            <button
              key={index}
              type="button"
              tabIndex={index === (place ?? 0) ? 0 : -1}
              className={styles.number}
              data-lit={index === place}
              data-winner={index === winner}
              aria-label={spoken(index)}
              style={{ background: colour, color: textColourOn(colour) }}
              onFocus={() => onPlace(index)}
              onBlur={() => onPlace(null)}
              onClick={() => onPlace(index)}
              onPointerEnter={(event) => {
                if (event.pointerType !== 'touch') onPlace(index);
              }}
            >
              {hasNumbers ? formatFixed(value, 2) : ''}
            </button>
          );
        })}
      </div>
    </div>
  );
}
