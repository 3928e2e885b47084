/** The frame of a confusion matrix without counts: they are the reader's own network's, and do not exist on paper. */

import type { ReactNode } from 'react';

const classes = 10;
const cellPx = 22;
const edgePx = 24;
const sizePx = edgePx + classes * cellPx;
const digits = Array.from({ length: classes }, (_, digit) => digit);

export function Still(): ReactNode {
  return (
    <div className="still-pad">
      <svg
        viewBox={`0 0 ${sizePx} ${sizePx}`}
        width={sizePx}
        height={sizePx}
        role="img"
        aria-label="An empty confusion matrix: a row for each true digit, a column for each answer"
      >
        {digits.map((row) =>
          digits.map((column) => (
            <rect
              key={`${row}-${column}`}
              x={edgePx + column * cellPx + 0.5}
              y={edgePx + row * cellPx + 0.5}
              width={cellPx - 1}
              height={cellPx - 1}
              className={row === column ? 'still-diagonal' : 'still-plane'}
            />
          )),
        )}
        {digits.map((digit) => (
          <g key={digit}>
            <text x={edgePx + (digit + 0.5) * cellPx} y={edgePx - 8} className="still-name">
              {digit}
            </text>
            <text x={edgePx - 10} y={edgePx + (digit + 0.5) * cellPx + 4} className="still-name">
              {digit}
            </text>
          </g>
        ))}
      </svg>
      <p className="still-line">
        Rows are the truth, columns the answer. In the browser the counts are those of the network that you trained, and
        each opens its images.
      </p>
    </div>
  );
}
