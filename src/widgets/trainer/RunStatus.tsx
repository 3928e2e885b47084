/** The run's line of text and the line under it. These change up to twenty times a second, and nothing else does with them. */

import type { ReactNode } from 'react';
import { formatRunLine } from '../../lab/runLine';
import type { RunHandle } from '../../lab/runState';
import { ProgressBar } from '../../ui/ProgressBar';
import { StatusLine } from '../../ui/StatusLine';
import { useRunState } from '../useRun';
import styles from './RunStatus.module.css';

export function RunStatus({ run, isVisible }: { readonly run: RunHandle; readonly isVisible: boolean }): ReactNode {
  const line = useRunState(run, formatRunLine, isVisible);
  return <StatusLine label="Run">{line}</StatusLine>;
}

/** One reserved line: the progress of long work, or a sentence. */
export function Activity({
  run,
  isVisible,
  otherwise,
}: {
  readonly run: RunHandle;
  readonly isVisible: boolean;
  readonly otherwise: string;
}): ReactNode {
  const progress = useRunState(run, (state) => state.progress, isVisible);
  const notice = useRunState(run, (state) => state.notice ?? null, isVisible);
  let content: ReactNode = notice ?? otherwise;
  if (progress !== null) content = <ProgressBar label={progress.task} fraction={progress.fraction} />;
  return <div className={styles.activity}>{content}</div>;
}
