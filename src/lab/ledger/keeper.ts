/**
 * Watches the runs of this page and writes each into the ledger while it trains: once it has 20 steps of its own, then at most every
 * five seconds, and at once where something ends: a pause, a failure, a fork or a reset (the run has another id then), the page hidden.
 *
 * Picture: for each id that this page has trained, what the ledger cannot know from the run's state: when it began, how long it trained,
 * whether it was written. A record that was written and is not there any more has been deleted; it is not written again, unless it is
 * put back. Names, notes and pins are whoever's wrote them last; here they are only carried along.
 *
 * Two pages that go on with the same run, as a duplicated tab does: the later one takes the record over, and the earlier stops writing.
 */

import type { RunHandle, RunState } from '../runState';
import { keptRun, LEAST_STEPS, type Place, type RunSummary, type SweepMark } from './record';
import type { LedgerStorage } from './storage';

const WRITE_EVERY_MS = 5000;

export interface KeeperOptions {
  readonly storage: Pick<LedgerStorage, 'update'>;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The chapter that is open, by its id. */
  readonly place: () => string;
  /** Names this page. */
  readonly writer: string;
  /** Which sweep the run of this name belongs to. */
  readonly sweepOf: (run: string) => SweepMark | null;
  readonly onWritten: (summary: RunSummary) => void;
}

export interface Keeper {
  /** What happens from now on. Returns the function that ends it; what is not written yet is written then. */
  watch(run: Pick<RunHandle, 'store'>): () => void;
  /** Writes at once what is not written yet. */
  flush(): Promise<void>;
}

/** What this page knows of a run besides its state. */
interface Course {
  readonly begunAt: number;
  readonly chapter: string;
  lastAt: number;
  trainingMs: number;
  /** Has been in the ledger, by this page's hand. */
  isWritten: boolean;
  /** Of an earlier visit. */
  earlierMs: number;
  lastWriteMs: number;
}

export function createKeeper(options: KeeperOptions): Keeper {
  const { storage, now, clock, writer } = options;
  const courses = new Map<string, Course>();
  const watched = new Set<{ flush: () => void }>();
  const writing = new Set<Promise<void>>();

  function courseOf(id: string): Course {
    const known = courses.get(id);
    if (known !== undefined) return known;
    const at = clock();
    const course: Course = {
      begunAt: at,
      chapter: options.place(),
      lastAt: at,
      trainingMs: 0,
      isWritten: false,
      earlierMs: 0,
      lastWriteMs: -Infinity,
    };
    courses.set(id, course);
    return course;
  }

  async function write(state: RunState, course: Course): Promise<void> {
    const kept = await storage.update(state.id, (existing) => {
      if (existing === null && course.isWritten) return null;
      if (existing !== null && existing.writer !== writer) {
        if (course.isWritten) return null;
        course.earlierMs = existing.trainingMs;
      }
      course.isWritten = true;
      const { summary, curves } = recordOf(state, course, options);
      if (existing === null) return { summary, curves };
      const { name, notes, isPinned, begunAt, chapter, importedAt, sweep } = existing;
      return {
        summary: { ...summary, name, notes, isPinned, begunAt, chapter, importedAt, sweep: summary.sweep ?? sweep },
        curves,
      };
    });
    if (kept !== null && kept.writer === writer) options.onWritten(kept);
  }

  return {
    watch({ store }) {
      let isDirty = false;
      let timer: ReturnType<typeof setTimeout> | null = null;
      let lastMs = now();
      /** The last state that deserved to be kept. */
      let worthy: RunState | null = null;

      const flush = (): void => {
        if (timer !== null) clearTimeout(timer);
        timer = null;
        if (!isDirty || worthy === null) return;
        isDirty = false;
        const course = courseOf(worthy.id);
        course.lastWriteMs = now();
        // What cannot be written has been said by the storage.
        const done = write(worthy, course).catch(() => undefined);
        worthy = null;
        writing.add(done);
        void done.finally(() => writing.delete(done));
      };
      const hear = (state: RunState, before: RunState): void => {
        const elapsed = now() - lastMs;
        lastMs = now();
        if (before.status?.phase === 'running') courseOf(before.id).trainingMs += elapsed;
        if (state.id !== before.id) {
          flush();
          // A fork, a reset, another branch, or a run of an earlier visit: nothing has been trained yet that is not kept.
          return;
        }
        const hasBegun = stepOf(state) > 0 || state.status?.phase === 'running';
        if (!hasBegun || !hasTrained(state, before)) return;
        const course = courseOf(state.id);
        if (stepOf(state) > stepOf(before)) course.lastAt = clock();
        if (!isWorthKeeping(state)) return;
        worthy = state;
        isDirty = true;
        const isOver = state.status?.phase !== 'running';
        const dueMs = course.lastWriteMs + WRITE_EVERY_MS - now();
        if (isOver || dueMs <= 0) flush();
        else timer ??= setTimeout(flush, dueMs);
      };

      const unsubscribe = store.subscribe(hear);
      const own = { flush };
      watched.add(own);
      return () => {
        unsubscribe();
        flush();
        watched.delete(own);
      };
    },
    async flush() {
      for (const { flush } of watched) flush();
      await Promise.all(writing);
    },
  };
}

function stepOf({ status }: RunState): number {
  return status?.step ?? 0;
}

/** Something that a record holds is another. */
function hasTrained(state: RunState, before: RunState): boolean {
  return (
    stepOf(state) !== stepOf(before) ||
    state.trainPoints !== before.trainPoints ||
    state.testPoints !== before.testPoints ||
    state.status?.phase !== before.status?.phase ||
    state.history !== before.history
  );
}

function parentOf({ id, timeline }: RunState): Place | null {
  return timeline.branches.find((branch) => branch.id === id)?.parent ?? null;
}

/** Enough steps of its own, and points to show for them. */
function isWorthKeeping(state: RunState): boolean {
  const own = stepOf(state) - (parentOf(state)?.step ?? 0);
  return own >= LEAST_STEPS && state.trainPoints.length > 0;
}

function recordOf(state: RunState, course: Course, { writer, sweepOf }: KeeperOptions): ReturnType<typeof keptRun> {
  const { status, environment, description, dataSets } = state;
  const executor = status?.executor ?? environment?.chosen ?? '';
  return keptRun(
    {
      id: state.id,
      origin: state.origin,
      description,
      history: state.history,
      parent: parentOf(state),
      sweep: sweepOf(state.name),
      chapter: course.chapter,
      dataTitle: dataSets.find(({ id }) => id === description.dataSet)?.title ?? null,
      executor: {
        name: executor,
        detail: environment?.executors.find(({ name }) => name === executor)?.detail ?? '',
        reason: environment?.reason ?? '',
      },
      begunAt: course.begunAt,
      lastAt: Math.max(course.lastAt, course.begunAt),
      trainingMs: course.earlierMs + course.trainingMs,
      steps: stepOf(state),
      failure: status?.phase === 'failed' ? (status.message ?? '') : null,
      name: '',
      notes: '',
      isPinned: false,
      importedAt: null,
    },
    writer,
    state.trainPoints,
    state.testPoints,
  );
}
