/**
 * How long curves of 100,000 points take to draw again: everything that is computed for one frame, in Node. What is left for the browser
 * is to take over a path of at most four points for each half pixel, whatever the length of the curve.
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import type { TrainPoint } from '../../src/engine/protocol';
import { extendCurve } from '../../src/lab/curve';
import { randomStream } from '../../src/tensor/random';
import { domainOfX, domainOfY, thinnedPath, wordsAt, type Panel } from '../../src/ui/lineChartModel';
import { panelsFor } from '../../src/widgets/trainer/state';
import { quantile } from './quantile';

export interface CurveTimes {
  readonly points: number;
  /** Domains, paths and words of two panels with two curves each, as the trainer shows them: median and 95th percentile. */
  readonly redrawMs: { readonly median: number; readonly p95: number };
  /** The same of what the lab keeps of such a curve, spikes and all. */
  readonly keptRedrawMs: { readonly median: number; readonly p95: number };
  /** Characters of the longest path, which the browser has to read. */
  readonly longestPath: number;
  /** As many points come in batches of 50, as from an engine that is asked 20 times a second: 95th percentile and longest batch. */
  readonly batchMs: { readonly p95: number; readonly longest: number };
}

/** Wide enough for a figure over the whole width of a desktop page. */
const innerWidthPx = 500;
const innerHeightPx = 140;

function noisyCurve(points: number): readonly TrainPoint[] {
  const random = randomStream(1, 'curve');
  return Array.from({ length: points }, (_, index) => ({
    step: index + 1,
    loss: (2.3 / (1 + index / 2000) + 0.01) * Math.exp(0.3 * random.bell()),
    accuracy: Math.min(1, index / points + 0.1 * random.uniform()),
  }));
}

/** All that a frame of `LineChart` computes; the paths. */
function redraw(panels: readonly Panel[]): readonly string[] {
  const xDomain = domainOfX(panels);
  const toX = scaleLinear(xDomain, [0, innerWidthPx]);
  wordsAt(panels, xDomain[1] / 2, 'step', String);
  return panels.flatMap((panel) => {
    const yDomain = domainOfY(panel);
    const scale =
      panel.scale === 'log' ? scaleLog(yDomain, [innerHeightPx, 0]) : scaleLinear(yDomain, [innerHeightPx, 0]);
    const toY = (y: number): number => scale(Math.min(yDomain[1], Math.max(yDomain[0], y)));
    return panel.series.map((series) => thinnedPath(series, toX, toY));
  });
}

export function measureLabCurves(points = 100_000, redraws = 40): CurveTimes {
  const curve = noisyCurve(points);
  const panels = panelsFor(curve, curve, 'log');
  let longestPath = 0;
  const timesOf = (drawn: readonly Panel[]): number[] =>
    Array.from({ length: redraws }, () => {
      const start = performance.now();
      const paths = redraw(drawn);
      const ms = performance.now() - start;
      longestPath = Math.max(longestPath, ...paths.map((path) => path.length));
      return ms;
    });
  const redrawMs = timesOf(panels);
  const batchMs: number[] = [];
  let kept: readonly TrainPoint[] = [];
  for (let from = 0; from < points; from += 50) {
    const batch = curve.slice(from, from + 50);
    const start = performance.now();
    kept = extendCurve(kept, batch);
    batchMs.push(performance.now() - start);
  }
  const keptRedrawMs = timesOf(panelsFor(kept, kept, 'log'));
  return {
    points,
    keptRedrawMs: { median: quantile(keptRedrawMs, 0.5), p95: quantile(keptRedrawMs, 0.95) },
    redrawMs: { median: quantile(redrawMs, 0.5), p95: quantile(redrawMs, 0.95) },
    longestPath,
    batchMs: { p95: quantile(batchMs, 0.95), longest: Math.max(...batchMs) },
  };
}
