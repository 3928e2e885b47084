/**
 * A drawing in progress as plain data: strokes, and the cursor with which a keyboard draws. Coordinates are fractions of the
 * drawing area, x to the right and y down, so that the drawing does not depend on the size of the screen.
 */

import type { DataSetId, ImageShape } from '../../data/dataSet';
import { SIDE_PX, type Point } from '../../data/pen';
import { formatInteger, formatPercent } from '../../draw/format';

export interface PadState {
  readonly strokes: readonly (readonly Point[])[];
  /** What draws the last stroke right now; null between strokes. */
  readonly drawing: 'pointer' | 'keyboard' | null;
  /** The keyboard's pen. */
  readonly cursor: Point;
}

export const emptyPad: PadState = { strokes: [], drawing: null, cursor: { x: 0.5, y: 0.3 } };

/** Width of the pen as a fraction of the drawing area: as a felt pen on a beer mat, and as in handwritten digits. */
export const penWidth = 0.09;
/** How far one press of an arrow key moves the cursor; with Shift a third of it. */
export const cursorStep = 0.045;
/** Points nearer than this to the one before say nothing new. */
const shortestMove = 0.002;
/** Beyond this a drawing is scribble; further points are left out, so that one drawing stays cheap. */
const mostPoints = 20_000;

export type PadAction =
  | { readonly kind: 'press'; readonly at: Point }
  | { readonly kind: 'move'; readonly to: readonly Point[] }
  | { readonly kind: 'lift' }
  | { readonly kind: 'moveCursor'; readonly right: number; readonly down: number }
  | { readonly kind: 'togglePen' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'clear' };

function clamped({ x, y }: Point): Point {
  return { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) };
}

function extended(strokes: PadState['strokes'], points: readonly Point[]): PadState['strokes'] {
  const last: readonly Point[] = strokes.at(-1) ?? [];
  const grown: Point[] = [...last];
  const room = mostPoints - strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  for (const point of points.slice(0, Math.max(0, room)).map(clamped)) {
    const before = grown[grown.length - 1];
    if (before === undefined || Math.hypot(point.x - before.x, point.y - before.y) >= shortestMove) grown.push(point);
  }
  return grown.length === last.length ? strokes : [...strokes.slice(0, -1), grown];
}

export function reducePad(state: PadState, action: PadAction): PadState {
  switch (action.kind) {
    case 'press':
      return { ...state, strokes: [...state.strokes, [clamped(action.at)]], drawing: 'pointer' };
    case 'move':
      return state.drawing === 'pointer' ? { ...state, strokes: extended(state.strokes, action.to) } : state;
    case 'lift':
      return state.drawing === null ? state : { ...state, drawing: null };
    case 'moveCursor': {
      const cursor = clamped({ x: state.cursor.x + action.right, y: state.cursor.y + action.down });
      const strokes = state.drawing === 'keyboard' ? extended(state.strokes, [cursor]) : state.strokes;
      return { ...state, cursor, strokes };
    }
    case 'togglePen':
      return state.drawing === 'keyboard'
        ? { ...state, drawing: null }
        : { ...state, strokes: [...state.strokes, [state.cursor]], drawing: 'keyboard' };
    case 'undo':
      return { ...state, strokes: state.strokes.slice(0, -1), drawing: null };
    case 'clear':
      return { ...emptyPad, cursor: state.cursor };
  }
}

/** What a key does on the drawing area; null for keys that mean nothing here. */
export function padKey(key: string, isShifted: boolean): PadAction | null {
  const step = isShifted ? cursorStep / 3 : cursorStep;
  switch (key) {
    case 'ArrowLeft':
      return { kind: 'moveCursor', right: -step, down: 0 };
    case 'ArrowRight':
      return { kind: 'moveCursor', right: step, down: 0 };
    case 'ArrowUp':
      return { kind: 'moveCursor', right: 0, down: -step };
    case 'ArrowDown':
      return { kind: 'moveCursor', right: 0, down: step };
    case ' ':
      return { kind: 'togglePen' };
    case 'Backspace':
      return { kind: 'undo' };
    case 'Delete':
      return { kind: 'clear' };
    default:
      return null;
  }
}

/**
 * SVG path data of a stroke, in units of `size`: quadratic curves through the midpoints of its points, so that a quick hand
 * leaves a round line. A stroke of one point becomes a dot.
 */
export function strokePath(stroke: readonly Point[], size: number): string {
  const text = ({ x, y }: Point): string => `${(x * size).toFixed(1)} ${(y * size).toFixed(1)}`;
  const [first] = stroke;
  if (first === undefined) return '';
  if (stroke.length === 1) return `M${text(first)}h0.01`;
  let path = `M${text(first)}`;
  for (const [index, point] of stroke.entries()) {
    const next = stroke[index + 1];
    if (index === 0) continue;
    path +=
      next === undefined
        ? `L${text(point)}`
        : `Q${text(point)} ${text({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  }
  return path;
}

/** The most probable class; the first of equals. */
export function bestGuess(probabilities: Float32Array): { readonly label: number; readonly probability: number } {
  let label = 0;
  for (const [index, probability] of probabilities.entries()) {
    if (probability > (probabilities[label] ?? 0)) label = index;
  }
  return { label, probability: probabilities[label] ?? 0 };
}

/** More classes than these are too many bars to read: then the most probable are shown. */
export const mostBars = 10;

/** The classes whose bars are shown: all of a few in their order, of many the most probable first. */
export function shownClasses(count: number, probabilities: Float32Array | null): readonly number[] {
  const all = Array.from({ length: count }, (_, index) => index);
  if (count <= mostBars) return all;
  const byProbability = (a: number, b: number): number => (probabilities?.[b] ?? 0) - (probabilities?.[a] ?? 0);
  return all.sort(byProbability).slice(0, mostBars);
}

/** What to draw, by what the classes are called: a digit, a letter, a character; nothing is said of words. */
export function thingToDraw(classes: readonly string[]): string | null {
  if (classes.every((name) => /^\d$/.test(name))) return 'a digit';
  if (classes.every((name) => /^\p{L}$/u.test(name))) return 'a letter';
  return classes.every((name) => /^.$/u.test(name)) ? 'a character' : null;
}

/**
 * Why the run's network cannot look at a drawing, in words; null where it can: its images must be grey, as large as what the pen makes,
 * and drawn, which clothes are not.
 */
export function misfitWords(dataSet: DataSetId, shape: ImageShape | null, title: string): string | null {
  if (shape === null) return null;
  const [height, width, channels] = shape;
  const isGrey = channels === 1 && height === SIDE_PX && width === SIDE_PX;
  if (isGrey && dataSet !== 'fashion-mnist') return null;
  const isPicture = height > 1 && width > 1;
  const found = isGrey
    ? 'which are photographs of clothes'
    : isPicture
      ? `of ${width} × ${height} pixels${channels === 3 ? ' in colour' : ''}`
      : 'which are no pictures';
  return (
    `The network learns from the examples of ${title}, ${found}. What is drawn here is one grey picture of ${SIDE_PX} × ${SIDE_PX} ` +
    `pixels: choose Digits, MNIST or another set of handwriting in the trainer.`
  );
}

/** The line under the bars: what to make of the answer, and of which step it is where that is looked back at. */
export function answerWords(
  probabilities: Float32Array | null,
  classes: readonly string[],
  isUntrained: boolean,
  back: number | null = null,
): string {
  if (isUntrained) {
    return probabilities === null
      ? 'The network has not been trained yet. You can draw all the same; its answer will be a guess. Press Train in the trainer first.'
      : 'The network has not been trained yet: its weights are random, and this answer is a guess. Press Train in the trainer, and watch it change.';
  }
  if (probabilities === null) return 'Nothing is drawn yet.';
  const { label, probability } = bestGuess(probabilities);
  const when = back === null ? 'The' : `At step ${formatInteger(back)} (looking back) the`;
  return `${when} network says ${classes[label] ?? label} (${confidenceText(probability)}).`;
}

/** `98 %`; with a decimal where a whole number would say 100 %, which a softmax never gives. */
export function confidenceText(probability: number): string {
  return formatPercent(probability, probability >= 0.995 ? 1 : 0);
}
