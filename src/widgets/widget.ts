/**
 * What a widget is. One folder per widget, named by its id in kebab-case:
 *
 * - `schema.ts`  `export const definition: WidgetDefinition<…>`: attributes and reserved space; read when the book is built
 * - `Still.tsx`  `export function Still(props: StillProps<…>)`: the printed picture, rendered when the book is built
 * - `View.tsx`   `export function View(props: ViewProps<…>)`: the live figure, loaded when it scrolls into view; static widgets have none
 * - `state.ts`   the behaviour, tested without a DOM
 * - `example.md` every use, compiled by a test
 */

import type { z } from 'zod';

export interface WidgetDefinition<Attributes> {
  /** The id that a lesson writes in `::widget{name="…"}`; equals the folder's name. */
  readonly name: string;
  /** What it is, for a reader who hears the page. */
  readonly title: string;
  /** Coerces the directive's strings. Strict: an unknown attribute is an error for the author. */
  readonly attributes: z.ZodType<Attributes>;
  /** Space kept for the live figure so that nothing jumps, in px, for a wide (≥ 720 px) and a narrow figure; null: static. */
  readonly reservedHeightPx: { readonly wide: number; readonly narrow: number } | null;
  /** `text`: the measure of the prose; `wide`: may extend into the margin column. */
  readonly width: 'text' | 'wide';
  /** False for what belongs to the text around it, such as the judge of an exercise: it has neither number nor caption. */
  readonly isNumbered?: false;
}

export interface StillProps<Attributes> {
  readonly attributes: Attributes;
}

export interface ViewProps<Attributes> {
  /** The directive's `#id`: unique in the page, keys the widget's state. */
  readonly id: string;
  readonly attributes: Attributes;
  /** False while off screen: compute nothing. */
  readonly visible: boolean;
}
