/** The ten 7×12 bitmaps of the Euclidean output units, drawn for this book: a dark cell is +1, a light one −1. */

import type { ReactNode } from 'react';
import { bitmaps } from './state';

const cellPx = 6;

export function Still(): ReactNode {
  return (
    <div className="still-bitmaps">
      <ul className="still-bitmap-row">
        {bitmaps.map(({ digit, width, height, ink }) => (
          <li key={digit}>
            <svg
              viewBox={`0 0 ${width * cellPx} ${height * cellPx}`}
              width={width * cellPx}
              height={height * cellPx}
              role="img"
              aria-label={`Bitmap of ${digit}, ${width} cells wide and ${height} high`}
            >
              <rect className="still-cell-off" width="100%" height="100%" />
              <path
                className="still-cell-on"
                d={ink.map(([x, y]) => `M${x * cellPx} ${y * cellPx}h${cellPx}v${cellPx}h${-cellPx}z`).join('')}
              />
            </svg>
            <span aria-hidden="true">{digit}</span>
          </li>
        ))}
      </ul>
      <p className="still-line">
        Dark is +1, light is −1. The bitmaps are drawn for this book, after the idea of the paper.
      </p>
    </div>
  );
}
