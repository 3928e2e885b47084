/** Runs one program of a gate with its output shown, and says how long it took. */
import { spawnSync } from 'node:child_process';

/** True when it exited with 0. */
export function runStep(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${title} ──`);
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: process.env });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (error !== undefined) console.error(`${title}: ${command} could not be started: ${error.message}`);
  console.log(`── ${title}: ${status === 0 ? 'passed' : 'FAILED'} after ${seconds} s ──`);
  return status === 0;
}
