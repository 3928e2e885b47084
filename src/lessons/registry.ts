/** Schemas and stills of all widgets: read when the book is built, never by a page. */

import { definition as trainer } from '../widgets/trainer/schema';
import { Still as TrainerStill } from '../widgets/trainer/Still';
import { type RegisteredWidget, registerWidget } from './registeredWidget';
import type { WidgetName } from './widgetNames';

export const widgets: Readonly<Record<WidgetName, RegisteredWidget>> = {
  trainer: registerWidget(trainer, TrainerStill),
};
