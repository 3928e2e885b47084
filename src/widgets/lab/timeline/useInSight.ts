/** Whether any of an element is in the window; true until the browser has said otherwise. */

import { useCallback, useState } from 'react';

export function useInSight(): readonly [
  ref: (element: Element | null) => (() => void) | undefined,
  isInSight: boolean,
] {
  const [isInSight, setIsInSight] = useState(true);
  const ref = useCallback((element: Element | null) => {
    if (element === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => setIsInSight(entry?.isIntersecting ?? true));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, isInSight];
}
