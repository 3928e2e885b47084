/**
 * What a run can start from, as choices with words: random weights, the trained ones that fit, and a file of the reader's.
 *
 * Deliberately not here: whether weights are in order; the engine checks them completely when they are chosen.
 */

import type { DataSetId, DataSetOffer, ImageShape } from '../../../data/dataSet';
import type { OfferedWeights } from '../../../data/weightsCard';
import { formatPercent } from '../../../draw/format';
import type { Start } from '../../../engine/protocol';
import { dataFormOf } from '../../../lab/runNetwork';

/** What a run is to start from; null: random weights. */
export type StartSetting = Start | null;

interface Looked {
  readonly network: string;
  readonly dataSet: DataSetId;
  readonly start?: StartSetting;
}

function shapeOf(dataSet: DataSetId, dataSets: readonly DataSetOffer[]): ImageShape | null {
  return dataFormOf(dataSet, dataSets)?.shape ?? null;
}

function isSameShape(one: ImageShape | null, other: ImageShape | null): boolean {
  return one !== null && other !== null && one.every((length, axis) => length === other[axis]);
}

/** Those of the same network that were trained on images of the same size; first those of the very data set. */
export function fittingWeights(
  offered: readonly OfferedWeights[],
  { network, dataSet }: Looked,
  dataSets: readonly DataSetOffer[],
): readonly OfferedWeights[] {
  const shape = shapeOf(dataSet, dataSets);
  const fitting = offered.filter((weights) => weights.network === network && isSameShape(weights.data.shape, shape));
  return [...fitting.filter(({ data }) => data.id === dataSet), ...fitting.filter(({ data }) => data.id !== dataSet)];
}

export interface StartOption {
  /** `random`, `weights lenet5-mnist` or `file`. */
  readonly value: string;
  readonly label: string;
  readonly start: StartSetting;
}

/** The choices, the present one always among them. */
export function startOptions(fitting: readonly OfferedWeights[], start: StartSetting): readonly StartOption[] {
  const options: StartOption[] = [
    { value: 'random', label: 'random weights', start: null },
    ...fitting.map(({ name, title, accuracy }) => ({
      value: `weights ${name}`,
      label: `${title}, ${formatPercent(accuracy.fraction)}`,
      start: { weights: name },
    })),
  ];
  const value = startValue(start);
  if (start !== null && !options.some((option) => option.value === value)) {
    options.push({ value, label: 'weights' in start ? start.weights : start.name, start });
  }
  return options;
}

/** Which of the options is in force. */
export function startValue(start: StartSetting): string {
  if (start === null) return 'random';
  return 'weights' in start ? `weights ${start.weights}` : `file ${start.file}`;
}

/** Settings after a change: weights stay with their network and the size of their images. */
export function withStartKept<Settings extends Looked>(
  before: Looked,
  after: Settings,
  dataSets: readonly DataSetOffer[],
): Settings {
  const isSameStart = startValue(before.start ?? null) === startValue(after.start ?? null);
  const fits =
    before.network === after.network &&
    (before.dataSet === after.dataSet ||
      isSameShape(shapeOf(before.dataSet, dataSets), shapeOf(after.dataSet, dataSets)));
  return fits || !isSameStart ? after : { ...after, start: null };
}

/** A start that came from a link or the session; undefined when it cannot be one. */
export function checkStart(value: unknown): StartSetting | undefined {
  if (value === null) return null;
  if (typeof value !== 'object') return undefined;
  const { weights, file, name } = value as Readonly<Record<string, unknown>>;
  if (typeof weights === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(weights)) return { weights };
  const isFile = typeof file === 'string' && /^[0-9a-f]{64}$/.test(file);
  return isFile && typeof name === 'string' && name.length <= 200 ? { file, name } : undefined;
}
