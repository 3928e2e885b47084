import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildKernels, isUpToDate, type KernelPaths } from './kernels';

describe('buildKernels', () => {
  let folder: string;
  let paths: KernelPaths;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kernels-'));
    paths = { sources: folder, threadLoop: null, output: path.join(folder, 'build') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const writeEntry = (text: string): Promise<void> => writeFile(path.join(folder, 'kernels.as.ts'), text);

  test('compiles once, then only when a source is newer', { timeout: 120_000 }, async () => {
    await writeEntry('export function one(): i32 { return 1; }');
    expect(await buildKernels(paths)).toBe(true);
    expect(await buildKernels(paths)).toBe(false);
    const later = performance.timeOrigin / 1000 + 3600;
    await utimes(path.join(folder, 'kernels.as.ts'), later, later);
    expect(await isUpToDate(paths)).toBe(false);
  });

  test('an error names file, line and column, and what to do', { timeout: 120_000 }, async () => {
    await writeEntry('export function wrong(): i32 {\n  return nothing;\n}\n');
    await expect(buildKernels(paths)).rejects.toThrow(
      /do not compile:[^]*Cannot find name 'nothing'[^]*kernels\.as\.ts\(2,10\)[^]*npm run kernels/,
    );
  });
});
