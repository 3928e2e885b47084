/**
 * One calm row of controls with their labels. It wraps on a narrow screen. Under it stands one line that is always reserved: a
 * note of the figure, or, when a reader has typed something that cannot be, the reason. So nothing moves when it appears.
 */

import { createContext, useCallback, useContext, useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import styles from './ControlRow.module.css';
import { classNames } from './classNames';

interface MessageLine {
  readonly lineId: string;
  /** Shows the reason why a control refused something; null takes it away again. */
  readonly report: (control: string, reason: string | null) => void;
}
const MessageLineContext = createContext<MessageLine | null>(null);

/** The reserved line under the row that a control stands in; null outside a row that has one. */
export function useMessageLine(): MessageLine | null {
  return useContext(MessageLineContext);
}

export interface ControlRowProps {
  /** What these controls are for, for a reader who hears the page. */
  readonly label: string;
  readonly children: ReactNode;
  /** A quiet sentence under the row. Pass `''` to reserve the line only; leave out for a row without a line. */
  readonly note?: ReactNode;
  /** Less room between the controls: for buttons that belong together. */
  readonly isTight?: boolean;
}

export function ControlRow({ label, children, note, isTight = false }: ControlRowProps): ReactNode {
  const lineId = useId();
  const [problem, setProblem] = useState<{ readonly control: string; readonly reason: string } | null>(null);
  const report = useCallback((control: string, reason: string | null) => {
    setProblem((current) => {
      if (reason !== null) return { control, reason };
      return current?.control === control ? null : current;
    });
  }, []);
  const line = useMemo(() => ({ lineId, report }), [lineId, report]);
  const hasLine = note !== undefined;
  return (
    <MessageLineContext value={hasLine ? line : null}>
      <div role="group" aria-label={label} className={classNames(styles.row, isTight && styles.tight)}>
        {children}
      </div>
      {hasLine && (
        <div id={lineId} className={problem === null ? styles.note : styles.problem} aria-live="polite">
          {problem === null ? note : problem.reason}
        </div>
      )}
    </MessageLineContext>
  );
}
