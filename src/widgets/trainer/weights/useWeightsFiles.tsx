/**
 * Saving and loading weights files from a figure's menu: two entries, a hidden field for the file, and what is said after saving.
 */

import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { SavedWeights as SavedFile } from '../../../engine/protocol';
import { imageShapeOf, networkOfRun } from '../../../lab/runNetwork';
import type { RunHandle } from '../../../lab/runState';
import { pytorchCode } from '../../../network/pytorchCode';
import { SpecError } from '../../../network/specError';
import type { MenuAction } from '../../../ui/FigureMenu';
import { saveFile } from '../../../ui/exportFigure';
import { SavedWeights } from './SavedWeights';
import type { SavedWeightsProps } from './SavedWeights';

export interface WeightsFiles {
  readonly menu: readonly MenuAction[];
  /** The hidden field; anywhere in the figure. */
  readonly field: ReactNode;
  /** After saving; null before. */
  readonly saved: ReactNode;
}

export interface WeightsFilesOptions {
  readonly run: RunHandle;
  readonly isDisabled: boolean;
  /** The reader is not to choose what the run starts from. */
  readonly isStartShut?: boolean;
  /** A file was chosen and the run starts from it, or has said why not. */
  readonly onLoaded: () => void;
  readonly onProblem: (message: string) => void;
}

export function useWeightsFiles({
  run,
  isDisabled,
  isStartShut = false,
  onLoaded,
  onProblem,
}: WeightsFilesOptions): WeightsFiles {
  const field = useRef<HTMLInputElement>(null);
  const [saved, setSaved] = useState<Omit<SavedWeightsProps, 'onClose'> | null>(null);
  const save = async (): Promise<void> => {
    try {
      const file = await run.actions.saveWeights();
      saveFile(file.name, new Blob([file.bytes], { type: 'application/octet-stream' }));
      setSaved({ fileName: file.name, program: programFor(run, file) });
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    menu: isDisabled
      ? []
      : [
          ...(isStartShut ? [] : [{ label: 'Load weights …', onAction: () => field.current?.click() }]),
          { label: 'Save weights', onAction: () => void save() },
        ],
    field: (
      <input
        ref={field}
        type="file"
        accept=".safetensors"
        hidden
        aria-label="Weights file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file === undefined) return;
          void run.actions.loadWeights(file).then(onLoaded);
          // So that the same file can be chosen again after an error.
          event.target.value = '';
        }}
      />
    ),
    saved: saved === null ? null : <SavedWeights {...saved} onClose={() => setSaved(null)} />,
  };
}

function programFor(run: RunHandle, { name }: SavedFile): SavedWeightsProps['program'] {
  const state = run.store.getState();
  const shape = imageShapeOf(state);
  if (shape === null) return { why: 'The data set is not known yet.' };
  try {
    return { code: pytorchCode(networkOfRun(state), shape, name) };
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return { why: error.message };
  }
}
