/** A widget as the compiler sees it: its schema, and a function that renders its still to HTML. */

import { createElement, type ComponentType } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { z } from 'zod';
import type { StillProps, WidgetDefinition } from '../widgets/widget';

export interface RegisteredWidget extends Omit<WidgetDefinition<unknown>, 'attributes'> {
  readonly attributes: z.ZodType;
  /** HTML of the still, for attributes that the schema has accepted. */
  renderStill(attributes: unknown): string;
}
export type Widgets = Readonly<Record<string, RegisteredWidget>>;

export function registerWidget<Attributes>(
  definition: WidgetDefinition<Attributes>,
  Still: ComponentType<StillProps<Attributes>>,
): RegisteredWidget {
  return {
    ...definition,
    renderStill: (attributes) => renderToStaticMarkup(createElement(Still, { attributes: attributes as Attributes })),
  };
}
