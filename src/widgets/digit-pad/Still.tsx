/** The pad on paper: an empty square to draw in, with a pencil if need be. */

import type { ReactNode } from 'react';

export function Still(): ReactNode {
  return (
    <div className="still-pad">
      <svg viewBox="0 0 200 200" width="200" height="200" role="img" aria-label="An empty square to draw a digit in">
        <rect x="0.5" y="0.5" width="199" height="199" className="still-plane" />
        <path d="M40 0V200M160 0V200M0 40H200M0 160H200" className="still-guide" />
      </svg>
      <p className="still-line">In the browser you draw here, and the network that you trained answers.</p>
    </div>
  );
}
