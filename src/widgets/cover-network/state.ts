/**
 * How the cover's figure goes about its learning: a few steps, then a look at the test digits, then a rest, so that a reader can
 * watch and the page stays light. It stops by itself, rests off screen, and where motion is not wanted it waits to be started.
 */

import { formatInteger, formatPercent, noNumber } from '../../draw/format';
import type { Predictions } from '../../engine/protocol';

/** Digits shown, the first of the test set. */
export const shownDigits = 24;
/** Learning ends after so many steps of 32 images: one epoch of the 20,000 training images of Digits. */
export const lastStep = 625;
/** From one look to the next. */
export const beatMs = 180;

/** What the reader wants: `go` from the beginning, unless reduced motion is asked for. */
export type Intent = 'wait' | 'go' | 'pause';

export interface CoverState {
  readonly intent: Intent;
  readonly isVisible: boolean;
  readonly step: number;
  readonly isUnavailable: boolean;
}

export function shouldLearn({ intent, isVisible, step, isUnavailable }: CoverState): boolean {
  return intent === 'go' && isVisible && step < lastStep && !isUnavailable;
}

/**
 * Steps until the next look: few at first, when every step shows, more later, and more where a look takes long, so that a slow
 * machine spends its time on learning.
 */
export function stepsUntilNextLook(step: number, lookMs: number): number {
  const wanted = step < 40 ? 4 : step < 120 ? 10 : 25;
  const patience = Math.min(4, Math.max(1, Math.round(lookMs / 250)));
  return Math.max(0, Math.min(wanted * patience, lastStep - step));
}

export type Press = 'start' | 'pause' | 'continue' | 'again';
export const pressTitles: Readonly<Record<Press, string>> = {
  start: 'Start',
  pause: 'Pause',
  continue: 'Continue',
  again: 'Again',
};

/** What the one button does now. */
export function pressFor({ intent, step }: Pick<CoverState, 'intent' | 'step'>): Press {
  if (step >= lastStep) return 'again';
  if (intent === 'go') return 'pause';
  return step === 0 ? 'start' : 'continue';
}

/** `step 312 · 9,984 images seen`, or why nothing moves. */
export function stateWords(state: CoverState, batchSize: number): string {
  const { intent, isVisible, step } = state;
  const seen = `${formatInteger(step * batchSize)} images seen`;
  if (step >= lastStep) return `finished at step ${formatInteger(step)} · ${seen}`;
  if (step === 0) return intent === 'go' ? 'making digits to learn from' : 'not trained yet';
  if (intent === 'go' && isVisible) return `step ${formatInteger(step)} · ${seen}`;
  return `paused at step ${formatInteger(step)} · ${seen}`;
}

export interface DigitAnswer {
  readonly label: number;
  readonly predicted: number;
  readonly isRight: boolean;
}

/** The answers for the digits shown. */
export function answersOf({ labels, predicted }: Predictions): readonly DigitAnswer[] {
  return Array.from(labels.subarray(0, shownDigits), (label, index) => {
    const answer = predicted[index] ?? -1;
    return { label, predicted: answer, isRight: answer === label };
  });
}

/** Fraction right of the whole test set; null before the first look. */
export function accuracyOf(predictions: Predictions | null): number | null {
  if (predictions === null || predictions.labels.length === 0) return null;
  let right = 0;
  predictions.labels.forEach((label, index) => {
    if (predictions.predicted[index] === label) right += 1;
  });
  return right / predictions.labels.length;
}

export function accuracyWords(predictions: Predictions | null): string {
  const accuracy = accuracyOf(predictions);
  return accuracy === null ? noNumber : formatPercent(accuracy);
}

/** One kernel per filter from weights [height, width, inputs, filters], its first input channel, row-major. */
export function kernelsOf(
  values: Float32Array,
  shape: readonly number[],
): readonly { readonly width: number; readonly height: number; readonly values: Float32Array }[] {
  const [height = 0, width = 0, inputs = 0, filters = 0] = shape;
  return Array.from({ length: filters }, (_, filter) => ({
    width,
    height,
    values: Float32Array.from({ length: height * width }, (__, cell) => values[cell * inputs * filters + filter] ?? 0),
  }));
}
