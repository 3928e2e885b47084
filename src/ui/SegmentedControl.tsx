/** A few choices side by side, one of them taken: radio buttons that look like one strip. The arrow keys move the choice. */

import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './SegmentedControl.module.css';
import type { SelectOption } from './Select';
import { classNames } from './classNames';
import field from './field.module.css';

export interface SegmentedControlProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** The label is read out but not shown, where the choices speak for themselves. */
  readonly isLabelHidden?: boolean;
  /** Small: for a choice beside a title, not in a row of controls. */
  readonly size?: 'normal' | 'small';
}

export function SegmentedControl<Value extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden = false,
  size = 'normal',
}: SegmentedControlProps<Value>): ReactNode {
  const name = useId();
  return (
    <div className={field.field} role="radiogroup" aria-label={label}>
      {!isLabelHidden && (
        <span className={field.label} aria-hidden="true">
          {label}
        </span>
      )}
      <div className={classNames(styles.strip, size === 'small' && styles.small)}>
        {options.map((option) => (
          <label key={option.value} className={styles.choice}>
            <input
              type="radio"
              className={styles.radio}
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.isDisabled}
              onChange={() => onChange(option.value)}
            />
            <span className={styles.text}>{option.label}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

export interface ToggleGroupProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (values: readonly Value[]) => void;
  readonly isLabelHidden?: boolean;
}

/** The same strip where any number of choices may be taken: check boxes. */
export function ToggleGroup<Value extends string>({
  label,
  values,
  options,
  onChange,
  isLabelHidden = false,
}: ToggleGroupProps<Value>): ReactNode {
  return (
    <div className={field.field} role="group" aria-label={label}>
      {!isLabelHidden && (
        <span className={field.label} aria-hidden="true">
          {label}
        </span>
      )}
      <div className={styles.strip}>
        {options.map((option) => (
          <label key={option.value} className={styles.choice}>
            <input
              type="checkbox"
              className={styles.radio}
              checked={values.includes(option.value)}
              disabled={option.isDisabled}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...values, option.value] : values.filter((value) => value !== option.value),
                )
              }
            />
            <span className={styles.text}>{option.label}</span>
          </label>
        ))}
      </div>
    </div>
  );
}

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
}

/** One thing that is on or off. */
export function Switch({ label, isOn, onChange, isDisabled = false }: SwitchProps): ReactNode {
  return (
    <label className={classNames(styles.switch)}>
      <input
        type="checkbox"
        role="switch"
        className={styles.track}
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}
