/** Watches where an element is on the screen and keeps the stage of its life. */

import { useEffect, useReducer, useRef, type RefObject } from 'react';
import { nextStage, type WidgetStage } from './widgetStage';

/** How far below or above the screen a figure begins to load: about half a screen, so that it is there when it is seen. */
const nearMargin = '400px 0px';

export function useStage(): [WidgetStage, RefObject<HTMLElement | null>] {
  const [stage, tell] = useReducer(nextStage, 'unseen');
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const near = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) tell('near');
      },
      // The document as root: with the default one, a margin is worth nothing inside a frame of another page.
      { root: document, rootMargin: nearMargin },
    );
    const seen = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last !== undefined) tell(last.isIntersecting ? 'shown' : 'hidden');
    });
    near.observe(watched);
    seen.observe(watched);
    return () => {
      near.disconnect();
      seen.disconnect();
    };
  }, []);
  return [stage, element];
}
