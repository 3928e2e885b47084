import { expect, test } from 'vitest';
import { playwrightTally, sumLine, vitestTally } from './tally';

const test1 = (status: string, fullName = status) => ({ status, fullName });

test('Vitest: counts tests, names skipped ones, and a file that does not load is a failure', () => {
  const tally = vitestTally({
    testResults: [
      {
        name: 'a',
        status: 'failed',
        assertionResults: [test1('passed'), test1('failed'), test1('skipped', 'needs MNIST')],
      },
      { name: 'b', status: 'failed', assertionResults: [] },
    ],
  });
  expect(tally).toEqual({ passed: 1, failed: 2, skipped: ['needs MNIST'] });
});

test('Playwright: counts nested suites; errors outside tests are failures', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const tally = playwrightTally({
    suites: [
      { specs: [spec('one', 'expected')], suites: [{ specs: [spec('two', 'unexpected'), spec('three', 'skipped')] }] },
      { specs: [spec('four', 'flaky')] },
    ],
    errors: [{ message: 'no server' }],
  });
  expect(tally).toEqual({ passed: 2, failed: 2, skipped: ['three'] });
});

test('the last line', () => {
  expect(sumLine([{ passed: 3, failed: 0, skipped: [] }])).toBe('3 passed, 0 failed');
  expect(
    sumLine([
      { passed: 3, failed: 0, skipped: ['a'] },
      { passed: 2, failed: 1, skipped: ['b'] },
    ]),
  ).toBe('5 passed, 1 failed, 2 skipped');
});
