/** What the plugins leave on a file for each other and for the module that is made of it. */

import type { VFile } from 'vfile';
import type { LessonMeta, Reference, Section } from './model';
import { type Positioned, placeAt, report } from './problem';
import type { DeclaredValues } from './values';

type Places = Map<string, number>;
interface Anchor {
  readonly offset: number;
  /** What carries it, as messages name it. */
  readonly who: string;
}
type Anchors = Map<string, Anchor>;

declare module 'vfile' {
  interface DataMap {
    /** Null where the head is missing or wrong, and for files that have none. */
    meta: LessonMeta | null;
    declaredValues: DeclaredValues;
    sections: Section[];
    /** Works cited, in the order of first mention. */
    cited: Reference[];
    /** Every `#address` on the page. */
    anchors: Anchors;
    /** `#address` of a widget → its number. */
    figures: Places;
  }
}

/** Takes an address for something on the page; two of the same name are an error for the later one. */
export function claimAnchor(file: VFile, id: string, at: Positioned | number, who: string): void {
  const claim = { offset: typeof at === 'number' ? at : (at.position?.start.offset ?? 0), who };
  const anchors = (file.data.anchors ??= new Map());
  const taken = anchors.get(id);
  if (taken === undefined) {
    anchors.set(id, claim);
    return;
  }
  // Plugins run one after another, so the later in the text may have come first here.
  const [first, second] = taken.offset <= claim.offset ? [taken, claim] : [claim, taken];
  anchors.set(id, first);
  report(file, second.offset, {
    who: second.who,
    expected: 'every #id once on a page',
    found: `"${id}", taken on line ${placeAt(String(file), first.offset).line}`,
    next: 'Give one of the two another #id.',
  });
}

/** `What it costs` → `what-it-costs`. */
export function slugOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '') || 'section';
}
