/**
 * What differs between two records of plain data, as a record of its own, and the way back. Lists count as a whole.
 *
 * Picture: a correction slip. It says the new value of each entry that is not as it was, and which entries are gone.
 */

export type LinkValue = null | boolean | number | string | readonly LinkValue[] | LinkRecord;
export interface LinkRecord {
  readonly [name: string]: LinkValue | Absent;
}

/** Stands in a slip for an entry that is gone. */
export const absent: unique symbol = Symbol('absent');
export type Absent = typeof absent;

export function isRecord(value: unknown): value is LinkRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What must be said of `value` to somebody who knows `baseline`. Entries that are undefined count as left out. */
export function difference(value: LinkRecord, baseline: LinkRecord): LinkRecord {
  const slip: Record<string, LinkValue | Absent> = {};
  for (const name of new Set([...Object.keys(baseline), ...Object.keys(value)])) {
    const now = own(value, name);
    const before = own(baseline, name);
    if (now === undefined) {
      if (before !== undefined) slip[name] = absent;
    } else if (isRecord(now) && isRecord(before)) {
      const inner = difference(now, before);
      if (Object.keys(inner).length > 0) slip[name] = inner;
    } else if (!isSame(now, before)) slip[name] = now;
  }
  return slip;
}

/** The baseline with a slip in force. A record in place of something else is that record. */
export function corrected(baseline: LinkRecord, slip: LinkRecord): LinkRecord {
  const kept = Object.entries(baseline).filter(([name]) => own(slip, name) !== absent);
  const said = Object.entries(slip).filter(([, now]) => now !== absent);
  return Object.fromEntries([
    ...kept,
    ...said.map(([name, now]) => {
      const before = own(baseline, name);
      return [name, isRecord(now) ? corrected(isRecord(before) ? before : {}, now) : now] as const;
    }),
  ]);
}

function own(record: LinkRecord, name: string): LinkValue | Absent | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isSame(one: LinkValue | Absent | undefined, other: LinkValue | Absent | undefined): boolean {
  return one === other || (Array.isArray(one) && Array.isArray(other) && JSON.stringify(one) === JSON.stringify(other));
}
