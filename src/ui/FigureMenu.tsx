/** What every figure offers besides its own controls, behind one small quiet button: table, link, reset. */

import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import styles from './FigureMenu.module.css';
import { classNames } from './classNames';

export interface MenuAction {
  readonly label: string;
  readonly onAction: () => void;
}

export interface FigureMenuProps {
  /** What only this figure offers; above the rest. */
  readonly actions?: readonly MenuAction[];
  readonly isTableShown?: boolean;
  /** Left out: the figure has no table. */
  readonly onTableChange?: (isShown: boolean) => void;
  /** The address of this figure in its present state. */
  readonly link: () => string;
  /** What is kept in the link and is put back to its beginning here. */
  readonly onReset: () => void;
}

export function FigureMenu({
  actions = [],
  isTableShown = false,
  onTableChange,
  link,
  onReset,
}: FigureMenuProps): ReactNode {
  const [copied, setCopied] = useState<{ readonly isCopied: boolean; readonly address: string } | null>(null);
  const copy = async (): Promise<void> => {
    const address = link();
    try {
      await navigator.clipboard.writeText(address);
      setCopied({ isCopied: true, address });
    } catch {
      // Refused, or not a secure address: show the link, to be copied by hand.
      setCopied({ isCopied: false, address });
    }
  };
  return (
    <div className={classNames(styles.place)}>
      <span className={styles.said} aria-live="polite">
        {copied?.isCopied === true && 'Link copied'}
      </span>
      {copied?.isCopied === false && (
        <input
          className={styles.link}
          aria-label="Link to this figure"
          readOnly
          value={copied.address}
          onFocus={(event) => event.target.select()}
        />
      )}
      <MenuTrigger
        onOpenChange={(isOpen) => {
          if (isOpen) setCopied(null);
        }}
      >
        <AriaButton aria-label="More about this figure" className={classNames(styles.button)}>
          <svg viewBox="0 0 16 4" width="16" height="4" aria-hidden="true">
            {[2, 8, 14].map((x) => (
              <circle key={x} cx={x} cy={2} r={1.6} fill="currentColor" />
            ))}
          </svg>
        </AriaButton>
        <Popover placement="bottom end" className={classNames(styles.popover)}>
          <Menu className={classNames(styles.menu)}>
            {actions.map(({ label, onAction }) => (
              <MenuItem key={label} className={classNames(styles.item)} onAction={onAction}>
                {label}
              </MenuItem>
            ))}
            {actions.length > 0 && <Separator className={classNames(styles.separator)} />}
            {onTableChange !== undefined && (
              <MenuItem className={classNames(styles.item)} onAction={() => onTableChange(!isTableShown)}>
                {isTableShown ? 'Hide table' : 'Show table'}
              </MenuItem>
            )}
            <MenuItem className={classNames(styles.item)} onAction={() => void copy()}>
              Copy link
            </MenuItem>
            <MenuItem className={classNames(styles.item)} onAction={onReset}>
              Reset figure
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}
