/** A kept run in words: what it is called, what it was trained on, how it went, and when. */

import { corruptionClauses } from '../../../data/corruption';
import { dataSetTitles, isOwn } from '../../../data/dataSet';
import type { DataSetId } from '../../../data/dataSet';
import { formatFixed, formatInteger, formatNumber, formatPercent } from '../../../draw/format';
import type { RunDescription } from '../../../engine/protocol';
import type { RunFacts, RunSummary } from '../../../lab/ledger/record';
import { optimizerTitles } from '../../../network/hyperparameters';
import { zoo } from '../../../network/zoo';
import { numberText } from '../../../ui/numberInput';

export function networkTitle(network: string): string {
  return zoo.find(({ name }) => name === network)?.title ?? network;
}

/** As it was called when the run was trained; of a set that the book knows, its title. */
export function dataTitle(dataSet: DataSetId, asCalled: string | null): string {
  return asCalled ?? (isOwn(dataSet) ? dataSet.slice('own-'.length) : dataSetTitles[dataSet]);
}

/** `LeNet-5 on Digits, Adam 0.001`: what a run is called that nobody has named, by what it is now. */
export function usualName({ description, dataTitle: asCalled }: Pick<RunFacts, 'description' | 'dataTitle'>): string {
  const { network, dataSet, optimizer, learningRate } = description;
  return `${networkTitle(network)} on ${dataTitle(dataSet, asCalled)}, ${optimizerTitles[optimizer]} ${numberText(learningRate)}`;
}

export function runName(summary: Pick<RunSummary, 'name' | 'description' | 'dataTitle'>): string {
  return summary.name === '' ? usualName(summary) : summary.name;
}

/** `97.6 % at step 1,200`; before the first test, the loss. */
export function resultWords({ figures, failure }: RunSummary): string {
  const { bestTestAccuracy, loss } = figures;
  const stopped = failure === null ? '' : ', stopped by itself';
  if (bestTestAccuracy !== null) {
    return `${formatPercent(bestTestAccuracy.value)} at step ${formatInteger(bestTestAccuracy.step)}${stopped}`;
  }
  return loss === null ? `not measured${stopped}` : `loss ${formatNumber(loss)}${stopped}`;
}

/** `21 Nov 2026, 19:12`, in the reader's own time. */
export function whenWords(ms: number): string {
  return new Date(ms).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** `8.2 s`, `12 min 5 s`, `2 h 3 min`. */
export function durationWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${formatFixed(seconds, 1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${formatInteger(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** `1,200 steps in 8.2 s · chapter lenet · fork of step 200 · of the sweep Rates` */
export function detailWords(summary: RunSummary): string {
  const { steps, trainingMs, chapter, parent, sweep, importedAt } = summary;
  return [
    `${formatInteger(steps)} steps in ${durationWords(trainingMs)}`,
    ...(chapter === '' ? [] : [`chapter ${chapter}`]),
    ...(parent === null ? [] : [`forked at step ${formatInteger(parent.step)}`]),
    ...(sweep === null ? [] : [`sweep ${sweep.title}`]),
    ...(importedAt === null ? [] : ['from a file']),
  ].join(' · ');
}

/** What spoils the data, or that nothing does. */
export function corruptionText({ corruption }: RunDescription): string {
  const clauses = corruptionClauses(corruption);
  return clauses.length === 0 ? 'as they are' : clauses.join('; ');
}
