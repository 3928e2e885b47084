/** What a link brings, in sentences. */

import { dataSetTitles, isOwn } from '../../../data/dataSet';
import type { DataSetId } from '../../../data/dataSet';
import { formatInteger } from '../../../draw/format';
import type { RunDescription } from '../../../engine/protocol';
import type { RunLink } from '../../../lab/runLink/runLink';
import { optimizerTitles } from '../../../network/hyperparameters';
import { networkNamed } from '../../../network/zoo';

function titleOf(dataSet: DataSetId): string {
  return isOwn(dataSet) ? `“${dataSet}”` : dataSetTitles[dataSet];
}

/** `a run of 1,500 steps (LeNet-5, Digits, Adam, learning rate 0.001, seed 1), with 2 changes on the way` */
export function runWords({ origin, history, print }: RunLink): string {
  const { network, dataSet, optimizer, learningRate, seeds } = origin;
  const steps = `${formatInteger(print.lastStep)} ${print.lastStep === 1 ? 'step' : 'steps'}`;
  const changes =
    history.length === 0
      ? ''
      : `, with ${formatInteger(history.length)} ${history.length === 1 ? 'change' : 'changes'} on the way`;
  return (
    `a run of ${steps} (${networkNamed(network).title}, ${titleOf(dataSet)}, ${optimizerTitles[optimizer]}, ` +
    `learning rate ${learningRate}, seed ${seeds.initialization})${changes}`
  );
}

/** What a figure's link holds, with what it cannot hold. */
export function figureContents({ dataSet, start }: Pick<RunDescription, 'dataSet' | 'start'>): readonly string[] {
  const own = isOwn(dataSet)
    ? [`Your images ${titleOf(dataSet)} are not in it, only their name: whoever opens the link must have them too.`]
    : [];
  const file =
    start !== undefined && 'file' in start
      ? [`Your weights file is not in it, only its name “${start.name}” and its SHA-256.`]
      : [];
  return [
    'The link holds this figure’s settings: network, name of the data set, optimizer, learning rate, coefficients, schedule, augmentation, spoiled data, start, three seeds; what is shown; your guess; and what is hidden or locked.',
    ...own,
    ...file,
  ];
}

export function runContents(link: RunLink): readonly string[] {
  const marks = link.print.marks.length;
  return [
    ...figureContents(link.origin),
    `It also holds how ${runWords(link)} began and what was changed at which step, and the print of its curve: ` +
      `the loss at ${formatInteger(marks)} steps with a number made of all points before, and what ran it (${link.print.executor}${link.print.build === '' ? '' : `: ${link.print.build}`}). Weights are not in it: the receiver’s page trains the run again and compares.`,
  ];
}
