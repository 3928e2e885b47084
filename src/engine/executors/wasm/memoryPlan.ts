/**
 * Where the values of a program lie: computed once, before the first step, from who writes and reads what when.
 *
 * Picture: time runs over the list of kernel calls; each buffer is a bar from the call that writes it first to the call that
 * reads it last. Two buffers may lie in the same bytes if their bars do not overlap. Three passes:
 *
 * 1. `placeUpdates`: the next value of a slot is written straight into the slot if nobody reads the old value afterwards;
 *    otherwise it gets bytes of its own and is copied at the end.
 * 2. `shareInPlace`: a call that may overwrite an input which nobody reads afterwards does so.
 * 3. `assignOffsets`: largest bar first, each at the lowest offset that is free during its whole life.
 */
import { roundUpToLine } from './heap';
import type { KernelName } from './kernels';

export interface Buffer {
  readonly label: string;
  readonly bytes: number;
  /**
   * planned: lives from first write to last read. pinned: owned by the program and kept between runs (inputs, scalars,
   * constants, tables). slot: owned by the parameter store, or
   * stored bytes.
   */
  readonly place: 'planned' | 'pinned' | 'slot';
  /** A planned buffer that must survive the run, because it can be read back. */
  kept: boolean;
  /** The buffer whose bytes it uses, once merged. */
  mergedInto: Buffer | null;
  /** Known from the start for slots, else set when the program is laid out. */
  address: number;
}

/** An argument of a kernel: a number, the address of a buffer, or a place inside a buffer. */
export type Parameter = number | Buffer | { readonly buffer: Buffer; readonly offsetBytes: number };

/**
 * How several threads may share one call: each takes a range of units. No sum may depend on where the cuts lie, no unit may
 * write bytes of another, and none may read what another writes.
 */
export interface Division {
  /** How many rows, images, channels or elements there are to share out. */
  readonly units: number;
  /** Cuts lie at multiples of it: 1 unless said. */
  readonly multiple?: number;
  /** About how many multiply-adds or values the whole call goes through; the values of its buffers unless said. */
  readonly operations?: number;
  /**
   * Those of the call's buffers of which the units `from` … `to` − 1 touch only their share of the bytes, in order. Threads that keep
   * to shares of their own need not wait for each other between calls.
   */
  readonly sliced?: readonly Buffer[];
  /** Scratch of which each thread uses an equal share of its own: `part` times that share from its beginning. */
  readonly scratch?: readonly Buffer[];
  /** The parameters of the call for the units `from` … `to` − 1; `part` counts the threads, for scratch of their own. */
  parameters(from: number, to: number, part: number): readonly Parameter[];
}

/** One kernel call: a function and its arguments, buffers standing for their addresses. */
export interface Call {
  readonly kernel: KernelName;
  readonly parameters: readonly Parameter[];
  /** Absent or null: one thread makes the whole call. */
  readonly division?: Division | null;
  readonly reads: readonly Buffer[];
  readonly writes: readonly Buffer[];
  /** Reads that the written buffer may share bytes with: element i of the result needs only element i of these. */
  readonly overwritable: readonly Buffer[];
}

/** After a run, the slot's bytes hold what `value` held. */
export interface SlotUpdate {
  readonly slot: Buffer;
  readonly value: Buffer;
}

export function createBuffer(label: string, bytes: number, place: Buffer['place'], address = -1): Buffer {
  return { label, bytes, place, kept: false, mergedInto: null, address };
}

export function rootOf(buffer: Buffer): Buffer {
  let root = buffer;
  while (root.mergedInto !== null) root = root.mergedInto;
  return root;
}

function uses(call: Call, root: Buffer): boolean {
  return call.reads.some((buffer) => rootOf(buffer) === root) || call.writes.some((buffer) => rootOf(buffer) === root);
}

function copyCall(from: Buffer, to: Buffer): Call {
  return { kernel: 'copy', parameters: [from, to, to.bytes], reads: [from], writes: [to], overwritable: [] };
}

/** Merges values into their slots where that is safe and returns the calls with the copies that remain appended. */
export function placeUpdates(calls: readonly Call[], updates: readonly SlotUpdate[]): readonly Call[] {
  const copies: Call[] = [];
  for (const { slot, value } of updates) {
    if (rootOf(value) === slot) continue;
    const written = calls.findIndex((call) => call.writes.some((buffer) => rootOf(buffer) === rootOf(value)));
    const write = calls[written];
    const safe =
      write !== undefined &&
      value.place === 'planned' &&
      value.mergedInto === null &&
      !value.kept &&
      // The writing call may read the old value only element by element.
      write.reads.every((buffer) => rootOf(buffer) !== slot || write.overwritable.includes(buffer)) &&
      write.writes.every((buffer) => rootOf(buffer) !== slot) &&
      calls.slice(written + 1).every((call) => !uses(call, slot));
    if (safe) value.mergedInto = slot;
    else copies.push(copyCall(value, slot));
  }
  return [...calls, ...copies];
}

/** Lets results take over the bytes of inputs that die with the call. */
export function shareInPlace(calls: readonly Call[]): void {
  const lastUse = new Map<Buffer, number>();
  const firstUse = new Map<Buffer, number>();
  calls.forEach((call, time) => {
    for (const buffer of [...call.reads, ...call.writes]) {
      const root = rootOf(buffer);
      lastUse.set(root, time);
      if (!firstUse.has(root)) firstUse.set(root, time);
    }
  });
  calls.forEach((call, time) => {
    for (const result of call.writes) {
      if (result.place !== 'planned' || result.mergedInto !== null || firstUse.get(result) !== time) continue;
      const host = call.overwritable.map(rootOf).find(
        (root) =>
          root !== result &&
          root.place === 'planned' &&
          !root.kept &&
          root.bytes === result.bytes &&
          lastUse.get(root) === time &&
          // Not when the same bytes are also read in another role.
          call.reads.every((buffer) => rootOf(buffer) !== root || call.overwritable.includes(buffer)),
      );
      if (host === undefined) continue;
      result.mergedInto = host;
      host.kept = result.kept;
      lastUse.set(host, lastUse.get(result) ?? time);
    }
  });
}

/** Gives every planned buffer an address from `base` on. Returns the bytes used. */
export function assignOffsets(calls: readonly Call[], base: number): number {
  const lives = new Map<Buffer, { buffer: Buffer; from: number; to: number; bytes: number; offset: number }>();
  calls.forEach((call, time) => {
    for (const buffer of [...call.reads, ...call.writes].map(rootOf)) {
      if (buffer.place !== 'planned') continue;
      const life = lives.get(buffer);
      const to = buffer.kept ? Infinity : time;
      if (life) life.to = to;
      else lives.set(buffer, { buffer, from: time, to, bytes: roundUpToLine(buffer.bytes), offset: -1 });
    }
  });
  const placed: { from: number; to: number; bytes: number; offset: number }[] = [];
  let used = 0;
  for (const life of [...lives.values()].sort((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    const neighbours = placed.filter((other) => other.from <= life.to && life.from <= other.to);
    neighbours.sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of neighbours) {
      if (offset + life.bytes <= other.offset) break;
      offset = Math.max(offset, other.offset + other.bytes);
    }
    life.offset = offset;
    life.buffer.address = base + offset;
    placed.push(life);
    used = Math.max(used, offset + life.bytes);
  }
  return used;
}
