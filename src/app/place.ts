/**
 * Where the reader is: which section of the chapter the eye is on.
 *
 * The picture: a line a third down the window; the current section is the last one whose heading has passed it.
 */
import { useEffect, useState } from 'react';

/**
 * Index of the current section, or -1 above the first.
 *
 * @param topsPx each heading's distance from the top of the window, in reading order
 * @param linePx the line that a heading must have passed
 * @param atEnd the page cannot be scrolled further: the last heading in view counts, although it never reaches the line
 */
export function currentSectionIndex(
  topsPx: readonly number[],
  linePx: number,
  atEnd: boolean,
  windowPx: number,
): number {
  const limit = atEnd ? windowPx : linePx;
  return topsPx.reduce((last, top, index) => (top <= limit ? index : last), -1);
}

/** The id of the current section, following the scroll; undefined above the first and before the page is live. */
export function useCurrentSection(sections: readonly { readonly id: string }[]): string | undefined {
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const headings = sections.flatMap(({ id }) => document.getElementById(id) ?? []);
      const tops = headings.map((heading) => heading.getBoundingClientRect().top);
      const { scrollHeight } = document.documentElement;
      const atEnd = window.scrollY > 0 && window.scrollY + window.innerHeight >= scrollHeight - 2;
      const index = currentSectionIndex(tops, window.innerHeight / 3, atEnd, window.innerHeight);
      setCurrent(headings[index]?.id);
    };
    const schedule = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', schedule, { passive: true });
    window.addEventListener('resize', schedule);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', schedule);
      window.removeEventListener('resize', schedule);
    };
  }, [sections]);
  return current;
}
