/**
 * `npm test`: everything a clone needs, then every test, then one line that sums them.
 *
 * Finds or installs Chromium, builds the book (the end-to-end tests read the built one), runs Vitest (projects `node` and
 * `browser`) and Playwright, and names what was skipped. The last line is `N passed, N failed, N skipped`; the exit status is
 * 0 only when nothing failed.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureChromium } from './chromium';
import { runStep } from './steps';
import { playwrightTally, sumLine, vitestTally, type Tally } from './tally';

const reports = '.cache/reports';

function readTally(file: string, parse: (report: unknown) => Tally, program: string): Tally {
  try {
    return parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    console.error(`${program} left no readable report in ${file}: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
process.env['CHROMIUM'] = ensureChromium();

const built = runStep('build', 'npm', ['run', 'build', '--silent']);
const unitsPassed = runStep('unit, architecture, content, conformance', 'npx', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reports}/vitest.json`,
]);
const units = readTally(`${reports}/vitest.json`, vitestTally, 'Vitest');
const endToEndPassed = built && runStep('end to end', 'npx', ['playwright', 'test']);
const endToEnd = built
  ? readTally(`${reports}/playwright.json`, playwrightTally, 'Playwright')
  : { passed: 0, failed: 1, skipped: ['end to end: the book did not build'] };

for (const title of [...units.skipped, ...endToEnd.skipped]) console.log(`skipped: ${title}`);
const line = sumLine([units, endToEnd]);
const succeeded = built && unitsPassed && endToEndPassed;
if (!succeeded && line.includes(' 0 failed')) console.log('A test program failed outside its tests; see above.');
console.log(line);
process.exitCode = succeeded ? 0 : 1;
