/**
 * A team of several threads over one shared memory, as the thread that leads it sees it.
 *
 * Picture: the helpers run `threadLoop.ts`. A program's lists of steps are sent to them once; a run raises one number in shared memory
 * and the leader walks its own list. When a helper cannot start, does not answer or stops, the others are ended, the reader is
 * told, and every program goes on with all lists on this thread, which gives the same bits.
 *
 * The leader blocks while it waits, so it must be a worker; never the main thread of a page.
 */
import type { Step } from './divide';
import { instantiateKernels, kernelNames, type KernelInstance } from './kernels';
import { runAlone, teamOfOne, type Team, type Work } from './team';
import {
  arrive,
  commands,
  CONTROL_BYTES,
  mailboxOf,
  MAILBOX_NUMBERS,
  MEETING,
  waitWhile,
  wake,
  words,
  wordsOf,
  type ThreadStart,
} from './threadLoop';

/** A helper, as the platform gives it. */
export interface SpawnedThread {
  /** Settles when the helper waits for work, or with why it does not. */
  readonly ready: Promise<void>;
  /** Is called when the helper ends without having been told to. */
  onLost(listener: (why: string) => void): void;
  /** Settles when it has ended, where that can be known. */
  terminate(): Promise<void>;
}

export interface TeamOptions {
  /** The kernels, built for shared memory. */
  readonly module: WebAssembly.Module;
  /** The leader among them; at least 2. */
  readonly threads: number;
  readonly spawn: (start: ThreadStart) => SpawnedThread;
  /** Hears, in a sentence for the reader, that fewer threads work than before. */
  readonly onNotice?: (message: string) => void;
  /** Of 64 KiB. */
  readonly maximumPages?: number;
}

/** About five microseconds of one thread: below, meeting the other threads costs more than they save. */
const SMALLEST_SHARED_OPERATIONS = 8192;
const START_LIMIT_MS = 15_000;
/** A helper that sleeps wakes in some ten microseconds; one that has not after this long is gone. */
const CLAIM_LIMIT_MS = 3_000;
/** How long a single phase may take a helper longer than the leader. */
const PHASE_LIMIT_MS = 120_000;
const SLICE_MS = 500;

/**
 * Starts the helpers. When they do not start, the team is of one, and its description says why.
 */
export async function startTeam(options: TeamOptions): Promise<Team> {
  const { module, threads, spawn, onNotice, maximumPages } = options;
  const instance = instantiateKernels(module, { shared: true, maximumPages });
  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const helpers: SpawnedThread[] = [];
  const endAll = (): void => {
    for (const helper of helpers) void helper.terminate();
  };
  try {
    for (let thread = 1; thread < threads; thread++) {
      helpers.push(spawn({ module, memory: instance.memory, control, kernels: kernelNames, threads, thread }));
    }
    await withLimit(Promise.all(helpers.map((helper) => helper.ready)));
  } catch (error) {
    endAll();
    const why = `the other threads did not start (${error instanceof Error ? error.message : String(error)})`;
    onNotice?.(`Training runs on one thread: ${why}.`);
    return teamOfOne(instance, why);
  }
  return leadTeam(options, instance, wordsOf(control), mailboxOf(control), helpers, endAll);
}

function leadTeam(
  { threads, onNotice }: TeamOptions,
  instance: KernelInstance,
  control: Int32Array,
  mailbox: Float64Array,
  helpers: readonly SpawnedThread[],
  endAll: () => void,
): Team {
  let lost: string | null = null;
  let disposed = false;
  let nextProgram = 1;
  for (const helper of helpers) {
    helper.onLost((why) => {
      if (lost === null && !disposed) goOnAlone(why);
    });
  }

  function goOnAlone(why: string): void {
    lost = `a helping thread was lost (${why})`;
    endAll();
    onNotice?.(`Training goes on with one thread: ${lost}. Reload the page to have them all again.`);
  }

  function failure(): string | null {
    const failed = Atomics.load(control, words.failed);
    if (failed === 0) return null;
    const codes = control.slice(words.message, words.message + Atomics.load(control, words.messageLength));
    return `thread ${failed} of ${threads}: ${String.fromCharCode(...codes)}`;
  }

  /** Raises the generation; false when the helpers do not all answer, and then nothing has been done. */
  function begin(command: number, program: number): boolean {
    if (lost !== null || disposed) return false;
    Atomics.store(control, words.command, command);
    Atomics.store(control, words.program, program);
    Atomics.store(control, words.claims, 0);
    const generation = (Atomics.add(control, words.generation, 1) + 1) | 0;
    wake(control, words.generation);
    let waitedMs = 0;
    for (;;) {
      const claims = Atomics.load(control, words.claims);
      if (claims === threads - 1) break;
      if (!waitWhile(control, words.claims, claims, SLICE_MS)) waitedMs += SLICE_MS;
      const why = failure() ?? (waitedMs >= CLAIM_LIMIT_MS ? `no answer within ${CLAIM_LIMIT_MS / 1000} s` : null);
      if (why === null || Atomics.load(control, words.claims) === threads - 1) continue;
      // Neither the number before nor this one: whoever wakes later leaves.
      Atomics.store(control, words.go, (generation + 1) | 0);
      Atomics.notify(control, words.go);
      goOnAlone(why);
      return false;
    }
    Atomics.store(control, words.go, generation);
    wake(control, words.go);
    return true;
  }

  function meet(): void {
    const phase = arrive(control, threads);
    if (phase === null) return;
    let waitedMs = 0;
    while (Atomics.load(control, words.phase) === phase) {
      if (!waitWhile(control, words.phase, phase, SLICE_MS)) waitedMs += SLICE_MS;
      if (Atomics.load(control, words.phase) !== phase) return;
      const why = failure() ?? (waitedMs >= PHASE_LIMIT_MS ? `no answer within ${PHASE_LIMIT_MS / 1000} s` : null);
      if (why === null) continue;
      goOnAlone(why);
      throw new Error(
        `wasm executor: expected every thread to finish its part of a run, found one lost in the middle (${why}). ` +
          'What this run computed is in part old and in part new: go on from the last kept weights. One thread works from now on.',
      );
    }
  }

  function send(program: number, receiver: number, numbers: readonly number[]): boolean {
    // The letter without content at the end says that the program is complete.
    for (let from = 0; ; from += MAILBOX_NUMBERS) {
      const letter = numbers.slice(from, from + MAILBOX_NUMBERS);
      mailbox.set(letter);
      Atomics.store(control, words.receiver, receiver);
      Atomics.store(control, words.length, letter.length);
      if (!begin(commands.learn, program)) return false;
      meet();
      if (letter.length === 0) return true;
    }
  }

  function prepare(lists: readonly (readonly Step[])[]): Work {
    const program = nextProgram++;
    const { kernels } = instance;
    const own = (lists[0] ?? []).map((step) =>
      step === null ? null : { kernel: kernels[step.kernel], parameters: step.parameters },
    );
    let alone: (() => void) | null = null;
    lists.every((list, thread) => thread === 0 || send(program, thread, asNumbers(list)));
    return {
      run() {
        if (!begin(commands.run, program)) {
          alone ??= runAlone(kernels, lists);
          alone();
          return;
        }
        try {
          for (const call of own) {
            if (call === null) meet();
            else call.kernel(...call.parameters);
          }
          meet();
        } catch (error) {
          // The helpers wait in the middle of the run, for a thread that will not come.
          if (lost === null) goOnAlone(`the leading thread: ${error instanceof Error ? error.message : String(error)}`);
          throw error;
        }
      },
      dispose() {
        if (begin(commands.forget, program)) meet();
      },
    };
  }

  return {
    threads,
    smallestShared: SMALLEST_SHARED_OPERATIONS,
    instance,
    get description() {
      return lost === null ? `${threads} threads` : `1 thread: ${lost}`;
    },
    prepare,
    dispose() {
      disposed = true;
      endAll();
    },
  };
}

function asNumbers(list: readonly Step[]): readonly number[] {
  return list.flatMap((step) =>
    step === null ? [MEETING] : [kernelNames.indexOf(step.kernel), step.parameters.length, ...step.parameters],
  );
}

function withLimit<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer within ${START_LIMIT_MS / 1000} s`));
    }, START_LIMIT_MS);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
