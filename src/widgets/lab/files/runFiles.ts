/**
 * The entries of a figure's menu that hand over what a run is, beside its weights: description, curves, and the drawing of the curves.
 *
 * Deliberately not here: what stands in the files (`lab/runFile.ts`, `ui/exportFigure.ts`).
 */

import { curvesCsv, descriptionJson, runFileName } from '../../../lab/runFile';
import type { RunHandle, RunState } from '../../../lab/runState';
import type { MenuAction } from '../../../ui/FigureMenu';
import { pngBlob, saveFile, svgText } from '../../../ui/exportFigure';

/** A PNG has this many pixels for each of the screen, so that it is sharp in print. */
const PNG_SCALE = 3;

export interface RunFilesOptions {
  readonly run: RunHandle;
  /** The element in which the curves are drawn. */
  readonly place: Element | null;
  /** Why a file could not be made, in words. */
  readonly onProblem: (message: string) => void;
}

export function runFiles({ run, place, onProblem }: RunFilesOptions): readonly MenuAction[] {
  const attempt = async (make: (state: RunState) => void | Promise<void>): Promise<void> => {
    try {
      await make(run.store.getState());
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const entry = (label: string, make: (state: RunState) => void | Promise<void>): MenuAction => ({
    label,
    onAction: () => void attempt(make),
  });
  const save = (state: RunState, what: string, extension: string, content: string | Blob, type: string): void =>
    saveFile(runFileName(state, what, extension), new Blob([content], { type }));
  const theDrawing = (): SVGSVGElement => {
    const svg = place?.querySelector('svg') ?? null;
    if (svg === null) throw new Error('There is no figure to save yet: it is drawn when it comes into view.');
    return svg;
  };
  return [
    entry('Save description (JSON)', (state) =>
      save(state, 'description', 'json', descriptionJson(state), 'application/json'),
    ),
    entry('Save curves (CSV)', (state) =>
      save(state, 'curves', 'csv', curvesCsv(state.trainPoints, state.testPoints), 'text/csv'),
    ),
    entry('Save figure (SVG)', (state) => save(state, 'curves', 'svg', svgText(theDrawing()), 'image/svg+xml')),
    entry('Save figure (PNG)', async (state) =>
      save(state, 'curves', 'png', await pngBlob(theDrawing(), PNG_SCALE), 'image/png'),
    ),
  ];
}
