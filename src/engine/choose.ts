/**
 * Which executor runs the numbers here, and why.
 *
 * Picture: a list of candidates. Each is probed (is it here? is its GPU a real one?), then must get the gradients of a small
 * network right (`selfTest.ts`), and only then may it race a few steps of LeNet-5 (`race.ts`). Where there is no real GPU nothing
 * is raced: WebAssembly is chosen at once, so that a reader's first step does not wait. The plain loops of the reference are
 * chosen only when nothing else works. A network with an op that the chosen one lacks gets the next best beside it.
 */

import type { OpName } from '../graph/graph';
import { EngineError } from './engineError';
import type { Executor, ExecutorName } from './executors/executor';
import type { Environment, ExecutorReport } from './protocol';

export type Probe =
  | { readonly available: true; readonly software: boolean; readonly detail: string }
  | { readonly available: false; readonly detail: string };

type Missing = Readonly<Partial<Record<OpName, string>>>;

export interface Candidate {
  readonly name: ExecutorName;
  /** Ops that it cannot compute, with the reason. */
  readonly missing?: Missing;
  /** Cheap: loads no library. */
  probe(): Promise<Probe>;
  create(): Promise<Executor>;
}

export interface ChooserOptions {
  /** Without the reference, in the order in which a reader sees them. */
  readonly candidates: readonly Candidate[];
  readonly reference: () => Executor;
  /** Null when the gradients are right; else what is wrong. */
  readonly selfTest: (executor: Executor) => Promise<string | null>;
  /** Median milliseconds of a training step of LeNet-5, batch 32. */
  readonly race: (executor: Executor) => Promise<number>;
  readonly onProgress?: (task: string, done: number, total: number) => void;
}

export interface Chooser {
  /** Probes, tests and races on first use; then from memory. */
  environment(): Promise<Environment>;
  executor(): Promise<Executor>;
  /**
   * The chosen executor, or, where it lacks one of these ops, the first that has them all, and why. The latter lives beside the chosen
   * one until another is chosen.
   */
  executorFor(ops: Iterable<OpName>): Promise<{ readonly executor: Executor; readonly why: string | null }>;
  /**
   * The reader's choice. Disposes the executor before, because two GPU executors cannot live side by side: its runs must have
   * been closed. When the new one fails, the one before is made again.
   *
   * @throws EngineError `unavailable`
   */
  choose(name: ExecutorName): Promise<Environment>;
  /** Never again this one, and the best of the others now. */
  exclude(name: ExecutorName, why: string): Promise<Environment>;
}

interface Entry {
  readonly name: ExecutorName;
  readonly missing: Missing;
  readonly create: () => Promise<Executor>;
  probe: Probe;
  tested: boolean;
  stepMs: number | null;
}

export function createChooser(options: ChooserOptions): Chooser {
  let surveyed: Promise<void> | null = null;
  let entries: Entry[] = [];
  let chosen: Executor | null = null;
  /** For networks that the chosen one cannot run. */
  let standIn: Executor | null = null;
  let reason = '';

  /** Makes the executor; the first time, holds its gradients against the reference. What fails is unavailable from then on. */
  async function make(entry: Entry): Promise<Executor | null> {
    if (!entry.probe.available) return null;
    const { detail } = entry.probe;
    try {
      const executor = await entry.create();
      const fault = entry.tested ? null : await testOrDispose(executor);
      if (fault === null) {
        entry.tested = true;
        entry.probe = { ...entry.probe, detail: describe(executor.description, detail) };
        return executor;
      }
      executor.dispose();
      entry.probe = { available: false, detail: `${detail}: its gradients are wrong here (${fault})` };
    } catch (error) {
      entry.probe = { available: false, detail: `${detail}: does not work here (${words(error)})` };
    }
    return null;
  }

  async function testOrDispose(executor: Executor): Promise<string | null> {
    try {
      return await options.selfTest(executor);
    } catch (error) {
      executor.dispose();
      throw error;
    }
  }

  /** One after the other: two GPU executors cannot live side by side. */
  async function race(racers: readonly Entry[]): Promise<void> {
    for (const [index, entry] of racers.entries()) {
      options.onProgress?.('Measuring what trains fastest here', index, racers.length);
      if (entry.stepMs !== null) continue;
      const executor = await make(entry);
      if (executor === null) continue;
      try {
        entry.stepMs = await options.race(executor);
      } catch (error) {
        entry.probe = { available: false, detail: `${entry.probe.detail}: failed in the race (${words(error)})` };
      }
      executor.dispose();
    }
    options.onProgress?.('Measuring what trains fastest here', racers.length, racers.length);
  }

  /** Leaves the best executor in `chosen`. */
  async function pick(): Promise<void> {
    const real = entries.filter((entry) => entry.probe.available && !entry.probe.software);
    if (real.length > 1) await race(real);
    const standing = real
      .filter((entry) => entry.probe.available)
      .sort((a, b) => (a.stepMs ?? Infinity) - (b.stepMs ?? Infinity));
    const raced = standing.filter((entry) => entry.stepMs !== null);
    const software = entries.find((entry) => entry.probe.available && entry.probe.software);
    for (const entry of standing) {
      chosen = await make(entry);
      if (chosen === null) continue;
      const times = raced.map(({ name, stepMs }) => `${name} ${stepMs?.toFixed(1) ?? '–'} ms`).join(', ');
      reason =
        raced.length > 1
          ? `fastest in a race of ${raced.length}: ${times} a step`
          : software !== undefined
            ? `the GPU here is made of software (${software.probe.detail}), which is slower`
            : 'the only one that works here';
      return;
    }
    const others = entries.map(({ name, probe }) => `${name}: ${probe.detail}`).join('; ');
    chosen = options.reference();
    reason = `nothing faster works here (${others}); plain loops are slow, but true`;
  }

  function survey(): Promise<void> {
    surveyed ??= (async () => {
      entries = await Promise.all(
        options.candidates.map(async (candidate) => ({
          name: candidate.name,
          missing: candidate.missing ?? {},
          create: () => candidate.create(),
          probe: await candidate.probe().catch((error: unknown): Probe => ({ available: false, detail: words(error) })),
          tested: false,
          stepMs: null,
        })),
      );
      await pick();
    })();
    return surveyed;
  }

  function current(): Executor {
    if (chosen === null) throw new Error('internal: no executor was chosen.');
    return chosen;
  }

  function environmentNow(): Environment {
    const reports: ExecutorReport[] = entries.map(({ name, probe, missing, stepMs }) => {
      const lacks = [...new Set(Object.values(missing))].map((why) => {
        const without = Object.entries(missing).flatMap(([op, reason]) => (reason === why ? [op] : []));
        return `no ${without.join(', ')} (${why})`;
      });
      return {
        name,
        available: probe.available,
        detail: probe.available ? [probe.detail, ...lacks].join('; ') : probe.detail,
        stepMs,
      };
    });
    const executor = current();
    if (executor.name === 'reference') {
      reports.push({ name: 'reference', available: true, detail: executor.description, stepMs: null });
    }
    return { executors: reports, chosen: executor.name, reason };
  }

  function disposeChosen(): void {
    for (const executor of [chosen, standIn]) {
      try {
        executor?.dispose();
      } catch {
        // A lost GPU has nothing left to free.
      }
    }
    chosen = null;
    standIn = null;
  }

  /** Why an executor cannot run a network of these ops; null when it can. */
  function lackOf({ name, missing }: Pick<Entry, 'name' | 'missing'>, ops: Iterable<OpName>): string | null {
    for (const op of ops) {
      const why = missing[op];
      if (why !== undefined) return `${name} cannot compute ${op}: ${why}`;
    }
    return null;
  }

  return {
    async environment() {
      await survey();
      return environmentNow();
    },
    async executor() {
      await survey();
      return current();
    },
    async executorFor(ops) {
      await survey();
      const executor = current();
      const entry = entries.find(({ name }) => name === executor.name);
      const why = entry === undefined ? null : lackOf(entry, ops);
      if (why === null) return { executor, why };
      for (const other of entries) {
        if (standIn !== null) break;
        if (lackOf(other, ops) === null) standIn = await make(other);
      }
      standIn ??= options.reference();
      return { executor: standIn, why };
    },
    async choose(name) {
      await survey();
      const before = current().name;
      if (before === name) return environmentNow();
      const entry = entries.find((candidate) => candidate.name === name);
      if (entry?.probe.available === true) {
        disposeChosen();
        chosen = await make(entry);
        if (chosen !== null) {
          reason = 'chosen by the reader';
          return environmentNow();
        }
        const old = entries.find((candidate) => candidate.name === before);
        chosen = (old === undefined ? null : await make(old)) ?? options.reference();
      }
      throw new EngineError(
        'unavailable',
        `${name} cannot be used here: ${entry?.probe.detail ?? 'it is not offered'}.`,
      );
    },
    async exclude(name, why) {
      await survey();
      const entry = entries.find((candidate) => candidate.name === name);
      if (entry !== undefined) entry.probe = { available: false, detail: why };
      if (current().name === name) {
        disposeChosen();
        await pick();
        reason = `${name} ${why}; ${reason}`;
      }
      return environmentNow();
    },
  };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the executor says of itself, and the adapter's name where the probe knew it. */
function describe(description: string, probed: string): string {
  return probed === '' || description.includes(probed) ? description : `${description}, ${probed}`;
}
