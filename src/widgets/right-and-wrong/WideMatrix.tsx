/**
 * The confusion matrix of many classes: a picture with one small square for each pair, since hundreds of counts cannot be read side by side.
 * Which pair a square is, and how many images it holds, is said below for the one that is pointed at or walked to; the pairs that are
 * confused most often stand in a list of their own, where a thumb can reach them too.
 *
 * Colour grows with the square root of the count, so that single errors are seen beside frequent ones.
 */

import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { paintUnsigned } from '../../draw/colour';
import { formatInteger } from '../../draw/format';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import type { MatrixProps } from './Matrix';
import styles from './View.module.css';
import { filterWords, pairWords, worstPairs } from './state';

interface Pair {
  readonly truth: number;
  readonly predicted: number;
}

const listed = 6;

const moves: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function WideMatrix({ confusion, names, open, onOpen }: MatrixProps): ReactNode {
  const theme = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const readout = useId();
  const [pointed, setPointed] = useState<Pair | null>(null);
  const [walked, setWalked] = useState<Pair | null>(null);
  const count = names.length;
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) => {
      const errors = Float32Array.from({ length: count * count }, (_, cell) =>
        cell % (count + 1) === 0 ? 0 : Math.sqrt(confusion?.counts[cell] ?? 0),
      );
      paintUnsigned(errors, Math.sqrt(confusion?.largestError ?? 0), rgba, theme);
    },
    [confusion, count, theme],
  );
  const pairs = useMemo(() => (confusion === null ? [] : worstPairs(confusion, listed)), [confusion]);

  const pairAt = (event: { readonly clientX: number; readonly clientY: number }): Pair | null => {
    const box = place.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return null;
    const along = (from: number): number => Math.min(count - 1, Math.max(0, Math.floor((from / box.width) * count)));
    return { truth: along(event.clientY - box.top), predicted: along(event.clientX - box.left) };
  };
  const openIfAny = (pair: Pair): void => {
    const images = confusion?.counts[pair.truth * count + pair.predicted] ?? 0;
    if (images > 0) onOpen(pair.truth, pair.predicted);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    const from = walked ?? open ?? { truth: 0, predicted: 0 };
    if (move !== undefined) {
      const inside = (index: number): number => Math.min(count - 1, Math.max(0, index));
      setPointed(null);
      setWalked(
        walked === null ? from : { truth: inside(from.truth + move[0]), predicted: inside(from.predicted + move[1]) },
      );
    } else if (event.key === 'Enter' || event.key === ' ') openIfAny(from);
    else return;
    event.preventDefault();
  };
  const named = pointed ?? walked ?? open;
  return (
    <div className={styles.wideMatrix}>
      <p className={styles.axes} aria-hidden="true">
        <span>truth ↓</span>
        <span>answer →</span>
      </p>
      <div
        ref={place}
        role="application"
        tabIndex={0}
        aria-label={`Confusion matrix of ${count} classes: rows are the truth, columns the answer; arrow keys walk it, Enter opens the images`}
        aria-describedby={readout}
        className={styles.squares}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setPointed(pairAt(event))}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => {
          const pair = pairAt(event);
          if (pair === null) return;
          setWalked(pair);
          openIfAny(pair);
        }}
      >
        <ImageCanvas width={count} height={count} paint={paint} label="" />
        <svg viewBox={`0 0 ${count} ${count}`} className={styles.overlay} aria-hidden="true">
          <path d={`M0 0L${count} ${count}`} className={styles.diagonal} />
          {named !== null && (
            <>
              <path
                d={`M0 ${named.truth + 0.5}H${count}M${named.predicted + 0.5} 0V${count}`}
                className={styles.crosshair}
              />
              <rect x={named.predicted} y={named.truth} width={1} height={1} className={styles.chosen} />
            </>
          )}
        </svg>
      </div>
      <p id={readout} className={styles.readout} aria-live="polite">
        {named === null
          ? 'Point at a square to see which two classes it stands for.'
          : pairWords(named, confusion, names)}
      </p>
      <p className={styles.worst}>Confused most often</p>
      <ol className={styles.pairs}>
        {Array.from({ length: listed }, (_, rank) => {
          const pair = pairs[rank];
          if (pair === undefined) {
            return (
              <li key={rank} aria-hidden="true">
                –
              </li>
            );
          }
          const words = filterWords({ kind: 'cell', ...pair }, names);
          return (
            <li key={rank}>
              <button
                type="button"
                className={styles.pair}
                aria-pressed={open?.truth === pair.truth && open.predicted === pair.predicted}
                aria-label={`${words} ${formatInteger(pair.images)}: ${pairWords(pair, confusion, names)}`}
                onClick={() => onOpen(pair.truth, pair.predicted)}
              >
                <span className={styles.pairNames}>{words}</span>
                <span className={styles.pairCount}>{formatInteger(pair.images)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
