/** One axis of a plan: which hyper-parameter, and its values, listed or spaced or ticked. */

import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { RunDescription } from '../../../engine/protocol';
import {
  axisTitle,
  isNumberAxis,
  MOST_VALUES,
  sweptSchedules,
  valueTitle,
  type Axis,
  type NumberAxis,
} from '../../../lab/sweep/plan';
import { optimizerNames } from '../../../network/spec';
import { Button } from '../../../ui/Button';
import { ControlRow, useMessageLine } from '../../../ui/ControlRow';
import { NumberField } from '../../../ui/NumberField';
import { Select } from '../../../ui/Select';
import { classNames } from '../../../ui/classNames';
import field from '../../../ui/field.module.css';
import { numberText } from '../../../ui/numberInput';
import styles from './SweepDialog.module.css';
import {
  axisChoices,
  endRule,
  newAxis,
  numberSetting,
  optimizersFor,
  parseNumbers,
  spacedWords,
  withChoice,
  withKind,
} from './draft';
import type { Draft } from './draft';

export interface AxisEditorProps {
  readonly axis: Axis;
  readonly index: number;
  readonly draft: Draft;
  readonly base: RunDescription;
  /** Why this axis cannot be as it is, in words. */
  readonly problem: string | null;
  readonly onChange: (axis: Axis) => void;
  readonly onRemove: () => void;
}

const kinds = [
  { value: 'list', label: 'listed' },
  { value: 'logarithmic', label: 'by factors' },
  { value: 'linear', label: 'by steps' },
] as const;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export function AxisEditor({ axis, index, draft, base, problem, onChange, onRemove }: AxisEditorProps): ReactNode {
  const title = axisTitle(axis.name);
  const words = spacedWords(axis, draft, base);
  return (
    <div className={styles.axis}>
      <ControlRow
        isTight
        label={`Axis ${index + 1}: ${title}`}
        note={problem ?? (words === '' ? '' : `Values: ${words}`)}
      >
        <Select
          label="Hyper-parameter"
          value={axis.name}
          options={axisChoices(draft, base, axis.name).map((value) => ({ value, label: capital(axisTitle(value)) }))}
          onChange={(name) => onChange(newAxis(name, base))}
        />
        {isNumberAxis(axis) ? (
          <NumberValuesFields axis={axis} draft={draft} base={base} onChange={onChange} />
        ) : (
          <fieldset className={styles.choices}>
            <legend className={field.label}>Values</legend>
            {(axis.name === 'optimizer' ? optimizerNames : sweptSchedules).map((value) => (
              <label key={value} className={styles.choice}>
                <input
                  type="checkbox"
                  checked={(axis.values as readonly string[]).includes(value)}
                  onChange={(event) => onChange(withChoice(axis, value, event.target.checked))}
                />
                {valueTitle(axis.name, value)}
              </label>
            ))}
          </fieldset>
        )}
        <Button variant="quiet" label={`Remove ${title}`} onPress={onRemove}>
          Remove
        </Button>
      </ControlRow>
    </div>
  );
}

interface NumberValuesProps {
  readonly axis: NumberAxis;
  readonly draft: Draft;
  readonly base: RunDescription;
  readonly onChange: (axis: Axis) => void;
}

function NumberValuesFields({ axis, draft, base, onChange }: NumberValuesProps): ReactNode {
  const { name, values } = axis;
  const { scale } = numberSetting(name);
  const spaced = values.kind === 'list' ? null : values;
  return (
    <>
      <Select label="Values" value={values.kind} options={kinds} onChange={(kind) => onChange(withKind(axis, kind))} />
      {values.kind === 'list' && <ValuesField key={name} axis={axis} draft={draft} base={base} onChange={onChange} />}
      {spaced !== null && (
        <>
          {(['from', 'to'] as const).map((end) => (
            <NumberField
              key={end}
              label={capital(end)}
              value={spaced[end]}
              onChange={(value) => onChange({ name, values: { ...spaced, [end]: value } })}
              rule={endRule(name, spaced.kind)}
              scale={scale}
            />
          ))}
          <NumberField
            label="How many"
            digits={2}
            value={spaced.count}
            onChange={(count) => onChange({ name, values: { ...spaced, count } })}
            rule={{ name: 'number of values', isWhole: true, minimum: 2, maximum: MOST_VALUES }}
            scale={{ kind: 'linear', step: 1 }}
          />
        </>
      )}
    </>
  );
}

/** Values with spaces or commas between them. As in a number field, what cannot be is not taken over, and one line says why. */
function ValuesField({ axis, draft, base, onChange }: NumberValuesProps): ReactNode {
  const id = useId();
  const line = useMessageLine();
  const [typed, setTyped] = useState<string | null>(null);
  const [isRefused, setIsRefused] = useState(false);
  if (axis.values.kind !== 'list') return null;
  const text = axis.values.numbers.map(numberText).join(', ');
  const say = (reason: string | null): void => {
    setIsRefused(reason !== null);
    line?.report(id, reason);
  };
  const take = (): void => {
    if (typed === null) return;
    setTyped(null);
    const parsed = parseNumbers(typed, axis.name, optimizersFor(draft, base));
    if (!parsed.isValid) {
      say(`${parsed.reason}; it stays ${text}`);
      return;
    }
    say(null);
    onChange({ name: axis.name, values: { kind: 'list', numbers: parsed.numbers } });
  };
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        List
      </label>
      <input
        id={id}
        className={classNames(field.control, styles.values)}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={isRefused ? line?.lineId : undefined}
        value={typed ?? text}
        onChange={(event) => {
          setTyped(event.target.value);
          say(null);
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          else if (event.key === 'Escape' && typed !== null) {
            // The dialog stays.
            event.stopPropagation();
            setTyped(null);
            say(null);
          }
        }}
      />
    </div>
  );
}
