import { describe, expect, test } from 'vitest';
import { nextStage, type WidgetEvent, widgetStages } from './widgetStage';

describe('the life of a figure', () => {
  test('seen, scrolled away, seen again, left', () => {
    const events: WidgetEvent[] = ['near', 'shown', 'hidden', 'near', 'shown', 'removed', 'shown'];
    let stage = widgetStages[0] as (typeof widgetStages)[number];
    const lived = events.map((event) => (stage = nextStage(stage, event)));
    expect(lived).toEqual(['ready', 'onScreen', 'offScreen', 'offScreen', 'onScreen', 'gone', 'gone']);
  });
  test('what was never on the screen is not off it', () => {
    expect(nextStage('unseen', 'hidden')).toBe('unseen');
    expect(nextStage('ready', 'hidden')).toBe('ready');
  });
  test('seen at once, without having come near', () => expect(nextStage('unseen', 'shown')).toBe('onScreen'));
});
