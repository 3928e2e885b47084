/** The frame of a confusion matrix without counts: they are the reader's own network's, and do not exist on paper. */

import type { ReactNode } from 'react';

const classes = 10;
const cellPx = 22;
const edgePx = 24;
const sizePx = edgePx + classes * cellPx;
const numbers = Array.from({ length: classes }, (_, index) => index);

export function Still(): ReactNode {
  return (
    <div className="still-pad">
      <svg
        viewBox={`0 0 ${sizePx} ${sizePx}`}
        width={sizePx}
        height={sizePx}
        role="img"
        aria-label="An empty confusion matrix: a row for each class as it is, a column for each answer"
      >
        {numbers.map((row) =>
          numbers.map((column) => (
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
        {numbers.map((index) => (
          <g key={index}>
            <text x={edgePx + (index + 0.5) * cellPx} y={edgePx - 8} className="still-name">
              {index}
            </text>
            <text x={edgePx - 10} y={edgePx + (index + 0.5) * cellPx + 4} className="still-name">
              {index}
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
