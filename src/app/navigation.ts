/** The order of reading: written chapters before and after one, Pure; knows the book by its list only. */
import type { Chapter, Part } from '../lessons/model';

export interface Neighbours {
  readonly previous: Chapter | undefined;
  readonly next: Chapter | undefined;
}

export function chaptersOf(parts: readonly Part[]): readonly Chapter[] {
  return parts.flatMap((part) => part.chapters);
}

/** The written chapters next to one; a slug that the book lacks has none. */
export function neighbours(parts: readonly Part[], slug: string): Neighbours {
  const written = chaptersOf(parts).filter((chapter) => chapter.written);
  const at = written.findIndex((chapter) => chapter.slug === slug);
  if (at === -1) return { previous: undefined, next: undefined };
  return { previous: written[at - 1], next: written[at + 1] };
}

export function chapterNamed(parts: readonly Part[], slug: string): Chapter | undefined {
  return chaptersOf(parts).find((chapter) => chapter.slug === slug);
}

export function firstWritten(parts: readonly Part[]): Chapter | undefined {
  return chaptersOf(parts).find((chapter) => chapter.written);
}

export function chapterAddress(slug: string): string {
  return `/chapters/${slug}/`;
}
