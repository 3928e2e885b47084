/**
 * Smooth curves for the pen: the path through a few points, in short straight pieces, with a pressure that changes along it.
 */

import type { Pen } from './pen';

export interface Path {
  /** Sends the smooth curve through points `from` … `to` − 1 to the pen. */
  trace(
    points: Float64Array,
    corners: Uint8Array,
    from: number,
    to: number,
    pressureSlope: number,
    pressureMiddle: number,
  ): void;
}

/**
 * Centripetal Catmull–Rom curves, which neither overshoot nor make cusps between uneven points.
 * Source: Yuksel, Schaefer & Keyser, "Parameterization and applications of Catmull–Rom curves", Computer-Aided Design 43 (2011).
 */
export function createPath(pen: Pen, mostPoints: number): Path {
  const tangentX = new Float64Array(mostPoints);
  const tangentY = new Float64Array(mostPoints);
  /** Square root of the chord from point i to i + 1: the curve's parameter grows by this much. */
  const knots = new Float64Array(mostPoints);

  return {
    trace(points, corners, from, to, pressureSlope, pressureMiddle) {
      for (let i = from; i + 1 < to; i++) {
        const dx = points[2 * i + 2]! - points[2 * i]!;
        const dy = points[2 * i + 3]! - points[2 * i + 1]!;
        knots[i] = Math.sqrt(Math.sqrt(dx * dx + dy * dy)) + 1e-6;
      }
      const pressureAt = (fraction: number): number => {
        const q = 2 * fraction - 1;
        const pressure = 1 + pressureSlope * q + pressureMiddle * (0.5 - q * q) - 0.12 * q * q * q * q * q * q;
        return pressure < 0.5 ? 0.5 : pressure;
      };
      for (let i = from + 1; i + 1 < to; i++) {
        if (corners[i] === 1) continue;
        const a = knots[i - 1]!;
        const b = knots[i]!;
        for (let axis = 0; axis < 2; axis++) {
          const p = points[2 * i - 2 + axis]!;
          const q = points[2 * i + axis]!;
          const r = points[2 * i + 2 + axis]!;
          (axis === 0 ? tangentX : tangentY)[i] = (q - p) / a - (r - p) / (a + b) + (r - q) / b;
        }
      }
      pen.moveTo(points[2 * from]!, points[2 * from + 1]!, pressureAt(0));
      for (let i = from; i + 1 < to; i++) {
        const knot = knots[i]!;
        const x0 = points[2 * i]!;
        const y0 = points[2 * i + 1]!;
        const x1 = points[2 * i + 2]!;
        const y1 = points[2 * i + 3]!;
        const startFree = i === from || corners[i] === 1;
        const endFree = i + 2 === to || corners[i + 1] === 1;
        // At an end or a corner the curve leaves as a parabola would; between two of them it is straight.
        const m0x = startFree ? (endFree ? x1 - x0 : 2 * (x1 - x0) - tangentX[i + 1]! * knot) : tangentX[i]! * knot;
        const m0y = startFree ? (endFree ? y1 - y0 : 2 * (y1 - y0) - tangentY[i + 1]! * knot) : tangentY[i]! * knot;
        const m1x = endFree ? (startFree ? x1 - x0 : 2 * (x1 - x0) - m0x) : tangentX[i + 1]! * knot;
        const m1y = endFree ? (startFree ? y1 - y0 : 2 * (y1 - y0) - m0y) : tangentY[i + 1]! * knot;
        const pieces = Math.min(6, Math.max(2, Math.ceil(knot * knot * 16)));
        for (let piece = 1; piece <= pieces; piece++) {
          const t = piece / pieces;
          const h10 = t * (1 - t) * (1 - t);
          const h01 = t * t * (3 - 2 * t);
          const h11 = t * t * (t - 1);
          pen.lineTo(
            x0 + h01 * (x1 - x0) + h10 * m0x + h11 * m1x,
            y0 + h01 * (y1 - y0) + h10 * m0y + h11 * m1y,
            pressureAt((i + t - from) / (to - 1 - from)),
          );
        }
      }
    },
  };
}
