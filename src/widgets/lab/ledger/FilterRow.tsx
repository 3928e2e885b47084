/** Which runs are listed, and in which order. */

import { useId } from 'react';
import type { ReactNode } from 'react';
import { ControlRow } from '../../../ui/ControlRow';
import { Switch } from '../../../ui/SegmentedControl';
import { Select } from '../../../ui/Select';
import { classNames } from '../../../ui/classNames';
import field from '../../../ui/field.module.css';
import styles from './RunsDialog.module.css';
import { orders, orderTitles } from './choice';
import type { Filter } from './choice';

export interface FilterRowProps {
  readonly filter: Filter;
  readonly chapters: readonly string[];
  readonly onChange: (filter: Filter) => void;
}

/** No chapter has this name. */
const all = '*';

export function FilterRow({ filter, chapters, onChange }: FilterRowProps): ReactNode {
  const id = useId();
  return (
    <ControlRow label="Which runs">
      <div className={field.field}>
        <label className={field.label} htmlFor={id}>
          Words
        </label>
        <input
          id={id}
          type="search"
          className={classNames(field.control, styles.search)}
          autoComplete="off"
          spellCheck={false}
          value={filter.words}
          onChange={(event) => onChange({ ...filter, words: event.target.value })}
        />
      </div>
      <Select
        label="Chapter"
        value={filter.chapter ?? all}
        options={[{ value: all, label: 'all' }, ...chapters.map((chapter) => ({ value: chapter, label: chapter }))]}
        onChange={(chapter) => onChange({ ...filter, chapter: chapter === all ? null : chapter })}
      />
      <Select
        label="Order"
        value={filter.order}
        options={orders.map((order) => ({ value: order, label: orderTitles[order] }))}
        onChange={(order) => onChange({ ...filter, order })}
      />
      <Switch
        label="Pinned only"
        isOn={filter.isPinnedOnly}
        onChange={(isPinnedOnly) => onChange({ ...filter, isPinnedOnly })}
      />
    </ControlRow>
  );
}
