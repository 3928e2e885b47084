/** One page of the images of a split, small. Arrow keys walk them, also from page to page; Enter opens one. */

import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { DataSetInfo, SplitName } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import { Sample } from './Sample';
import styles from './View.module.css';
import { className, kindOf, kindWords, movedPlace, splitTitles } from './state';
import type { Page } from './state';
import type { Samples } from './useMicroscope';

export interface GridProps {
  readonly info: DataSetInfo | null;
  readonly split: SplitName;
  readonly labels: Uint8Array | null;
  readonly page: Page;
  /** Images in the list that the page is of. */
  readonly count: number;
  readonly samples: Samples;
  /** Places that are kept, so that a short page is as high as a full one. */
  readonly slots: number;
  readonly columns: number;
  /** Place in the list that the tab key comes to. */
  readonly place: number;
  readonly selected: number;
  readonly onMove: (place: number) => void;
  readonly onOpen: (index: number) => void;
}

export function Grid(props: GridProps): ReactNode {
  const { info, split, labels, page, count, samples, slots, columns, place, selected, onMove, onOpen } = props;
  const list = useRef<HTMLUListElement>(null);
  const kind = kindWords[kindOf(info?.shape ?? [28, 28, 1])];

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = movedPlace(event.key, place, columns, slots, count);
    if (next === null) return;
    event.preventDefault();
    onMove(next);
    // After the page that it is on has been rendered.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus());
  };

  return (
    <ul
      ref={list}
      className={styles.grid}
      aria-label={`${splitTitles[split]} ${kind.many}`}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
      onKeyDown={onKeyDown}
    >
      {Array.from({ length: slots }, (_, slot) => {
        const index = page.indices[slot];
        if (index === undefined || info === null) return <li key={slot} className={styles.gap} aria-hidden="true" />;
        const name = className(info, labels?.[index] ?? 0);
        return (
          <li key={slot}>
            <button
              type="button"
              className={styles.thumbnail}
              data-place={page.first + slot}
              tabIndex={page.first + slot === place ? 0 : -1}
              aria-pressed={index === selected}
              aria-label={`${name}: ${splitTitles[split]} ${kind.one} ${formatInteger(index)}`}
              onClick={() => {
                onMove(page.first + slot);
                onOpen(index);
              }}
            >
              <Sample values={samples.get(index) ?? null} shape={info.shape} label="" />
              <span className={styles.name}>{name}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
