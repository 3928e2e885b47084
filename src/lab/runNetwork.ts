/**
 * Which network a run trains, and on what: the description names a network of the zoo and a data set, and what is trained is the one made
 * for the other (`network/adapt.ts`). Every figure that looks at a run reads its network, its classes and its pictures from here.
 *
 * All answers are the same objects for the same question, so that a figure can select them from the run's state.
 */

import { classCounts, imageShapes, isOwn, type DataSetId, type DataSetOffer } from '../data/dataSet';
import { canLookAt, networkOn, type DataForm } from '../network/adapt';
import { resolveNetwork } from '../network/resolve';
import type { NetworkSpec } from '../network/spec';
import { networkNamed } from '../network/zoo';
import type { RunState } from './runState';

type Looked = Pick<RunState, 'description' | 'dataSets'>;

/** What is known of the run's data set; null until the engine has told. */
export function offerOf({ description, dataSets }: Looked): DataSetOffer | null {
  return dataSets.find(({ id }) => id === description.dataSet) ?? null;
}

/** What a network must look at; null of a set of the reader's own that is not here. */
export function dataFormOf(dataSet: DataSetId, dataSets: readonly DataSetOffer[]): DataForm | null {
  const offer = dataSets.find(({ id }) => id === dataSet);
  if (offer !== undefined) return { shape: offer.shape, classes: offer.classes.length };
  return isOwn(dataSet) ? null : { shape: imageShapes[dataSet], classes: classCounts[dataSet] };
}

/** The network that the run trains. Where it cannot be trained on the data set, the run says why, and this is the zoo's own. */
export function networkOfRun({ description, dataSets }: Looked): NetworkSpec {
  const spec = networkNamed(description.network);
  const form = dataFormOf(description.dataSet, dataSets);
  return form !== null && canLookAt(spec, form).can ? networkOn(spec, form) : spec;
}

/** Height, width and channels of the run's images. */
export function imageShapeOf({ description, dataSets }: Looked): DataForm['shape'] | null {
  const offer = offerOf({ description, dataSets });
  if (offer !== null) return offer.shape;
  return isOwn(description.dataSet) ? null : imageShapes[description.dataSet];
}

/** The classes as people read them; numbers until the engine has told. */
export function classNamesOf(state: Looked): readonly string[] {
  return offerOf(state)?.classes ?? numbersTo(resolveNetwork(networkOfRun(state)).classes);
}

const numbers = new Map<number, readonly string[]>();

function numbersTo(count: number): readonly string[] {
  const known = numbers.get(count) ?? Array.from({ length: count }, (_, index) => String(index));
  numbers.set(count, known);
  return known;
}
