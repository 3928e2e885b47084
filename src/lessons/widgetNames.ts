/** The widgets of the book; the folders of src/widgets have these names. `registry.ts` and `views.ts` are total over this list. */
export const widgetNames = ['trainer'] as const;
export type WidgetName = (typeof widgetNames)[number];

export function isWidgetName(name: string): name is WidgetName {
  return widgetNames.some((each) => each === name);
}
