/**
 * A number with its label, its unit and two steppers. What cannot be is not accepted: the last valid value comes back and one
 * line says why. A value is taken over on Enter, on leaving the field and on each step, not while it is half typed.
 */

import { useId, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useMessageLine } from './ControlRow';
import styles from './NumberField.module.css';
import { classNames } from './classNames';
import field from './field.module.css';
import { numberText, parseNumber, requirement, stepNumber } from './numberInput';
import type { NumberRule, StepScale } from './numberInput';

export interface NumberFieldProps {
  /** `Learning rate` */
  readonly label: string;
  readonly unit?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly rule: NumberRule;
  readonly scale: StepScale;
  readonly isDisabled?: boolean;
  /** Room for this many characters. */
  readonly digits?: number;
}

export function NumberField({
  label,
  unit,
  value,
  onChange,
  rule,
  scale,
  isDisabled = false,
  digits = 6,
}: NumberFieldProps): ReactNode {
  const id = useId();
  const line = useMessageLine();
  const [draft, setDraft] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const say = (next: string | null): void => {
    setReason(next);
    line?.report(id, next);
  };

  const take = (text: string): number => {
    setDraft(null);
    const parsed = parseNumber(text, rule);
    if (!parsed.isValid) {
      say(`${parsed.reason}; it stays ${numberText(value)}`);
      return value;
    }
    if (parsed.value !== value) onChange(parsed.value);
    return parsed.value;
  };
  const step = (direction: 1 | -1): void => {
    if (isDisabled) return;
    const typed = draft === null ? null : parseNumber(draft, rule);
    const from = typed?.isValid === true ? typed.value : value;
    const next = stepNumber(from, direction, scale, rule);
    setDraft(null);
    say(null);
    if (next !== value) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && draft !== null) take(draft);
    else if (event.key === 'Escape' && draft !== null) {
      setDraft(null);
      say(null);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      step(event.key === 'ArrowUp' ? 1 : -1);
    }
  };

  const reasonId = line?.lineId ?? `${id}-reason`;
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
        {unit !== undefined && <span className={field.unit}> ({unit})</span>}
      </label>
      <div className={classNames(field.control, styles.box)}>
        <input
          id={id}
          className={styles.input}
          style={{ width: `${digits + 1}ch` }}
          role="spinbutton"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          disabled={isDisabled}
          aria-valuenow={value}
          aria-valuemin={rule.minimum ?? (rule.isPositive === true ? 0 : undefined)}
          aria-valuemax={rule.maximum}
          aria-valuetext={numberText(value)}
          aria-invalid={(draft !== null && draft !== '' && !parseNumber(draft, rule).isValid) || undefined}
          aria-describedby={reason === null ? undefined : reasonId}
          title={`${rule.name} ${requirement(rule)}`}
          value={draft ?? numberText(value)}
          onChange={(event) => {
            setDraft(event.target.value);
            say(null);
          }}
          onBlur={() => {
            if (draft !== null) take(draft);
          }}
          onKeyDown={onKeyDown}
        />
        {/* The arrow keys do the same; two more stops for the tab key would only be in the way. */}
        <span className={styles.steppers} aria-hidden="true">
          <button type="button" tabIndex={-1} disabled={isDisabled} onClick={() => step(-1)} className={styles.stepper}>
            −
          </button>
          <button type="button" tabIndex={-1} disabled={isDisabled} onClick={() => step(1)} className={styles.stepper}>
            +
          </button>
        </span>
      </div>
      {line === null && (
        <div id={reasonId} className={styles.reason} aria-live="polite">
          {reason}
        </div>
      )}
    </div>
  );
}
