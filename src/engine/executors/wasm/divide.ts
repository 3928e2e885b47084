/**
 * Who does what, and where threads must meet: decided once, when a program is compiled.
 *
 * Picture: the units of a call (rows, images, channels, elements) are a bar, cut into as many pieces of nearly one length as there
 * are threads, at multiples that the kernel can take. A call that is over sooner than the threads have met is left to one of
 * them. Each thread gets a list of its own; the lists are cut into phases by meetings. Within a phase no thread touches bytes that
 * another one writes; so that a thread may hurry on through its images, from convolution to rectifier to pool, without waiting.
 *
 * Deliberately not here: what a unit is and which arguments belong to a range of them; who records the call knows (`recorder.ts`).
 */
import type { KernelName } from './kernels';
import { rootOf, type Buffer, type Call, type Parameter } from './memoryPlan';
import { BYTES_PER_VALUE } from './recorder';

/** One kernel call of one thread; null: wait here until all threads have come. */
export type Step = { readonly kernel: KernelName; readonly parameters: readonly number[] } | null;

/** The units `from` … `to` − 1 of a call. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

function operationsOf({ reads, writes, division }: Call): number {
  return division?.operations ?? [...reads, ...writes].reduce((sum, buffer) => sum + buffer.bytes, 0) / BYTES_PER_VALUE;
}

/** What each thread takes of a call, null where nothing is left for it; or null when one thread shall make the whole call. */
export function cut(call: Call, threads: number, smallest: number): readonly (Piece | null)[] | null {
  const { division } = call;
  if (!division || threads === 1 || operationsOf(call) < smallest) return null;
  const { units, multiple = 1 } = division;
  const pieces = Math.ceil(units / multiple);
  if (pieces < 2) return null;
  const place = (part: number): number => Math.min(units, Math.round((part * pieces) / threads) * multiple);
  return Array.from({ length: threads }, (_, part) => {
    const [from, to] = [place(part), place(part + 1)];
    return from < to ? { from, to } : null;
  });
}

/** Bytes that a thread reads or writes. */
interface Touch {
  readonly thread: number;
  readonly from: number;
  readonly to: number;
  readonly writes: boolean;
}

/**
 * The steps of each thread. All lists have the same number of meetings; the end of the program is none of them.
 *
 * @param addressOf where a buffer lies. @param smallest calls of fewer operations are left to one thread.
 */
export function stepsOf(
  calls: readonly Call[],
  threads: number,
  addressOf: (buffer: Buffer) => number,
  smallest: number,
): readonly (readonly Step[])[] {
  const steps: Step[][] = Array.from({ length: threads }, () => []);
  /** What was touched since the last meeting. */
  let touched: Touch[] = [];
  /** How much each thread has had to do since then. */
  let loads = steps.map(() => 0);

  const valueOf = (parameter: Parameter): number => {
    if (typeof parameter === 'number') return parameter;
    return 'offsetBytes' in parameter ? addressOf(parameter.buffer) + parameter.offsetBytes : addressOf(parameter);
  };

  function touchesOf(call: Call, thread: number, piece: Piece | null): readonly Touch[] {
    const touch = (buffer: Buffer, writes: boolean): Touch => {
      const address = addressOf(buffer);
      const { bytes } = rootOf(buffer);
      const { division } = call;
      const among = (share: number, from: number, to: number): Touch => {
        return { thread, from: address + from * share, to: address + to * share, writes };
      };
      if (piece !== null && division?.sliced?.includes(buffer) === true) {
        return among(buffer.bytes / division.units, piece.from, piece.to);
      }
      if (piece !== null && division?.scratch?.includes(buffer) === true) {
        return among(buffer.bytes / threads, thread, thread + 1);
      }
      return { thread, from: address, to: address + bytes, writes };
    };
    return [...call.reads.map((buffer) => touch(buffer, false)), ...call.writes.map((buffer) => touch(buffer, true))];
  }

  /** The threads on whose bytes this would tread. */
  function conflicts(touches: readonly Touch[]): ReadonlySet<number> {
    const others = new Set<number>();
    for (const now of touches) {
      for (const before of touched) {
        if ((now.writes || before.writes) && now.from < before.to && before.from < now.to) others.add(before.thread);
      }
    }
    return others;
  }

  function meet(): void {
    for (const list of steps) list.push(null);
    touched = [];
    loads = steps.map(() => 0);
  }

  /** A call for one thread: who has already touched its bytes, else who has least to do. */
  function soloist(call: Call): number {
    const others = [...conflicts(touchesOf(call, 0, null))];
    if (others.length > 1) meet();
    return others.length === 1 ? others[0]! : loads.indexOf(Math.min(...loads));
  }

  for (const call of calls) {
    const pieces = cut(call, threads, smallest);
    const operations = operationsOf(call);
    if (pieces === null || !call.division) {
      const thread = soloist(call);
      touched.push(...touchesOf(call, thread, null));
      loads[thread]! += operations;
      steps[thread]!.push({ kernel: call.kernel, parameters: call.parameters.map(valueOf) });
      continue;
    }
    const { division } = call;
    const touches = pieces.map((piece, thread) => (piece === null ? [] : touchesOf(call, thread, piece)));
    if (touches.some((own, thread) => [...conflicts(own)].some((other) => other !== thread))) meet();
    pieces.forEach((piece, thread) => {
      if (piece === null) return;
      touched.push(...touches[thread]!);
      loads[thread]! += (operations * (piece.to - piece.from)) / division.units;
      const parameters = division.parameters(piece.from, piece.to, thread).map(valueOf);
      steps[thread]!.push({ kernel: call.kernel, parameters });
    });
  }
  return steps;
}
