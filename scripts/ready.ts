/**
 * `npm run ready`: every gate, in the order in which they are quickest to fail: types, lint, format, then `npm test`.
 * It goes on after a failure so that one run shows everything, and ends with the line that sums the tests.
 */
import { spawnSync } from 'node:child_process';
import { runStep } from './steps';

const gates = [
  runStep('types', 'npm', ['run', 'types', '--silent']),
  runStep('lint', 'npm', ['run', 'lint', '--silent']),
  runStep('format', 'npm', ['run', 'format', '--silent']),
];
if (gates.includes(false)) console.error('A gate before the tests failed; see above.');
// Not a step: its summing line is to be the last one.
const tested = spawnSync('npx', ['tsx', 'scripts/test.ts'], { stdio: 'inherit' }).status === 0;
process.exitCode = tested && !gates.includes(false) ? 0 : 1;
