/**
 * `npm run bench -- [SECTION …] [--quick] [--json FILE] [--calls NETWORK]`: times training steps (batch 32, Adam) on our kernels and on
 * other engines, in the same run on the same machine, and prints medians and ratios.
 *
 * Sections (all but `lab`, `data` and `page` when none is named, every one for `all`): `lenet` against every peer, `networks` against PyTorch and
 * against the machine's own matrix-product rate, `threads` two threads against one, `lab` what keeping and comparing
 * runs costs, `data` what the book makes, `page` the built book in
 * Chromium (`npm run build` first for the last three). `--quick` takes fewer steps; `--json` writes the rows; `--calls` lists the time of each
 * kernel call of a network instead. With every section and without `--quick` the results are written to `RESULTS.md` beside this file.
 *
 * Ours are timed before and after a peer, and the median taken over both. A benchmark decides no test: it is for people, and for comparing two
 * commits on one machine.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { writeResults } from './results';
import { benchSections, sectionsAsked } from './sections';
import { printCalls } from './steps';
import { formatTable, type BenchRow } from './table';

const { values: options, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    json: { type: 'string' },
    calls: { type: 'string' },
  },
  allowPositionals: true,
});
const quick = options.quick === true;

if (options.calls !== undefined) {
  await printCalls(options.calls);
} else {
  const asked = sectionsAsked(positionals);
  const rows: BenchRow[] = [];
  const notes: string[] = [];
  for (const name of asked) {
    console.error(`${name} …`);
    await benchSections[name]({ quick, add: (row) => void rows.push(row), note: (text) => void notes.push(text) });
  }
  console.log(formatTable(rows));
  for (const note of notes) console.log(`\n${note}`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (!quick && Object.keys(benchSections).every((name) => asked.some((other) => other === name))) {
    await writeResults('npm run bench -- all', rows, notes);
  }
}
