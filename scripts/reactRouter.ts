/**
 * React Router's program, which drives Vite: `tsx scripts/reactRouter.ts build | dev | typegen`.
 *
 * Vite 8 prints a line for every import without a file extension that its configuration reaches, which here is the whole compiler of
 * lessons, to prepare for a loader that this book does not use. Delete this file when that warning is gone.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const program = join(dirname(createRequire(import.meta.url).resolve('@react-router/dev/package.json')), 'bin.js');
const { status, error } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' },
});
if (error !== undefined) console.error(`react-router could not be started: ${error.message}`);
process.exitCode = status ?? 1;
