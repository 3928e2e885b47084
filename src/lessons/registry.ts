/** Schemas and stills of all widgets: read when the book is built, never by a page. */

import { Still as ConnectionTableStill } from '../widgets/connection-table/Still';
import { definition as connectionTable } from '../widgets/connection-table/schema';
import { Still as CoverNetworkStill } from '../widgets/cover-network/Still';
import { definition as coverNetwork } from '../widgets/cover-network/schema';
import { Still as DatasetViewerStill } from '../widgets/dataset-viewer/Still';
import { definition as datasetViewer } from '../widgets/dataset-viewer/schema';
import { Still as DigitPadStill } from '../widgets/digit-pad/Still';
import { definition as digitPad } from '../widgets/digit-pad/schema';
import { Still as GoalStill } from '../widgets/goal/Still';
import { definition as goal } from '../widgets/goal/schema';
import { Still as LayerTableStill } from '../widgets/layer-table/Still';
import { definition as layerTable } from '../widgets/layer-table/schema';
import { Still as NetworkExplorerStill } from '../widgets/network-explorer/Still';
import { definition as networkExplorer } from '../widgets/network-explorer/schema';
import { Still as OutputBitmapsStill } from '../widgets/output-bitmaps/Still';
import { definition as outputBitmaps } from '../widgets/output-bitmaps/schema';
import { Still as RightAndWrongStill } from '../widgets/right-and-wrong/Still';
import { definition as rightAndWrong } from '../widgets/right-and-wrong/schema';
import { Still as TrainerStill } from '../widgets/trainer/Still';
import { definition as trainer } from '../widgets/trainer/schema';
import { type RegisteredWidget, registerWidget } from './registeredWidget';
import type { WidgetName } from './widgetNames';

export const widgets: Readonly<Record<WidgetName, RegisteredWidget>> = {
  'connection-table': registerWidget(connectionTable, ConnectionTableStill),
  'cover-network': registerWidget(coverNetwork, CoverNetworkStill),
  'dataset-viewer': registerWidget(datasetViewer, DatasetViewerStill),
  'digit-pad': registerWidget(digitPad, DigitPadStill),
  goal: registerWidget(goal, GoalStill),
  'layer-table': registerWidget(layerTable, LayerTableStill),
  'network-explorer': registerWidget(networkExplorer, NetworkExplorerStill),
  'output-bitmaps': registerWidget(outputBitmaps, OutputBitmapsStill),
  'right-and-wrong': registerWidget(rightAndWrong, RightAndWrongStill),
  trainer: registerWidget(trainer, TrainerStill),
};
