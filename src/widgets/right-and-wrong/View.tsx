/**
 * Every test image with the network's answer: a confusion matrix whose cells open the images behind them, and the images page
 * by page. Evaluated when the figure is on screen and the weights have changed, with a rest of some seconds in between; who looks back at
 * a checkpoint sees the fixed probe at once, and the whole test set a moment later.
 */

import { useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { formatInteger } from '../../draw/format';
import type { Predictions } from '../../engine/protocol';
import { currentInput } from '../../lab/currentInput';
import { latest } from '../../lab/latest';
import { stepLookedBackAt } from '../../lab/lookedAt';
import { classNamesOf, offerOf } from '../../lab/runNetwork';
import type { RunHandle } from '../../lab/runState';
import { Announcer } from '../../ui/Announcer';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { FigureMenu } from '../../ui/FigureMenu';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Select } from '../../ui/Select';
import { useWidth } from '../../ui/useWidth';
import { LinkNotice } from '../LinkNotice';
import { weightsKey } from '../useInspection';
import { useRun, useRunState, useWidgetState } from '../useRun';
import type { ViewProps } from '../widget';
import { Gallery } from './Gallery';
import { Matrix } from './Matrix';
import styles from './View.module.css';
import { WideMatrix } from './WideMatrix';
import type { RightAndWrongAttributes } from './schema';
import {
  areLong,
  galleryForm,
  confusion,
  emptyWords,
  filterWords,
  firstGallery,
  mostNamedCells,
  orders,
  pageOf,
  probeWords,
  shownImages,
  summaryWords,
  withFilter,
  withOrder,
} from './state';
import type { Order } from './state';

/** Rows of eight in a wide figure, of six in a narrow one; where names are long, of five and four. */
const pageSizes = { wide: 32, narrow: 24 } as const;
const longPageSizes = { wide: 20, narrow: 16 } as const;
/** As in the style sheet: below, the gallery stands under the matrix. */
const widePx = 704;
/** Between two evaluations while the network trains. */
const restMs = 3000;
const orderTitles: Readonly<Record<Order, string>> = {
  sure: 'surest first',
  unsure: 'least sure first',
  stored: 'as stored',
};

export function View({ id, attributes, visible }: ViewProps<RightAndWrongAttributes>): ReactNode {
  const run = useRun(attributes.run);
  const own = useWidgetState(id, firstGallery, galleryForm);
  const { state, set, reset, link } = own;
  const step = useRunState(run, (current) => current.status?.step ?? null, visible);
  const isRunning = useRunState(run, (current) => current.status?.phase === 'running', visible);
  const names = useRunState(run, classNamesOf, visible);
  const hasLongNames = areLong(names);
  const dataSet = useRunState(run, (current) => current.description.dataSet, visible);
  const testImages = useRunState(run, (current) => offerOf(current)?.counts.test ?? null, visible);
  const back = useRunState(run, stepLookedBackAt, visible);
  const hasSteps = step !== null && step > 0;
  const { predictions, problem } = usePredictions(run, visible && hasSteps);
  const shown = hasSteps ? predictions : null;
  const [sent, setSent] = useState<number | null>(null);

  const matrix = useMemo(() => (shown === null ? null : confusion(shown, names.length)), [shown, names]);
  const images = useMemo(
    () => (shown === null ? [] : shownImages(shown, state.filter, state.order)),
    [shown, state.filter, state.order],
  );
  const [figure, widthPx] = useWidth<HTMLDivElement>();
  const pageSize = (hasLongNames ? longPageSizes : pageSizes)[widthPx > widePx ? 'wide' : 'narrow'];
  const page = pageOf(images, state.page, pageSize);

  const MatrixOfRun = names.length > mostNamedCells ? WideMatrix : Matrix;
  const inspect = (index: number): void => {
    currentInput(attributes.run).showSample('test', index);
    setSent(index);
  };
  const filterValue = state.filter.kind === 'cell' ? 'cell' : state.filter.kind;
  return (
    <div ref={figure} className={styles.figure}>
      <LinkNotice figure={own} />
      <div className={styles.head}>
        <p className={styles.summary}>{problem ?? summaryWords(shown, matrix, hasSteps, isRunning, back)}</p>
        <FigureMenu link={() => link()} onReset={reset} />
      </div>
      <div className={styles.columns}>
        <div className={styles.matrixSide}>
          <MatrixOfRun
            confusion={matrix}
            names={names}
            open={state.filter.kind === 'cell' ? state.filter : null}
            onOpen={(truth, predicted) => set(withFilter(state, { kind: 'cell', truth, predicted }))}
          />
          <p className={styles.probe}>{probeWords(shown, testImages)}</p>
        </div>
        <div className={styles.gallerySide}>
          <ControlRow label="Which images">
            <SegmentedControl
              label="Show"
              value={filterValue}
              options={[
                { value: 'wrong', label: 'wrong' },
                { value: 'all', label: 'all' },
                ...(state.filter.kind === 'cell' ? [{ value: 'cell', label: filterWords(state.filter, names) }] : []),
              ]}
              onChange={(value) => {
                if (value === 'wrong' || value === 'all') set(withFilter(state, { kind: value }));
              }}
            />
            <Select
              label="Order"
              value={state.order}
              options={orders.map((order) => ({ value: order, label: orderTitles[order] }))}
              onChange={(order) => set(withOrder(state, order))}
            />
          </ControlRow>
          <Gallery
            run={run}
            dataSet={dataSet}
            predictions={shown}
            places={page.places}
            slots={pageSize}
            names={names}
            hasLongNames={hasLongNames}
            selected={sent}
            onSelect={inspect}
            empty={images.length > 0 ? '' : emptyWords(hasSteps, shown !== null)}
          />
          <div className={styles.pages}>
            <Button
              variant="quiet"
              isDisabled={page.page === 0}
              onPress={() => set({ ...state, page: page.page - 1 })}
              label="Previous page"
            >
              Previous
            </Button>
            <span className={styles.range}>
              {shown === null
                ? '–'
                : `${formatInteger(page.first)}–${formatInteger(page.last)} of ${formatInteger(images.length)}`}
            </span>
            <Button
              variant="quiet"
              isDisabled={page.page >= page.pages - 1}
              onPress={() => set({ ...state, page: page.page + 1 })}
              label="Next page"
            >
              Next
            </Button>
          </div>
          <p className={styles.sent}>
            {sent === null
              ? 'Pick an image to send it to the network explorer.'
              : `Test image ${formatInteger(sent)} is now in the network explorer.`}
          </p>
        </div>
      </div>
      <Announcer>{sent === null ? '' : `Test image ${formatInteger(sent)} sent to the network explorer.`}</Announcer>
    </div>
  );
}

/**
 * The latest evaluation, of the whole test set or, while the slider moves, of the probe; null before the first, and when the run has
 * become another. The rest in between is for a run that trains: who looks back is answered at once.
 */
function usePredictions(
  run: RunHandle,
  isActive: boolean,
): { readonly predictions: Predictions | null; readonly problem: string | null } {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly predictions: Predictions } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const version = useRunState(run, (state) => state.weightsVersion, isActive);
  const key = useRunState(run, (state) => weightsKey(state.description), isActive);
  const isBack = useRunState(run, (state) => state.view !== null, isActive);
  const asker = useMemo(
    () =>
      latest<string, Predictions>({
        answer: () => run.actions.predictions(),
        onAnswer: (predictions, asked) => {
          setProblem(null);
          setAnswer({ key: asked, predictions });
        },
        onError: (error) => setProblem(error instanceof Error ? error.message : String(error)),
        restMs: isBack ? 0 : restMs,
      }),
    [run, isBack],
  );
  useEffect(() => () => asker.stop(), [asker]);
  useEffect(() => {
    if (isActive) asker.ask(key);
  }, [asker, isActive, version, key]);
  return { predictions: answer?.key === key ? answer.predictions : null, problem };
}
