/** "Check me": the button, how far the check is, what it found in a sentence, and all of it as a table. */

import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { CheckReport } from '../../../engine/protocol';
import type { RunHandle } from '../../../lab/runState';
import { Announcer } from '../../../ui/Announcer';
import { Button } from '../../../ui/Button';
import { DataTable } from '../../../ui/DataTable';
import { ProgressBar } from '../../../ui/ProgressBar';
import styles from './ComputeBadge.module.css';
import { checkTable, checkWords } from './words';

type Check =
  | { readonly kind: 'none' }
  | { readonly kind: 'going'; readonly fraction: number; readonly words: string }
  | { readonly kind: 'done'; readonly report: CheckReport }
  | { readonly kind: 'failed'; readonly message: string };

const about =
  'The ops of this figure, forward and backward, beside the readable loops of the reference and finite differences of the loss, on images of this run with its weights. Training may go on meanwhile.';

export function CheckMe({ run, isDisabled }: { readonly run: RunHandle; readonly isDisabled: boolean }): ReactNode {
  const [check, setCheck] = useState<Check>({ kind: 'none' });
  const controller = useRef<AbortController | null>(null);
  // A figure that is gone wants no answer.
  useEffect(() => () => controller.current?.abort(), []);

  const start = async (): Promise<void> => {
    const own = new AbortController();
    controller.current = own;
    setCheck({ kind: 'going', fraction: 0, words: 'Check' });
    try {
      const report = await run.actions.checkMe({
        signal: own.signal,
        onProgress(fraction, words) {
          if (!own.signal.aborted) setCheck({ kind: 'going', fraction, words });
        },
      });
      setCheck({ kind: 'done', report });
    } catch (error) {
      setCheck(
        own.signal.aborted
          ? { kind: 'none' }
          : { kind: 'failed', message: error instanceof Error ? error.message : String(error) },
      );
    }
  };
  const isGoing = check.kind === 'going';
  return (
    <section className={styles.check} aria-label="Check me">
      <div className={styles.checkHead}>
        <Button isDisabled={isDisabled || isGoing} onPress={() => void start()}>
          Check me
        </Button>
        {isGoing && (
          <Button variant="quiet" onPress={() => controller.current?.abort()}>
            Stop
          </Button>
        )}
        <div className={styles.checkWords}>
          {isGoing ? <ProgressBar label={check.words} fraction={check.fraction} /> : resultWords(check)}
        </div>
      </div>
      {check.kind === 'done' && (
        <>
          <DataTable {...checkTable(check.report)} maximumHeightPx={260} />
          {check.report.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </>
      )}
      <Announcer>{check.kind === 'none' || isGoing ? '' : resultWords(check)}</Announcer>
    </section>
  );
}

function resultWords(check: Exclude<Check, { kind: 'going' }>): string {
  switch (check.kind) {
    case 'none':
      return about;
    case 'done':
      return checkWords(check.report);
    case 'failed':
      return check.message;
    default:
      return check satisfies never;
  }
}
