/** The drawing pad: strokes in, the network's answer out, while the hand still moves. */

import { useEffect, useId, useMemo, useReducer, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { rasterizeStrokes, SIDE_PX } from '../../data/pen';
import type { Point } from '../../data/pen';
import { paintBytes } from '../../draw/colour';
import { formatInteger, formatPercent } from '../../draw/format';
import { currentInput } from '../../lab/currentInput';
import { stepLookedAt, stepLookedBackAt } from '../../lab/lookedAt';
import { classNamesOf, imageShapeOf, offerOf } from '../../lab/runNetwork';
import type { RunState } from '../../lab/runState';
import { Announcer } from '../../ui/Announcer';
import { Button } from '../../ui/Button';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import { useInspection } from '../useInspection';
import { useRun, useRunState } from '../useRun';
import type { ViewProps } from '../widget';
import styles from './View.module.css';
import type { DigitPadAttributes } from './schema';
import {
  answerWords,
  bestGuess,
  confidenceText,
  emptyPad,
  misfitWords,
  mostBars,
  padKey,
  penWidth,
  reducePad,
  shownClasses,
  strokePath,
  thingToDraw,
} from './state';

/** Units of the drawing's coordinate system; the screen decides how large they are. */
const unitsAcross = 400;
const noLayers: readonly string[] = [];

function misfitOf(state: RunState): string | null {
  const { dataSet } = state.description;
  return misfitWords(dataSet, imageShapeOf(state), offerOf(state)?.title ?? 'its data set');
}

export function View({ attributes, visible }: ViewProps<DigitPadAttributes>): ReactNode {
  const run = useRun(attributes.run);
  const input = currentInput(attributes.run);
  const [pad, act] = useReducer(reducePad, emptyPad);
  const theme = useTheme();
  const isUntrained = useRunState(run, (state) => stepLookedAt(state) === 0, visible);
  const back = useRunState(run, stepLookedBackAt, visible);
  const classes = useRunState(run, classNamesOf, visible);
  const misfit = useRunState(run, misfitOf, visible);

  const isEmpty = pad.strokes.length === 0;
  const pixels = useMemo(
    () => (pad.strokes.length === 0 ? null : rasterizeStrokes(pad.strokes, penWidth)),
    [pad.strokes],
  );
  const question = useMemo(
    () =>
      pixels === null || misfit !== null
        ? null
        : { image: { kind: 'pixels', pixels } as const, layers: noLayers, slots: noLayers },
    [pixels, misfit],
  );
  const { answer, problem } = useInspection(run, question, visible);
  useEffect(() => input.offerDrawing(misfit === null ? pixels : null), [input, pixels, misfit]);

  const paintSeen = useMemo(
    () => (rgba: Uint8ClampedArray) => paintBytes(pixels ?? new Uint8Array(SIDE_PX * SIDE_PX), rgba, theme),
    [pixels, theme],
  );
  const answered = answer?.inspection.probabilities;
  // An answer to the network before knows other classes.
  const probabilities = isEmpty || misfit !== null || answered?.length !== classes.length ? null : answered;
  const words =
    misfit ??
    problem ??
    answerWords(probabilities, classes, isUntrained, back === answer?.inspection.step ? back : null);

  return (
    <div className={styles.pad}>
      <div className={styles.drawing}>
        <DrawingArea
          strokes={pad.strokes}
          cursor={pad.cursor}
          drawing={pad.drawing}
          thing={thingToDraw(classes)}
          act={act}
        />
        <div className={styles.buttons}>
          <Button onPress={() => act({ kind: 'undo' })} isDisabled={isEmpty}>
            Undo stroke
          </Button>
          <Button onPress={() => act({ kind: 'clear' })} isDisabled={isEmpty}>
            Clear
          </Button>
        </div>
      </div>
      <div role="group" aria-label="Prediction" className={styles.prediction}>
        <div className={styles.head}>
          <p className={styles.answer}>
            {probabilities === null ? '–' : <Answer probabilities={probabilities} classes={classes} />}
          </p>
          <div className={styles.seen}>
            <ImageCanvas
              width={SIDE_PX}
              height={SIDE_PX}
              paint={paintSeen}
              label={
                isEmpty ? 'Nothing drawn yet' : misfit === null ? 'Your drawing as the network sees it' : 'Your drawing'
              }
              displayWidthPx={84}
              className={styles.image}
            />
            <span className={styles.quiet}>
              {misfit === null ? 'what the network sees' : 'your drawing'},
              <br />
              {SIDE_PX} × {SIDE_PX} pixels
            </span>
          </div>
        </div>
        <Bars probabilities={probabilities} classes={classes} isGuess={isUntrained} />
        {classes.length > mostBars && (
          <p className={styles.most}>
            The {mostBars} most probable of {classes.length} classes.
          </p>
        )}
        <p className={styles.words}>{words}</p>
      </div>
      <Announcer>{pad.drawing === null && probabilities !== null ? words : ''}</Announcer>
      <p className={styles.place}>
        <Button variant="quiet" isDisabled={isEmpty || misfit !== null} onPress={() => input.showDrawing()}>
          Look inside the network with this drawing
        </Button>
      </p>
    </div>
  );
}

function Answer({
  probabilities,
  classes,
}: {
  readonly probabilities: Float32Array;
  readonly classes: readonly string[];
}): ReactNode {
  const { label, probability } = bestGuess(probabilities);
  const name = classes[label] ?? String(label);
  return (
    <>
      <span className={styles.digit} data-long={name.length > 2}>
        {name}
      </span>{' '}
      <span className={styles.sure}>({confidenceText(probability)})</span>
    </>
  );
}

interface BarsProps {
  readonly probabilities: Float32Array | null;
  readonly classes: readonly string[];
  readonly isGuess: boolean;
}

function Bars({ probabilities, classes, isGuess }: BarsProps): ReactNode {
  const best = probabilities === null ? -1 : bestGuess(probabilities).label;
  return (
    <dl className={styles.bars} data-long={classes.some(({ length }) => length > 2)}>
      {shownClasses(classes.length, probabilities).map((index, row) => {
        const probability = probabilities?.[index] ?? null;
        return (
          <div key={row} className={styles.row} data-best={index === best && !isGuess}>
            <dt>{classes.length > mostBars && probability === null ? '–' : classes[index]}</dt>
            <dd>
              <span className={styles.track} aria-hidden="true">
                <span className={styles.bar} style={{ transform: `scaleX(${probability ?? 0})` }} />
              </span>
              <span className={styles.percent}>{probability === null ? '–' : formatPercent(probability)}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

interface DrawingAreaProps {
  readonly strokes: readonly (readonly Point[])[];
  readonly cursor: Point;
  readonly drawing: 'pointer' | 'keyboard' | null;
  /** `a digit`; null where the classes do not say. */
  readonly thing: string | null;
  readonly act: (action: Parameters<typeof reducePad>[1]) => void;
}

function DrawingArea({ strokes, cursor, drawing, thing, act }: DrawingAreaProps): ReactNode {
  const area = useRef<HTMLDivElement>(null);
  const hint = useId();
  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const box = area.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return { x: 0, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    act({ kind: 'press', at: pointOf(event) });
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drawing !== 'pointer' || !event.isPrimary) return;
    const between = event.nativeEvent.getCoalescedEvents();
    act({ kind: 'move', to: (between.length > 0 ? between : [event.nativeEvent]).map(pointOf) });
  };
  const lift = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.isPrimary && drawing === 'pointer') act({ kind: 'lift' });
  };
  const press1 = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = padKey(event.key, event.shiftKey);
    if (action === null) return;
    event.preventDefault();
    act(action);
  };
  return (
    <div className={styles.frame}>
      <div
        ref={area}
        role="application"
        aria-label={thing === null ? 'Draw' : `Draw ${thing}`}
        aria-describedby={hint}
        tabIndex={0}
        className={styles.area}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={lift}
        onPointerCancel={lift}
        onKeyDown={press1}
      >
        <svg viewBox={`0 0 ${unitsAcross} ${unitsAcross}`} className={styles.svg} aria-hidden="true">
          <path
            className={styles.ink}
            strokeWidth={penWidth * unitsAcross}
            d={strokes.map((stroke) => strokePath(stroke, unitsAcross)).join('')}
          />
          <circle
            className={styles.cursor}
            data-down={drawing === 'keyboard'}
            cx={cursor.x * unitsAcross}
            cy={cursor.y * unitsAcross}
            r={(penWidth * unitsAcross) / 2}
          />
        </svg>
        {strokes.length === 0 && (
          <span className={styles.invitation}>{thing === null ? 'Draw here' : `Draw ${thing} here`}</span>
        )}
      </div>
      <p id={hint} className={styles.hint}>
        {strokes.length === 0
          ? 'With the keyboard: arrow keys move the pen, the space bar lowers and lifts it.'
          : `${formatInteger(strokes.length)} ${strokes.length === 1 ? 'stroke' : 'strokes'}${drawing === 'keyboard' ? ', pen down' : ''}`}
      </p>
    </div>
  );
}
