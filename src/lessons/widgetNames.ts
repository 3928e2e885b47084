/** The widgets of the book; the folders of src/widgets have these names. `registry.ts` and `views.ts` are total over this list. */
export const widgetNames = [
  'connection-table',
  'cover-network',
  'dataset-viewer',
  'digit-pad',
  'goal',
  'layer-table',
  'network-explorer',
  'output-bitmaps',
  'right-and-wrong',
  'trainer',
] as const;
export type WidgetName = (typeof widgetNames)[number];

export function isWidgetName(name: string): name is WidgetName {
  return widgetNames.some((each) => each === name);
}
