/** The printed cover figure: the ten digits as bitmaps, and a sentence. A network that learns cannot be printed. */

import type { ReactNode } from 'react';
import { prototypes } from '../../network/prototypes';

export function Still(): ReactNode {
  const { classes: digits, width, height, values } = prototypes['digits-7x12'];
  const cells = width * height;
  return (
    <div className="still-cover-network">
      <svg
        viewBox={`0 0 ${digits * (width + 3) - 3} ${height}`}
        role="img"
        aria-label="The ten digits, drawn in squares"
        shapeRendering="crispEdges"
      >
        {Array.from({ length: digits }, (_, digit) => (
          <path
            key={digit}
            transform={`translate(${digit * (width + 3)} 0)`}
            d={Array.from({ length: cells }, (__, cell) =>
              (values[digit * cells + cell] ?? -1) > 0 ? `M${cell % width} ${Math.floor(cell / width)}h1v1h-1z` : '',
            ).join('')}
          />
        ))}
      </svg>
      <p>On the screen, with JavaScript, LeNet-5 learns to read digits here, in your browser, while you watch.</p>
    </div>
  );
}
