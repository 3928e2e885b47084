/**
 * The print of a curve: what of a run's training points is sent along, so that somebody else's page can say whether it got the same curve.
 *
 * Picture: a ruler laid along the curve. At the marks (`marks.ts`), and at the last point, stand the loss as float32 and the trail, a number
 * made of all points up to there (`engine/trail.ts`). Equal trails are equal curves, to the last bit; where they differ, the losses
 * say by how much.
 *
 * The lab thins curves of more than 5,000 points. The trail is made by the engine, point by point, before anything is thinned, and goes
 * with the weights through forks, checkpoints and restarts of the engine; and thinning keeps the points at the marks. So a print can be taken
 * of any curve at any time, and vouches for the points that are gone too.
 */

import type { TrainPoint } from '../../engine/protocol';
import { fromBase64Url, toBase64Url } from '../link/linkText';
import { isMark, marksUpTo } from './marks';

export interface Mark {
  readonly step: number;
  /** In float32. */
  readonly loss: number;
  readonly trail: number;
}

export interface Print {
  /** As far as the run had come; the last point may stand a few steps before. */
  readonly lastStep: number;
  readonly executor: string;
  /** What ran the numbers, in words: `WebAssembly SIMD, 1 thread`. */
  readonly build: string;
  readonly marks: readonly Mark[];
}

/** The marks of a curve up to a step. Points without a trail, of a run kept by an earlier edition, are left out. */
export function marksOf(points: readonly TrainPoint[], lastStep: number): readonly Mark[] {
  const last = lastPointStep(lastStep);
  return points.flatMap(({ step, loss, trail }) =>
    trail !== undefined && step <= lastStep && (isMark(step) || step === last)
      ? [{ step, loss: Math.fround(loss), trail }]
      : [],
  );
}

/** Every step has a point up to 20, then every tenth (`engine/schedule.ts`). */
function lastPointStep(lastStep: number): number {
  return lastStep <= 20 ? lastStep : lastStep - (lastStep % 10);
}

function stepsOf(lastStep: number): readonly number[] {
  return [...new Set([...marksUpTo(lastStep), lastPointStep(lastStep)])];
}

/** Eight bytes for each step that can be expected: float32 loss and trail, big-endian; a missing one has a loss that is no number. */
export function marksText(marks: readonly Mark[], lastStep: number): string {
  const steps = stepsOf(lastStep);
  const view = new DataView(new ArrayBuffer(8 * steps.length));
  for (const [index, step] of steps.entries()) {
    const mark = marks.find((one) => one.step === step);
    view.setFloat32(8 * index, mark?.loss ?? NaN);
    view.setUint32(8 * index + 4, mark?.trail ?? 0);
  }
  return toBase64Url(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(''));
}

/** Null when the text is not of this many steps, or a loss cannot be. */
export function readMarks(text: string, lastStep: number): readonly Mark[] | null {
  const steps = stepsOf(lastStep);
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length !== Math.ceil((8 * steps.length * 4) / 3)) return null;
  const bytes = Uint8Array.from(fromBase64Url(text), (character) => character.charCodeAt(0));
  if (bytes.length !== 8 * steps.length) return null;
  const view = new DataView(bytes.buffer);
  const marks: Mark[] = [];
  for (const [index, step] of steps.entries()) {
    const loss = view.getFloat32(8 * index);
    if (Number.isNaN(loss)) continue;
    if (!Number.isFinite(loss)) return null;
    marks.push({ step, loss, trail: view.getUint32(8 * index + 4) });
  }
  return marks;
}
