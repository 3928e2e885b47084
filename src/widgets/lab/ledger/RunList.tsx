/**
 * The runs, one to a row; of a thousand, only the rows in sight are on the page.
 *
 * All rows are equally high, so what is in sight follows from how far the list is scrolled. By keyboard the list is one stop: the arrow
 * keys, Page Up and Down, Home and End go from run to run, Space chooses, Enter opens, P pins, Delete deletes.
 */

import { useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { RunSummary } from '../../../lab/ledger/record';
import { classNames } from '../../../ui/classNames';
import hidden from '../../../ui/hidden.module.css';
import styles from './RunsDialog.module.css';
import type { Chosen } from './choice';
import { sparkline } from './overlay';
import { detailWords, resultWords, runName, usualName, whenWords } from './runWords';

export const rowHeightPx = 64;
/** Rows drawn above and below those in sight, so that a fast scroll shows no gap. */
const SPARE_ROWS = 4;
const sparkWidthPx = 84;
const sparkHeightPx = 30;

export interface RunListProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: readonly Chosen[];
  readonly openedId: string | null;
  readonly onChoose: (id: string, isChosen: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onPin: (id: string, isPinned: boolean) => void;
  readonly onDelete: (id: string) => void;
}

export function RunList({ runs, chosen, openedId, onChoose, onOpen, onPin, onDelete }: RunListProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [heightPx, setHeightPx] = useState(0);
  /** The row that the keyboard is at. */
  const [activeId, setActiveId] = useState<string | null>(null);
  /** The part of it to put the focus on as soon as it is on the page. */
  const wanted = useRef<string | null>(null);

  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    setHeightPx(element.clientHeight);
    const observer = new ResizeObserver(() => setHeightPx(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (wanted.current === null || activeId === null) return;
    const part = frame.current?.querySelector<HTMLElement>(`[data-active] [data-part="${wanted.current}"]`);
    if (part === null || part === undefined) return;
    wanted.current = null;
    part.focus({ preventScroll: true });
  });

  const found = runs.findIndex(({ id }) => id === activeId);
  const activeIndex = Math.max(0, found);
  const first = Math.max(0, Math.floor(scrollTop / rowHeightPx) - SPARE_ROWS);
  const last = Math.min(runs.length, Math.ceil((scrollTop + heightPx) / rowHeightPx) + SPARE_ROWS);
  const inSight = new Set([activeIndex, ...Array.from({ length: Math.max(0, last - first) }, (_, row) => first + row)]);

  const moveTo = (index: number, part: string): void => {
    const target = Math.min(runs.length - 1, Math.max(0, index));
    const run = runs[target];
    const element = frame.current;
    if (run === undefined || element === null) return;
    const top = target * rowHeightPx;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeightPx > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeightPx - element.clientHeight;
    }
    wanted.current = part;
    setActiveId(run.id);
    setScrollTop(element.scrollTop);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const page = Math.max(1, Math.floor(heightPx / rowHeightPx) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
    };
    const target = event.target as HTMLElement;
    const part = target.dataset['part'] ?? 'choose';
    const run = runs[activeIndex];
    if (run === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    if (move !== undefined) moveTo(activeIndex + move, part);
    else if (event.key === 'Delete') {
      // The row after it, or before it at the end, takes its place under the keyboard.
      const next = runs[activeIndex + 1] ?? runs[activeIndex - 1];
      wanted.current = part;
      setActiveId(next?.id ?? null);
      onDelete(run.id);
    } else if (event.key === 'p' || event.key === 'P') onPin(run.id, !run.isPinned);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={frame}
      className={styles.list}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <ul aria-label="Runs" className={styles.rows} style={{ height: `${runs.length * rowHeightPx}px` }}>
        {[...inSight]
          .sort((one, other) => one - other)
          .map((index) => {
            const run = runs[index];
            if (run === undefined) return null;
            return (
              <li
                key={run.id}
                className={classNames(styles.row, run.id === openedId && styles.opened)}
                style={{ transform: `translateY(${index * rowHeightPx}px)` }}
                aria-setsize={runs.length}
                aria-posinset={index + 1}
                data-active={index === activeIndex || undefined}
                onFocus={() => setActiveId(run.id)}
              >
                <Row
                  run={run}
                  place={chosen.find(({ id }) => id === run.id) ?? null}
                  isOpened={run.id === openedId}
                  tabIndex={index === activeIndex ? 0 : -1}
                  onChoose={onChoose}
                  onOpen={onOpen}
                  onPin={onPin}
                />
              </li>
            );
          })}
      </ul>
    </div>
  );
}

interface RowProps extends Pick<RunListProps, 'onChoose' | 'onOpen' | 'onPin'> {
  readonly run: RunSummary;
  readonly place: Chosen | null;
  readonly isOpened: boolean;
  readonly tabIndex: number;
}

function Row({ run, place, isOpened, tabIndex, onChoose, onOpen, onPin }: RowProps): ReactNode {
  const { id, isPinned } = run;
  const name = runName(run);
  const said = `${name}, ${whenWords(run.begunAt)}`;
  return (
    <>
      <label className={styles.choose}>
        <input
          type="checkbox"
          data-part="choose"
          tabIndex={tabIndex}
          checked={place !== null}
          aria-label={`Compare ${said}`}
          onChange={(event) => onChoose(id, event.target.checked)}
        />
        <span className={styles.letter} aria-hidden="true">
          {place?.letter ?? ''}
        </span>
      </label>
      <svg className={styles.spark} viewBox={`-1 -1 ${sparkWidthPx + 2} ${sparkHeightPx + 2}`} aria-hidden="true">
        <path d={sparkline(run.thumbnail, sparkWidthPx, sparkHeightPx)} />
      </svg>
      <div className={styles.what}>
        <button
          type="button"
          data-part="open"
          tabIndex={tabIndex}
          className={styles.name}
          aria-expanded={isOpened}
          aria-label={`${said}, ${resultWords(run)}`}
          onClick={() => onOpen(id)}
        >
          {name}
        </button>
        <span className={styles.detail}>
          {run.name === '' ? detailWords(run) : `${usualName(run)} · ${detailWords(run)}`}
        </span>
      </div>
      <div className={styles.how}>
        <span className={styles.result}>{resultWords(run)}</span>
        <span className={styles.detail}>{whenWords(run.begunAt)}</span>
      </div>
      <button
        type="button"
        data-part="pin"
        tabIndex={tabIndex}
        className={styles.pin}
        aria-pressed={isPinned}
        onClick={() => onPin(id, !isPinned)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4.5 2.5h7v11L8 10.5l-3.5 3z" />
        </svg>
        <span className={hidden.hidden}>Pin {said}</span>
      </button>
    </>
  );
}
