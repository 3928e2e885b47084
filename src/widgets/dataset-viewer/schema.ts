/** A data set under the microscope: `::widget{#digits name="dataset-viewer" dataset="digits" split="test" show="means"}`. */

import { z } from 'zod';
import { generatedIds, publishedIds, splitNames } from '../../data/dataSet';
import type { DataSetId, SplitName } from '../../data/dataSet';
import type { WidgetDefinition } from '../widget';
import { panelNames } from './state';
import type { PanelName } from './state';

export interface DatasetViewerAttributes {
  /** What is shown at first; the reader may choose any other that is here. */
  readonly dataset: DataSetId;
  readonly split: SplitName;
  readonly show: PanelName;
}

export const definition: WidgetDefinition<DatasetViewerAttributes> = {
  name: 'dataset-viewer',
  title: 'A data set under the microscope',
  attributes: z.strictObject({
    dataset: z.enum([...generatedIds, ...publishedIds]).default('digits'),
    split: z.enum(splitNames).default('train'),
    show: z.enum(panelNames).default('neighbours'),
  }),
  reservedHeightPx: { wide: 960, narrow: 1448 },
  width: 'wide',
};
