/**
 * What the network makes of one image, kept up to date while the figure is on the screen: asked anew when the image, the
 * question or the weights change, never more than one question at a time. Off the screen nothing is asked.
 */

import { useEffect, useMemo, useState } from 'react';
import type { ImageChoice, Inspection, RunDescription } from '../engine/protocol';
import { latest } from '../lab/latest';
import type { RunHandle } from '../lab/runState';
import { useRunState } from './useRun';

export interface InspectionQuestion {
  readonly image: ImageChoice;
  readonly layers: readonly string[];
  /** Weights that are to come from the same step as the activations. */
  readonly slots: readonly string[];
}

/** Two descriptions with the same text make the same weights, and mean the same images, at the same step. */
export function weightsKey({ network, dataSet, seeds }: RunDescription): string {
  return [network, dataSet, seeds.initialization, seeds.order, seeds.generator].join(' ');
}

export interface AnsweredInspection {
  readonly inspection: Inspection;
  /** The question that this answers; the latest one asked may be another. */
  readonly question: InspectionQuestion;
}

/**
 * @param question null asks nothing; keep it in `useMemo`
 * @returns the last answer, kept while the next is on its way, and the reason why the last question failed
 */
export function useInspection(
  run: RunHandle,
  question: InspectionQuestion | null,
  isVisible: boolean,
): { readonly answer: AnsweredInspection | null; readonly problem: string | null } {
  const [answer, setAnswer] = useState<AnsweredInspection | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const version = useRunState(run, (state) => state.weightsVersion, isVisible);
  const key = useRunState(run, (state) => weightsKey(state.description), isVisible);
  // A question asked while the run was being opened anew was refused; when it is open, the answer may be had.
  const isOpen = useRunState(run, (state) => state.status !== null && state.progress === null, isVisible);
  const asker = useMemo(
    () =>
      latest<InspectionQuestion, Inspection>({
        answer: ({ image, layers, slots }) => run.actions.inspect(image, layers, slots),
        onAnswer: (inspection, asked) => {
          setProblem(null);
          setAnswer({ inspection, question: asked });
        },
        onError: (error) => setProblem(error instanceof Error ? error.message : String(error)),
      }),
    [run],
  );
  useEffect(() => () => asker.stop(), [asker]);
  useEffect(() => {
    if (question !== null && isVisible) asker.ask(question);
  }, [asker, question, isVisible, version, key, isOpen]);
  return { answer, problem };
}
