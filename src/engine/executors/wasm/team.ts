/**
 * The threads that run programs together, as the executor sees them.
 *
 * Picture: every thread has its own list of kernel calls, cut into phases by meetings (`divide.ts`). A team turns the lists of a
 * program into something that can be run. The team of one is here; several threads are in `threads.ts`.
 */
import type { Step } from './divide';
import type { KernelInstance, Kernels } from './kernels';

/** A program's work, ready to be done again and again. */
export interface Work {
  run(): void;
  dispose(): void;
}

export interface Team {
  /** How many threads share the work, the one that asks for it among them. */
  readonly threads: number;
  /** Calls of fewer operations are left to one of them (`divide.ts`). */
  readonly smallestShared: number;
  /** The kernels and the memory as the asking thread has them. */
  readonly instance: KernelInstance;
  /** In words, for the reader: `1 thread`, and why not more. */
  readonly description: string;
  /** @param lists the steps of each thread. */
  prepare(lists: readonly (readonly Step[])[]): Work;
  dispose(): void;
}

/**
 * All lists on one thread, one after the other within each phase. The results have the same bits as those of a team, because no
 * result depends on who computes what.
 *
 * @param lastFirst the threads of each phase in reverse, so that a missing meeting shows: for tests.
 */
export function runAlone(kernels: Kernels, lists: readonly (readonly Step[])[], lastFirst = false): () => void {
  const phases = lists.map((list) => {
    const cut: NonNullable<Step>[][] = [[]];
    for (const step of list) {
      if (step === null) cut.push([]);
      else cut.at(-1)!.push(step);
    }
    return cut;
  });
  const inOrder = lastFirst ? phases.reverse() : phases;
  const calls = (phases[0] ?? []).flatMap((_, phase) =>
    inOrder.flatMap((thread) =>
      (thread[phase] ?? []).map(({ kernel, parameters }) => ({ kernel: kernels[kernel], parameters })),
    ),
  );
  return () => {
    for (const { kernel, parameters } of calls) kernel(...parameters);
  };
}

/** @param why not more threads, in words; empty where nobody asks. */
export function teamOfOne(instance: KernelInstance, why = ''): Team {
  return {
    threads: 1,
    smallestShared: 0,
    instance,
    description: why === '' ? '1 thread' : `1 thread: ${why}`,
    prepare: (lists) => ({ run: runAlone(instance.kernels, lists), dispose: () => undefined }),
    dispose: () => undefined,
  };
}

/** Work cut for several threads wherever it can be, and done by one, the last part of each phase first: for tests of the cuts. */
export function teamInTurns(instance: KernelInstance, threads: number): Team {
  return {
    ...teamOfOne(instance, `in turns for ${threads}`),
    threads,
    prepare: (lists) => ({ run: runAlone(instance.kernels, lists, true), dispose: () => undefined }),
  };
}
