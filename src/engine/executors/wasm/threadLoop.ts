/**
 * What a helping thread does, and how threads meet. Runs in workers of the browser and of Node alike.
 *
 * Picture: a thread sleeps on a word of shared memory, the generation. Whoever leads writes a command and raises the generation. Every
 * thread claims the command, and goes ahead once the leader has seen all claims; so that a leader who misses a claim can call
 * it off before anything was computed, and do the work alone. At a meeting each thread counts itself in; the last one opens the
 * next phase. Who waits looks again and again for some microseconds, because most meetings are short, and then sleeps: between runs
 * a thread costs nothing.
 *
 * A thread never returns to its event loop, so programs cannot be posted to it. They come as numbers through a mailbox, in pieces.
 *
 * Imports nothing, because Node gets this file alone, as JavaScript (`scripts/kernels.ts`).
 */

/** What a new thread is handed. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** Exports of the module; programs name kernels by their place in this list. */
  readonly kernels: readonly string[];
  /** How many threads there are, the leader among them. */
  readonly threads: number;
  /** Which one this is: 1 … threads − 1; the leader is 0. */
  readonly thread: number;
}

/** Words of the control block. Those that threads wait for lie in lines of their own. */
export const words = {
  generation: 0,
  go: 16,
  claims: 32,
  phase: 48,
  arrivals: 64,
  sleepers: 80,
  command: 96,
  program: 97,
  receiver: 98,
  length: 99,
  /** 1 + the thread that failed, 0 while none has. */
  failed: 100,
  messageLength: 101,
  message: 102,
} as const;
export const LONGEST_MESSAGE = 200;
const CONTROL_WORDS = 512;
/** Numbers that go through the mailbox at once. */
export const MAILBOX_NUMBERS = 8192;
export const CONTROL_BYTES = CONTROL_WORDS * 4 + MAILBOX_NUMBERS * 8;

export const commands = { run: 0, learn: 1, forget: 2 } as const;
/** In a program's numbers, where otherwise a kernel's index stands. */
export const MEETING = -1;
/** Looks at a word before going to sleep: some ten microseconds. */
const LOOKS = 20_000;

export function wordsOf(control: SharedArrayBuffer): Int32Array {
  return new Int32Array(control, 0, CONTROL_WORDS);
}

export function mailboxOf(control: SharedArrayBuffer): Float64Array {
  return new Float64Array(control, CONTROL_WORDS * 4, MAILBOX_NUMBERS);
}

/** Waits until the word is no longer `value`; false when it still is after `limitMs` of sleep. */
export function waitWhile(control: Int32Array, word: number, value: number, limitMs = Infinity): boolean {
  for (let look = 0; look < LOOKS; look++) if (Atomics.load(control, word) !== value) return true;
  Atomics.add(control, words.sleepers, 1);
  const outcome = Atomics.wait(control, word, value, limitMs);
  Atomics.sub(control, words.sleepers, 1);
  return outcome !== 'timed-out' && Atomics.load(control, word) !== value;
}

/** Wakes who sleeps on a word that was changed. */
export function wake(control: Int32Array, word: number): void {
  if (Atomics.load(control, words.sleepers) > 0) Atomics.notify(control, word);
}

/** Counts this thread in. Returns null if it was the last, and the phase has been opened; else the phase to wait for the end of. */
export function arrive(control: Int32Array, threads: number): number | null {
  const phase = Atomics.load(control, words.phase);
  if (Atomics.add(control, words.arrivals, 1) < threads - 1) return phase;
  Atomics.store(control, words.arrivals, 0);
  Atomics.add(control, words.phase, 1);
  wake(control, words.phase);
  return null;
}

type Call = { readonly kernel: (...parameters: number[]) => void; readonly parameters: readonly number[] } | null;

/** Serves until it fails or is ended from outside. `ready` is called once, before the first wait. */
export function serveThread(start: ThreadStart, ready: () => void): void {
  const { memory, threads, thread } = start;
  const control = wordsOf(start.control);
  const mailbox = mailboxOf(start.control);
  try {
    const abort = (): never => {
      throw new Error('aborted');
    };
    const { exports } = new WebAssembly.Instance(start.module, { env: { memory, abort } });
    const kernels = start.kernels.map((name) => exports[name] as (...parameters: number[]) => void);
    const programs = new Map<number, Call[]>();
    let incoming: number[] = [];

    const meet = (): void => {
      const phase = arrive(control, threads);
      while (phase !== null && Atomics.load(control, words.phase) === phase) waitWhile(control, words.phase, phase);
    };
    const learn = (program: number, length: number): void => {
      if (length > 0) {
        for (let i = 0; i < length; i++) incoming.push(mailbox[i] ?? NaN);
        return;
      }
      // A letter without content ends the program.
      const calls: Call[] = [];
      for (let at = 0; at < incoming.length;) {
        const index = incoming[at] ?? NaN;
        if (index === MEETING) {
          calls.push(null);
          at += 1;
          continue;
        }
        const kernel = kernels[index];
        const end = at + 2 + (incoming[at + 1] ?? NaN);
        if (kernel === undefined || !(end <= incoming.length)) throw new Error(`no kernel ${index} at ${at}`);
        calls.push({ kernel, parameters: incoming.slice(at + 2, end) });
        at = end;
      }
      programs.set(program, calls);
      incoming = [];
    };

    let generation = Atomics.load(control, words.generation);
    ready();
    for (;;) {
      while (Atomics.load(control, words.generation) === generation) waitWhile(control, words.generation, generation);
      generation = Atomics.load(control, words.generation);
      const before = (generation - 1) | 0;
      Atomics.add(control, words.claims, 1);
      wake(control, words.claims);
      while (Atomics.load(control, words.go) === before) waitWhile(control, words.go, before);
      // Called off: the leader goes on alone.
      if (Atomics.load(control, words.go) !== generation) return;
      const program = Atomics.load(control, words.program);
      switch (Atomics.load(control, words.command)) {
        case commands.run: {
          const calls = programs.get(program);
          if (calls === undefined) throw new Error(`no program ${program}`);
          for (const call of calls) {
            if (call === null) meet();
            else call.kernel(...call.parameters);
          }
          break;
        }
        case commands.learn:
          if (Atomics.load(control, words.receiver) === thread) learn(program, Atomics.load(control, words.length));
          break;
        default:
          programs.delete(program);
      }
      meet();
    }
  } catch (error) {
    const text = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_MESSAGE);
    for (let i = 0; i < text.length; i++) Atomics.store(control, words.message + i, text.charCodeAt(i));
    Atomics.store(control, words.messageLength, text.length);
    Atomics.store(control, words.failed, thread + 1);
    Atomics.notify(control, words.phase);
    Atomics.notify(control, words.claims);
  }
}
