/**
 * The confusion matrix: rows are the truth, columns the answer. Only errors carry colour, so that a hundred right answers do not
 * drown three wrong ones. One stop for the tab key; arrow keys go from cell to cell, Enter opens the images.
 */

import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { sequentialColour, textColourOn } from '../../draw/colour';
import { formatInteger } from '../../draw/format';
import { useTheme } from '../../ui/useTheme';
import styles from './View.module.css';
import { areLong } from './state';
import type { Confusion } from './state';

export interface MatrixProps {
  /** Null before the first evaluation: the frame is shown without counts. */
  readonly confusion: Confusion | null;
  readonly names: readonly string[];
  readonly open: { readonly truth: number; readonly predicted: number } | null;
  readonly onOpen: (truth: number, predicted: number) => void;
}

const moves: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Matrix({ confusion, names, open, onOpen }: MatrixProps): ReactNode {
  const theme = useTheme();
  const table = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState<readonly [truth: number, predicted: number]>([0, 0]);
  const count = names.length;

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const inside = (index: number): number => Math.min(count - 1, Math.max(0, index));
    const next = [inside(focused[0] + move[0]), inside(focused[1] + move[1])] as const;
    setFocused(next);
    table.current?.querySelector<HTMLButtonElement>(`[data-cell="${next[0]}-${next[1]}"]`)?.focus();
  };

  return (
    <table
      ref={table}
      role="grid"
      aria-label="Confusion matrix: rows are the truth, columns the answer"
      className={styles.matrix}
      data-long={areLong(names)}
    >
      <thead>
        <tr>
          <td className={styles.corner}>
            <span className={styles.across}>answer</span>
            <span className={styles.down}>truth</span>
          </td>
          {names.map((name) => (
            <th key={name} scope="col">
              <span title={name}>{name}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={onKeyDown}>
        {names.map((truthName, truth) => (
          <tr key={truthName}>
            <th scope="row">
              <span title={truthName}>{truthName}</span>
            </th>
            {names.map((answerName, predicted) => {
              const images = confusion?.counts[truth * confusion.classes + predicted] ?? null;
              const isError = truth !== predicted && images !== null && images > 0;
              const colour = isError ? sequentialColour(images, confusion?.largestError ?? 0, theme) : undefined;
              const isOpen = open?.truth === truth && open.predicted === predicted;
              return (
                <td key={answerName} role="gridcell">
                  <button
                    type="button"
                    className={styles.cell}
                    data-cell={`${truth}-${predicted}`}
                    data-diagonal={truth === predicted}
                    tabIndex={truth === focused[0] && predicted === focused[1] ? 0 : -1}
                    aria-pressed={isOpen}
                    aria-disabled={images === null || images === 0 || undefined}
                    aria-label={`${truthName} read as ${answerName}: ${images === null ? 'not evaluated yet' : formatInteger(images)}`}
                    style={colour === undefined ? undefined : { background: colour, color: textColourOn(colour) }}
                    onFocus={() => setFocused([truth, predicted])}
                    onClick={() => {
                      if (images !== null && images > 0) onOpen(truth, predicted);
                    }}
                  >
                    {images === null || images === 0 ? '' : images}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
