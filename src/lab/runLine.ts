/** The state of a run as one line of text: what the status line shows and what tests read. */

import type { RunState } from './runState';

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/**
 * `step 1,875 · epoch 1.0 · loss 0.081 · test accuracy 97.6 % · 412 steps/s · wasm`; what is not known yet is `–`. A
 * learning rate that a schedule has changed comes after the loss.
 */
export function formatRunLine({ status }: Pick<RunState, 'status'>): string {
  const loss = status?.loss ?? null;
  const accuracy = status?.testAccuracy ?? null;
  const speed = status?.stepsPerSecond ?? null;
  return [
    `step ${grouped.format(status?.step ?? 0)}`,
    `epoch ${(status?.epoch ?? 0).toFixed(1)}`,
    `loss ${loss === null ? '–' : formatLoss(loss)}`,
    ...(status === null || status.learningRate === status.description.learningRate
      ? []
      : [`learning rate ${formatRate(status.learningRate)}`]),
    `test accuracy ${accuracy === null ? '–' : `${(100 * accuracy).toFixed(1)} %`}`,
    `${speed === null ? '–' : speed < 10 ? speed.toFixed(1) : grouped.format(speed)} steps/s`,
    status?.executor ?? '–',
  ].join(' · ');
}

/** Two digits that count. */
function formatRate(rate: number): string {
  return rate >= 1e-4 && rate < 1000 ? String(Number(rate.toPrecision(2))) : rate.toExponential(1);
}

/** Three decimals; a loss that explodes is shown by its order of magnitude. */
function formatLoss(loss: number): string {
  return loss < 1000 ? loss.toFixed(3) : loss.toExponential(1);
}
