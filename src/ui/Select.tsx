/** One choice of a few, with its label: the platform's own list, which every reader's device already knows how to show. */

import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './Select.module.css';
import { classNames } from './classNames';
import field from './field.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly isDisabled?: boolean;
}

/** Options under a title of their own. */
export interface SelectGroup<Value extends string> {
  readonly title: string;
  readonly options: readonly SelectOption<Value>[];
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (SelectOption<Value> | SelectGroup<Value>)[];
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
}

export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  isDisabled = false,
}: SelectProps<Value>): ReactNode {
  const id = useId();
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={classNames(field.control, styles.select)}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const flat = options.flatMap((entry) => ('options' in entry ? entry.options : [entry]));
          const chosen = flat.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((entry) =>
          'options' in entry ? (
            <optgroup key={entry.title} label={entry.title}>
              {entry.options.map(optionElement)}
            </optgroup>
          ) : (
            optionElement(entry)
          ),
        )}
      </select>
    </div>
  );
}

function optionElement<Value extends string>({ value, label, isDisabled }: SelectOption<Value>): ReactNode {
  return (
    <option key={value} value={value} disabled={isDisabled}>
      {label}
    </option>
  );
}
