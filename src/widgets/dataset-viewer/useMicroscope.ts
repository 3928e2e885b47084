/**
 * How the figure holds on to the page's microscope: the set that is looked at with its labels, and images as they come to be seen.
 * Off the screen nothing is asked.
 */

import { createContext, useEffect, useMemo, useState } from 'react';
import type { DataSetOffer, SplitName } from '../../data/dataSet';
import type { DataChoice, ImagesReply, LabelsState } from '../../engine/protocol';
import type { DataMicroscope, DataProgress, DataSetLabels } from '../../lab/dataMicroscope';
import { latest } from '../../lab/latest';
import { pageMicroscope } from '../../lab/runs';

/** Where the microscope comes from. Tests put another source here. */
export const MicroscopeSource = createContext<() => DataMicroscope>(pageMicroscope);

export interface SeenSet extends DataSetLabels {
  readonly edits: LabelsState;
  /** Another one for every set whose images may be others. */
  readonly key: string;
}

export interface LookedAt {
  /** What can be chosen; empty until it is known. */
  readonly offers: readonly DataSetOffer[];
  /** Null until it is there; the set before is never shown in its place. */
  readonly set: SeenSet | null;
  readonly progress: DataProgress | null;
  readonly problem: string | null;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function useDataSet(microscope: DataMicroscope, choice: DataChoice, isVisible: boolean): LookedAt {
  const [offers, setOffers] = useState<readonly DataSetOffer[]>([]);
  const [revision, setRevision] = useState(0);
  const [set, setSet] = useState<SeenSet | null>(null);
  const [progress, setProgress] = useState<DataProgress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (!isVisible) return undefined;
    microscope.list().then(setOffers, (error: unknown) => setProblem(messageOf(error)));
    return microscope.onChange((dataSets) => {
      setOffers(dataSets);
      setRevision((before) => before + 1);
    });
  }, [microscope, isVisible]);

  useEffect(() => {
    if (!isVisible) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const look = async (): Promise<void> => {
      const seen = await microscope.labels(choice, (told) => !signal.aborted && setProgress(told), signal);
      const edits = await microscope.edits(choice);
      if (signal.aborted) return;
      const { id, counts, shape, sha256 = '' } = seen.info;
      setSet({ ...seen, edits, key: JSON.stringify([id, counts, shape, sha256]) });
      setProblem(null);
      setProgress(null);
    };
    look().catch((error: unknown) => {
      if (signal.aborted) return;
      setProgress(null);
      setProblem(messageOf(error));
    });
    return () => controller.abort();
  }, [microscope, choice, revision, isVisible]);

  return { offers, set: set?.info.id === choice.dataSet ? set : null, progress, problem };
}

export type Values = Uint8Array | Float32Array;
/** Images of one split, by index. */
export type Samples = ReadonlyMap<number, Values>;
const noSamples: Samples = new Map();
/** More are not remembered at once. */
const MOST_SAMPLES = 2000;

export function valuesIn(reply: ImagesReply): Values {
  return reply.numbers ?? reply.pixels;
}

/** The images of these numbers, as far as they have come. `key` says which set they belong to; null: none is asked for. */
export function useSamples(
  microscope: DataMicroscope,
  choice: DataChoice,
  key: string | null,
  split: SplitName,
  indices: readonly number[],
): Samples {
  const own = `${key} ${split}`;
  const [known, setKnown] = useState<{ readonly own: string; readonly samples: Samples }>({ own, samples: noSamples });
  const asker = useMemo(
    () =>
      latest<{ readonly own: string; readonly split: SplitName; readonly indices: readonly number[] }, ImagesReply>({
        answer: (question) => microscope.images(choice, question.split, question.indices),
        onAnswer: (reply, question) =>
          setKnown((before) => {
            const kept = before.own === question.own && before.samples.size < MOST_SAMPLES ? before.samples : noSamples;
            const samples = new Map(kept);
            const values = valuesIn(reply);
            const size = reply.shape[0] * reply.shape[1] * reply.shape[2];
            question.indices.forEach((index, place) =>
              samples.set(index, values.subarray(place * size, (place + 1) * size)),
            );
            return { own: question.own, samples };
          }),
        // The places stay empty; what is wrong with the set stands above them.
        onError: () => undefined,
      }),
    [microscope, choice],
  );
  useEffect(() => () => asker.stop(), [asker]);
  const missing =
    key === null ? '' : indices.filter((index) => known.own !== own || !known.samples.has(index)).join(' ');
  useEffect(() => {
    if (missing !== '') asker.ask({ own, split, indices: missing.split(' ').map(Number) });
  }, [asker, own, split, missing]);
  return known.own === own ? known.samples : noSamples;
}

/** The answer to a question that is asked anew when its key changes; null until it is there. */
export function useAnswer<Answer>(
  key: string | null,
  ask: () => Promise<Answer>,
): { readonly answer: Answer | null; readonly problem: string | null } {
  const [known, setKnown] = useState<{
    readonly key: string;
    readonly answer: Answer | null;
    readonly problem: string | null;
  } | null>(null);
  const asker = useMemo(
    () =>
      latest<{ readonly key: string; readonly ask: () => Promise<Answer> }, Answer>({
        answer: (question) => question.ask(),
        onAnswer: (answer, question) => setKnown({ key: question.key, answer, problem: null }),
        onError: (error) => setKnown({ key: '', answer: null, problem: messageOf(error) }),
      }),
    [],
  );
  useEffect(() => () => asker.stop(), [asker]);
  useEffect(() => {
    if (key !== null) asker.ask({ key, ask });
    // The key stands for all that the question depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asker, key]);
  return {
    answer: known !== null && known.key === key ? known.answer : null,
    problem: known?.problem ?? null,
  };
}
