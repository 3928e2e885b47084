/** The live side of every widget, loaded when its figure comes near the screen; null for a widget that is only a still. */

import type { ComponentType } from 'react';
import type { ViewProps } from '../widgets/widget';
import type { WidgetName } from './widgetNames';

/** A view with its attributes already checked by the build: what type they have is between the widget's own files. */
export type AnyView = ComponentType<ViewProps<never>>;
export type LoadView = () => Promise<{ readonly View: AnyView }>;

export const views: Readonly<Record<WidgetName, LoadView | null>> = {
  'connection-table': null,
  'cover-network': () => import('../widgets/cover-network/View'),
  'dataset-viewer': () => import('../widgets/dataset-viewer/View'),
  'digit-pad': () => import('../widgets/digit-pad/View'),
  goal: () => import('../widgets/goal/View'),
  'layer-table': null,
  'network-explorer': () => import('../widgets/network-explorer/View'),
  'output-bitmaps': null,
  'right-and-wrong': () => import('../widgets/right-and-wrong/View'),
  trainer: () => import('../widgets/trainer/View'),
};
