import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { absent, corrected, difference } from './difference';
import type { LinkRecord } from './difference';

describe('difference and corrected', () => {
  const baseline = {
    scale: 'log',
    settings: { rate: 0.1, schedule: { kind: 'constant' } },
    hidden: ['lab'],
    start: null,
  };

  test('only what is not as it was is said, also deep inside', () => {
    expect(difference(baseline, baseline)).toEqual({});
    expect(difference({ ...baseline, hidden: ['lab'] }, baseline)).toEqual({});
    const other = { ...baseline, settings: { rate: 0.1, schedule: { kind: 'cosine', steps: 9 } }, hidden: [] };
    expect(difference(other, baseline)).toEqual({ settings: { schedule: { kind: 'cosine', steps: 9 } }, hidden: [] });
  });

  test('what is gone is said to be gone', () => {
    const slip = difference({ scale: 'log', settings: { schedule: {} }, start: null }, baseline);
    expect(slip).toEqual({ settings: { rate: absent, schedule: { kind: absent } }, hidden: absent });
    expect(corrected(baseline, slip)).toEqual({ scale: 'log', settings: { schedule: {} }, start: null });
  });

  test('a record in place of nothing is that record', () => {
    expect(corrected(baseline, { start: { weights: 'lenet5' } })).toMatchObject({ start: { weights: 'lenet5' } });
  });

  test('any two records: the slip makes the one of the other', () => {
    const record = fc.dictionary(
      fc.stringMatching(/^[a-e]$/),
      fc.jsonValue({ maxDepth: 3 }),
    ) as fc.Arbitrary<LinkRecord>;
    fc.assert(
      fc.property(record, record, (one, other) => {
        const [value, before] = [plain(one), plain(other)];
        expect(plain(corrected(before, difference(value, before)))).toEqual(value);
      }),
    );
  });
});

/** As JSON has it: no −0. */
function plain(value: LinkRecord): LinkRecord {
  return JSON.parse(JSON.stringify(value)) as LinkRecord;
}
