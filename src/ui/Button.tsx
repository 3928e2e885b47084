/**
 * A button whose visible text is its name.
 *
 * A button that is switched off keeps its place in the tab order (`aria-disabled`), so that the focus of a reader who has just
 * pressed `Train` does not fall to the top of the page when `Train` is no longer possible.
 */

import type { ReactNode, Ref } from 'react';
import styles from './Button.module.css';
import { classNames } from './classNames';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  /** `primary`: the one thing to do here; `quiet`: words only. */
  readonly variant?: 'primary' | 'plain' | 'quiet';
  /** For a button that is on or off. */
  readonly isPressed?: boolean;
  /** For a button that shows and hides something. */
  readonly isExpanded?: boolean;
  readonly controls?: string;
  /** Only where the visible text alone would say too little; must begin with it. */
  readonly label?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({
  children,
  onPress,
  isDisabled = false,
  variant = 'plain',
  isPressed,
  isExpanded,
  controls,
  label,
  ref,
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      ref={ref}
      className={classNames(styles.button, styles[variant])}
      aria-disabled={isDisabled || undefined}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      aria-controls={controls}
      aria-label={label}
      onClick={() => {
        if (!isDisabled) onPress();
      }}
    >
      {children}
    </button>
  );
}
