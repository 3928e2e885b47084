/**
 * The cover's live figure: a network learns to read digits while one looks. What it cannot read yet is pale; the page comes into
 * focus as it learns. Nothing is played back: every look asks the run for its answers to the whole test set.
 *
 * All arithmetic happens in the worker; here, a few small canvases are painted five times a second, and only on screen.
 */

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { largestMagnitude, paintPicture, paintSigned } from '../../draw/colour';
import type { ImagesReply, Predictions } from '../../engine/protocol';
import { networkOfRun } from '../../lab/runNetwork';
import type { RunHandle } from '../../lab/runState';
import { Button } from '../../ui/Button';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { classNames } from '../../ui/classNames';
import { useTheme } from '../../ui/useTheme';
import { useRun, useRunState } from '../useRun';
import type { ViewProps } from '../widget';
import styles from './View.module.css';
import type { CoverNetworkAttributes } from './schema';
import {
  accuracyWords,
  answersOf,
  beatMs,
  kernelsOf,
  pressFor,
  pressTitles,
  shouldLearn,
  shownDigits,
  stateWords,
  stepsUntilNextLook,
} from './state';
import type { Intent } from './state';

interface Look {
  readonly predictions: Predictions;
  readonly kernels: ReturnType<typeof kernelsOf>;
  /** The largest weight, so that all kernels share one scale. */
  readonly limit: number;
}

export function View({ visible }: ViewProps<CoverNetworkAttributes>): ReactNode {
  const run = useRun('cover', { network: 'lenet5', dataSet: 'digits' });
  const [intent, setIntent] = useState<Intent>(() =>
    matchMedia('(prefers-reduced-motion: reduce)').matches ? 'wait' : 'go',
  );
  const step = useRunState(run, (state) => state.status?.step ?? 0, visible);
  const batchSize = useRunState(run, (state) => state.description.batchSize, visible);
  const unavailable = useRunState(run, (state) => state.unavailable ?? state.problem, visible);
  const state = { intent, isVisible: visible, step, isUnavailable: unavailable !== null };
  const isLearning = shouldLearn(state);
  const images = useImages(run, visible && unavailable === null);
  const [look, setLook] = useState<Look | null>(null);
  useLearning(run, isLearning, visible && unavailable === null, setLook);

  const press = pressFor(state);
  const onPress = (): void => {
    if (press === 'again') void run.actions.reset();
    setIntent(press === 'pause' ? 'pause' : 'go');
  };
  const answers = look === null ? null : answersOf(look.predictions);
  const right = answers?.filter(({ isRight }) => isRight).length ?? 0;
  return (
    <div className={styles.cover}>
      <div className={styles.title}>This is LeNet-5 learning in your browser, now.</div>
      <div
        role="img"
        aria-label={
          answers === null
            ? `${shownDigits} handwritten digits, not read yet`
            : `${shownDigits} handwritten digits, of which ${right} are read correctly`
        }
        className={styles.digits}
      >
        {Array.from({ length: shownDigits }, (_, index) => {
          const answer = answers?.[index];
          return (
            <span key={index} className={classNames(styles.digit, answer?.isRight === true && styles.right)}>
              {images === null ? <span className={styles.blank} /> : <Digit images={images} index={index} />}
              <span className={styles.answer}>
                {answer === undefined ? ' ' : answer.isRight ? answer.predicted : <s>{answer.predicted}</s>}
              </span>
            </span>
          );
        })}
      </div>
      <div className={styles.row}>
        <div className={styles.accuracy}>
          <span className={styles.figure}>{accuracyWords(look?.predictions ?? null)}</span>
          <span className={styles.small}>
            {look === null
              ? 'of the test digits read correctly'
              : `of ${look.predictions.labels.length.toLocaleString('en-GB')} test digits read correctly`}
          </span>
        </div>
        <Kernels look={look} />
        <div className={styles.control}>
          <Button isDisabled={unavailable !== null} onPress={onPress}>
            <span className={styles.press}>{pressTitles[press]}</span>
          </Button>
        </div>
      </div>
      <div className={styles.state}>{unavailable ?? stateWords(state, batchSize)}</div>
    </div>
  );
}

function Digit({ images, index }: { readonly images: ImagesReply; readonly index: number }): ReactNode {
  const theme = useTheme();
  const [height, width, channels] = images.shape;
  const paint = useCallback(
    (rgba: Uint8ClampedArray) => {
      const size = height * width * channels;
      paintPicture(images.pixels.subarray(index * size, (index + 1) * size), channels, rgba, theme);
    },
    [images, index, theme, height, width, channels],
  );
  return <ImageCanvas width={width} height={height} paint={paint} label="" />;
}

function Kernels({ look }: { readonly look: Look | null }): ReactNode {
  const theme = useTheme();
  const painters = useMemo(
    () =>
      look?.kernels.map(
        ({ values }) =>
          (rgba: Uint8ClampedArray) =>
            paintSigned(values, look.limit, rgba, theme),
      ) ?? [],
    [look, theme],
  );
  return (
    <div className={styles.kernels}>
      <span
        className={styles.kernelRow}
        role="img"
        aria-label="The kernels of the first layer, changing while the network learns"
      >
        {look?.kernels.map(({ width, height }, index) => {
          const paint = painters[index];
          return paint === undefined ? null : (
            <ImageCanvas
              key={index}
              width={width}
              height={height}
              paint={paint}
              label=""
              displayWidthPx={32}
              className={styles.kernel}
            />
          );
        })}
      </span>
      <span className={styles.small}>its first kernels</span>
    </div>
  );
}

/** The digits shown, fetched once. */
function useImages(run: RunHandle, isWanted: boolean): ImagesReply | null {
  const [images, setImages] = useState<ImagesReply | null>(null);
  const isMissing = images === null;
  useEffect(() => {
    if (!isWanted || !isMissing) return;
    let isGone = false;
    run.actions
      .images(
        'test',
        Array.from({ length: shownDigits }, (_, index) => index),
      )
      .then(
        (reply) => {
          if (!isGone) setImages(reply);
        },
        // The run's own state says why there is none.
        () => undefined,
      );
    return () => {
      isGone = true;
    };
  }, [run, isWanted, isMissing]);
  return images;
}

/** Looks once when the figure comes into view, and then learns and looks in turns for as long as `isLearning`. */
function useLearning(run: RunHandle, isLearning: boolean, isWanted: boolean, show: (look: Look) => void): void {
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    let timer = 0;
    let lookMs = 0;
    const first = networkOfRun(run.store.getState()).layers.find(({ kind }) => kind === 'convolution');
    const slot = `${first?.name ?? ''}.weight`;
    const beat = async (): Promise<void> => {
      const began = performance.now();
      if (isLearning) {
        const count = stepsUntilNextLook(run.store.getState().status?.step ?? 0, lookMs);
        if (count > 0) await run.actions.step(count);
      }
      const lookBegan = performance.now();
      const [predictions, weights] = await Promise.all([run.actions.predictions(), run.actions.weights([slot])]);
      if (isGone) return;
      lookMs = performance.now() - lookBegan;
      const kernel = weights[slot];
      show({
        predictions,
        kernels: kernel === undefined ? [] : kernelsOf(kernel.values, kernel.shape),
        limit: kernel === undefined ? 1 : largestMagnitude(kernel.values),
      });
      if (isLearning) timer = window.setTimeout(go, Math.max(0, beatMs - (performance.now() - began)));
    };
    // What goes wrong is in the run's state, and shown from there.
    const go = (): void => void beat().catch(() => undefined);
    go();
    return () => {
      isGone = true;
      window.clearTimeout(timer);
    };
  }, [run, isLearning, isWanted, show]);
}
