/** The trainer's attributes, as a lesson writes them: `run="lenet" network="lenet5 lenet5-1998" dataset="digits"`. */

import { z } from 'zod';
import { generatedIds, publishedIds } from '../../data/dataSet';
import type { DataSetId } from '../../data/dataSet';
import { zoo } from '../../network/zoo';
import type { WidgetDefinition } from '../widget';
import { dataSetsFor, misfit } from './fits';
import { partNames } from './parts';
import type { PartName } from './parts';

export interface TrainerAttributes {
  readonly run: string;
  /** Networks of the zoo that may be chosen; the first is trained at the start. */
  readonly network: readonly string[];
  readonly dataset: DataSetId;
  /** Parts of the figure that are not there, and parts that do not answer: `hide="guess" lock="data start"`. */
  readonly hide?: readonly PartName[];
  readonly lock?: readonly PartName[];
}

/** A list of names between blanks or commas. */
const listOfParts = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((name) => name !== ''))
  .pipe(z.array(z.enum(partNames)));

const networkName = z.enum(zoo.map(({ name }) => name));

export const definition: WidgetDefinition<TrainerAttributes> = {
  name: 'trainer',
  title: 'Training, step by step',
  attributes: z
    .strictObject({
      run: z
        .string()
        .regex(/^[a-z][a-z0-9-]*$/, 'expected a run’s name in small letters, digits and hyphens')
        .default('lenet'),
      network: z
        .string()
        .default('lenet5')
        .transform((text) => text.trim().split(/[\s,]+/))
        .pipe(z.array(networkName).min(1)),
      dataset: z.enum([...generatedIds, ...publishedIds]).default('digits'),
      hide: listOfParts,
      lock: listOfParts,
    })
    .check(({ value, issues }) => {
      for (const network of value.network) {
        const why = misfit(value.dataset, network);
        if (why === null) continue;
        const fitting = dataSetsFor(network);
        issues.push({
          code: 'custom',
          path: ['dataset'],
          input: value.dataset,
          message: `expected a data set that ${network} can look at${fitting.length === 0 ? '' : `: ${fitting.join(', ')}`}; found "${value.dataset}" (${why})`,
        });
      }
    }),
  reservedHeightPx: { wide: 898, narrow: 1548 },
  width: 'wide',
};
