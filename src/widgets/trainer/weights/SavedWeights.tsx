/** What is said after weights were saved: the file's name, and the program that reads it in PyTorch. */

import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../../../ui/Button';
import styles from './SavedWeights.module.css';

export interface SavedWeightsProps {
  readonly fileName: string;
  /** The program, or why there is none. */
  readonly program: { readonly code: string } | { readonly why: string };
  readonly onClose: () => void;
}

export function SavedWeights({ fileName, program, onClose }: SavedWeightsProps): ReactNode {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (code: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      setIsCopied(true);
    } catch {
      // Refused by the browser: the text can be marked and copied by hand.
      setIsCopied(false);
    }
  };
  return (
    <section className={styles.saved} aria-label="Saved weights">
      <p className={styles.words}>
        Saved as <code>{fileName}</code>, a safetensors file under PyTorch’s names and in its layouts.{' '}
        {'code' in program ? 'In PyTorch this reads it and gives the same scores:' : program.why}
      </p>
      {'code' in program && (
        // Wide lines scroll; a reader without a mouse must be able to reach them.
        <pre className={styles.code} tabIndex={0} aria-label="Program in Python">
          <code>{program.code.trimEnd()}</code>
        </pre>
      )}
      <div className={styles.buttons}>
        {'code' in program && (
          <Button variant="quiet" onPress={() => void copy(program.code)}>
            {isCopied ? 'Copied' : 'Copy'}
          </Button>
        )}
        <Button variant="quiet" onPress={onClose}>
          Close
        </Button>
      </div>
    </section>
  );
}
