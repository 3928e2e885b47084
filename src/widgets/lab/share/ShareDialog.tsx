/**
 * Sharing a figure: what the link is to bring, what is hidden or locked in it, the address with its length, a code for cameras, and in
 * words what is in it. Making a link sends nothing; it is only shown.
 *
 * Deliberately not here: how a link is made. The figure hands in functions that give addresses.
 */

import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { formatInteger } from '../../../draw/format';
import { Button } from '../../../ui/Button';
import { Dialog } from '../../../ui/Dialog';
import { QrCode } from '../../../ui/QrCode';
import { SegmentedControl } from '../../../ui/SegmentedControl';
import styles from './ShareDialog.module.css';

/** What is hidden and locked, by the names of the figure's parts. */
export interface ShutParts {
  readonly hidden: readonly string[];
  readonly locked: readonly string[];
}

export interface ShareAddress {
  readonly address: string;
  /** What it holds, in sentences. */
  readonly contents: readonly string[];
}

export interface ShareDialogProps {
  readonly onClose: () => void;
  readonly parts: readonly { readonly name: string; readonly title: string }[];
  /** What the figure hides and locks now. */
  readonly shut: ShutParts;
  readonly figure: (shut: ShutParts) => ShareAddress;
  /** Null where there is no run to send yet. */
  readonly run: (shut: ShutParts) => ShareAddress | null;
}

const partChoices = [
  { value: 'open', label: 'open' },
  { value: 'locked', label: 'locked' },
  { value: 'hidden', label: 'hidden' },
] as const;
type PartChoice = (typeof partChoices)[number]['value'];

export function ShareDialog({ onClose, parts, shut, figure, run }: ShareDialogProps): ReactNode {
  const [what, setWhat] = useState<'figure' | 'run'>('figure');
  const [choice, setChoice] = useState(shut);
  const [said, setSaid] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  // As the run was when the dialog opened: an address that changes while it is copied is none.
  const [offer] = useState(() => ({ figure, run }));
  const sentRun = offer.run(choice);
  const { address, contents } = (what === 'run' ? sentRun : null) ?? offer.figure(choice);

  const choiceOf = (name: string): PartChoice => {
    if (choice.hidden.includes(name)) return 'hidden';
    return choice.locked.includes(name) ? 'locked' : 'open';
  };
  const choose = (name: string, value: PartChoice): void => {
    const without = (names: readonly string[]): readonly string[] => names.filter((one) => one !== name);
    setSaid('');
    setChoice({
      hidden: [...without(choice.hidden), ...(value === 'hidden' ? [name] : [])],
      locked: [...without(choice.locked), ...(value === 'locked' ? [name] : [])],
    });
  };
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setSaid('Copied.');
    } catch {
      // Refused, or not a secure address.
      field.current?.focus();
      field.current?.select();
      setSaid(
        'The browser does not let this page copy. The address is selected: copy it with the keyboard or the menu.',
      );
    }
  };

  return (
    <Dialog title="Share" isOpen onClose={onClose}>
      <div className={styles.share}>
        <div className={styles.side}>
          <SegmentedControl
            label="The link brings"
            value={what}
            options={[
              { value: 'figure', label: 'the figure' },
              { value: 'run', label: 'the figure and its run', ...(sentRun === null ? { isDisabled: true } : {}) },
            ]}
            onChange={(value) => {
              setWhat(value);
              setSaid('');
            }}
          />
          {sentRun === null && <p className={styles.words}>There is a run to send once a step was trained.</p>}
          <label className={styles.address}>
            <span>Address, {formatInteger(address.length)} characters</span>
            <textarea
              ref={field}
              readOnly
              rows={4}
              value={address}
              spellCheck={false}
              onFocus={(event) => event.target.select()}
            />
          </label>
          <div className={styles.copy}>
            <Button variant="primary" onPress={() => void copy()}>
              Copy
            </Button>
            <span className={styles.words} role="status" aria-label="Copying">
              {said}
            </span>
          </div>
          <details className={styles.parts}>
            <summary>{summaryOf(choice)}</summary>
            {parts.map(({ name, title }) => (
              <div key={name} className={styles.part}>
                <span aria-hidden="true">{title}</span>
                <SegmentedControl
                  label={title}
                  isLabelHidden
                  size="small"
                  value={choiceOf(name)}
                  options={partChoices}
                  onChange={(value) => choose(name, value)}
                />
              </div>
            ))}
            <p className={styles.words}>
              Locked parts are seen and do not answer. Whoever opens the link can open them again with “Reset figure”.
            </p>
          </details>
          {contents.map((sentence) => (
            <p key={sentence} className={styles.words}>
              {sentence}
            </p>
          ))}
          <p className={styles.words}>
            Nothing is sent anywhere by making a link. Whoever opens it asks the book’s server for this page, with the
            whole address.
          </p>
        </div>
        <div className={styles.code}>
          <QrCode
            text={address}
            label={`QR code of the address, ${formatInteger(address.length)} characters`}
            tooLong="This address is too long for a code that a camera reads. Copy it instead, or share the figure without its run."
          />
        </div>
      </div>
    </Dialog>
  );
}

function summaryOf({ hidden, locked }: ShutParts): string {
  if (hidden.length + locked.length === 0) return 'Hide or lock parts';
  return `Hide or lock parts: ${formatInteger(hidden.length)} hidden, ${formatInteger(locked.length)} locked`;
}
