/**
 * Which image the figures of a run look at: one small store per run, shared by name like the run itself. The drawing pad
 * offers its drawing here, the gallery a test image that was clicked, and the explorer shows whichever was chosen last.
 */

import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { SplitName } from '../data/dataSet';
import type { ImageChoice } from '../engine/protocol';

export type SampleChoice = Extract<ImageChoice, { kind: 'sample' }>;

export interface CurrentInput {
  readonly source: 'sample' | 'drawing';
  /** The sample chosen last; kept while the drawing is shown. */
  readonly sample: SampleChoice;
  /** The reader's drawing as the network sees it, bytes of the data set's image size; null while nothing is drawn. */
  readonly drawing: Uint8Array | null;
}

export interface CurrentInputHandle {
  readonly store: Pick<StoreApi<CurrentInput>, 'getState' | 'subscribe'>;
  showSample(split: SplitName, index: number): void;
  /** Does nothing while there is no drawing. */
  showDrawing(): void;
  /** What is drawn now; null when it was cleared, which brings the last sample back. Does not switch to the drawing. */
  offerDrawing(pixels: Uint8Array | null): void;
}

/** The image to send to `inspect`. */
export function imageOf(input: CurrentInput): ImageChoice {
  return input.source === 'drawing' && input.drawing !== null
    ? { kind: 'pixels', pixels: input.drawing }
    : input.sample;
}

const handles = new Map<string, CurrentInputHandle>();

/** The one store of this run name in the page; starts at the first test image. */
export function currentInput(run: string): CurrentInputHandle {
  const known = handles.get(run);
  if (known !== undefined) return known;
  const store = createStore<CurrentInput>(() => ({
    source: 'sample',
    sample: { kind: 'sample', split: 'test', index: 0 },
    drawing: null,
  }));
  const handle: CurrentInputHandle = {
    store,
    showSample: (split, index) => store.setState({ source: 'sample', sample: { kind: 'sample', split, index } }),
    showDrawing: () => {
      if (store.getState().drawing !== null) store.setState({ source: 'drawing' });
    },
    offerDrawing: (pixels) =>
      store.setState((state) => ({ drawing: pixels, source: pixels === null ? 'sample' : state.source })),
  };
  handles.set(run, handle);
  return handle;
}
