import { expect, test } from 'vitest';
import { resultsText } from './results';
import { sectionsAsked } from './sections';

test('results name date, processor, command, and hold the table and what was left out', () => {
  const text = resultsText(
    { date: '2026-01-02', processor: 'A processor', cores: 2, command: 'npm run bench' },
    [
      { name: 'step', unit: 'ms', value: 2, peer: null, ratio: null },
      { name: 'step', unit: 'ms', value: 300, peer: 'Other', ratio: 150 },
    ],
    ['Nothing else ran.'],
  );
  expect(text).toContain('- Date: 2026-01-02\n- Processor: A processor, 2 cores\n');
  expect(text).toContain('Written by `npm run bench`');
  expect(text).toContain(
    '| step | **Receptive Field** | 2.00 ms |  |\n| step | Other | 300 ms | 150× |\n\nNothing else ran.\n',
  );
});

test('sections: all but page, data and lab when none is named; a misspelt one is refused', () => {
  expect(sectionsAsked([])).toEqual(['lenet', 'networks', 'threads']);
  expect(sectionsAsked(['page', 'lenet'])).toEqual(['page', 'lenet']);
  expect(sectionsAsked(['all'])).toEqual([...sectionsAsked([]), 'lab', 'data', 'page']);
  expect(() => sectionsAsked(['lennet'])).toThrow(
    /^bench: expected sections out of lenet, .*, or all, found “lennet”\. Name one/,
  );
});
