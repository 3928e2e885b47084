/**
 * A frame for what may be wider than the screen: it scrolls in itself, and takes part in the order of the Tab key only while there is
 * something to scroll.
 */

import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';

export function Scrollable(props: ComponentProps<'div'>): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const [isWider, setWider] = useState(false);
  useEffect(() => {
    const watched = frame.current;
    if (watched === null) return undefined;
    const sizes = new ResizeObserver(() => setWider(watched.scrollWidth > watched.clientWidth));
    sizes.observe(watched);
    return () => sizes.disconnect();
  }, []);
  return <div {...props} ref={frame} tabIndex={isWider ? 0 : undefined} />;
}
