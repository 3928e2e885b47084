/**
 * Who does what in a call that several threads share: decided once, when a program is compiled.
 *
 * Picture: the units of a call (rows, images, channels, elements) are a bar, cut into as many pieces of nearly one length as there
 * are threads, at multiples that the kernel can take. A call that is over sooner than the threads have met is left to the first.
 *
 * Deliberately not here: what a unit is and which arguments belong to a range of them; who records the call knows (`recorder.ts`).
 */
import type { Call, Parameter } from './memoryPlan';
import { BYTES_PER_VALUE } from './recorder';

/** About five microseconds of one thread: below, meeting the other threads costs more than they save. */
export const SMALLEST_SHARED_OPERATIONS = 8192;

function operationsOf({ reads, writes, division }: Call): number {
  return division?.operations ?? [...reads, ...writes].reduce((sum, buffer) => sum + buffer.bytes, 0) / BYTES_PER_VALUE;
}

/**
 * The parameters of the call for each thread; null where a thread has nothing to do.
 *
 * @param smallest calls of fewer operations stay with the first thread.
 */
export function partsOf(
  call: Call,
  threads: number,
  smallest = SMALLEST_SHARED_OPERATIONS,
): readonly (readonly Parameter[] | null)[] {
  const { division } = call;
  const wholly = Array.from({ length: threads }, (_, part) => (part === 0 ? call.parameters : null));
  if (division === undefined || division === null || threads === 1 || operationsOf(call) < smallest) return wholly;
  const { units, multiple = 1 } = division;
  const pieces = Math.ceil(units / multiple);
  if (pieces < 2) return wholly;
  const cut = (part: number): number => Math.min(units, Math.round((part * pieces) / threads) * multiple);
  return wholly.map((_, part) => {
    const [from, to] = [cut(part), cut(part + 1)];
    return from < to ? division.parameters(from, to, part) : null;
  });
}
