/** Counts tests from the JSON reports of Vitest and Playwright. Pure: the programs are run elsewhere. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A test file that cannot even be loaded counts as one failure. */
export function vitestTally(report: unknown): Tally {
  const files = (report as VitestReport).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const brokenFiles = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length + brokenFiles.length,
    skipped: tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').map((test) => test.fullName),
  };
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped' }[];
  }[];
}

function specsOf(suite: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']> {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

/** A flaky test passed in the end; it counts as passed. */
export function playwrightTally(report: unknown): Tally {
  const { suites, errors } = report as { suites: readonly PlaywrightSuite[]; errors?: readonly unknown[] };
  const all = suites.flatMap(specsOf).flatMap((spec) => spec.tests.map((test) => ({ title: spec.title, ...test })));
  return {
    passed: all.filter((test) => test.status === 'expected' || test.status === 'flaky').length,
    failed: all.filter((test) => test.status === 'unexpected').length + (errors?.length ?? 0),
    skipped: all.filter((test) => test.status === 'skipped').map((test) => test.title),
  };
}

/** `N passed, N failed`, with `, N skipped` where there are any. */
export function sumLine(tallies: readonly Tally[]): string {
  const sum = (count: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + count(tally), 0);
  const skipped = sum((tally) => tally.skipped.length);
  const line = `${sum((tally) => tally.passed)} passed, ${sum((tally) => tally.failed)} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
