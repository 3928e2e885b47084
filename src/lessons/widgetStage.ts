/** The life of a figure: unseen → ready (about to come into view) → on screen ⇄ off screen → gone. */

export const widgetStages = ['unseen', 'ready', 'onScreen', 'offScreen', 'gone'] as const;
export type WidgetStage = (typeof widgetStages)[number];

/** `near`: about to come into view; `removed`: its page was left. */
export type WidgetEvent = 'near' | 'shown' | 'hidden' | 'removed';

export function nextStage(stage: WidgetStage, event: WidgetEvent): WidgetStage {
  if (stage === 'gone') return 'gone';
  switch (event) {
    case 'near':
      return stage === 'unseen' ? 'ready' : stage;
    case 'shown':
      return 'onScreen';
    case 'hidden':
      return stage === 'onScreen' ? 'offScreen' : stage;
    case 'removed':
      return 'gone';
    default:
      return event satisfies never;
  }
}
