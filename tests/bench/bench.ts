/**
 * `npm run bench -- [--quick] [--calls] [--page] [--json FILE]`: times a training step of LeNet-5 (batch 32) on our kernels and on other
 * engines, one after the other on one core each, in the same run, and prints medians and ratios.
 *
 * `--quick` takes fewer steps (under a minute); `--calls` lists the time of each kernel call; `--page` measures the built book in Chromium
 * as well (page.ts); `--json` writes
 * the rows. A benchmark decides no test: it is for people, and for comparing two commits on one machine.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { timeConvNetJs, timePyTorch, timeTfjsCpu, type PeerTiming } from './peers';
import { timeWasmSteps } from './steps';
import { formatTable, type BenchRow } from './table';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    json: { type: 'string' },
    calls: { type: 'boolean' },
    page: { type: 'boolean' },
  },
});
const quick = options.quick === true;
const unit = 'ms/step';
const name = 'LeNet-5, batch 32, Adam';

const rows: BenchRow[] = [];
const ours = await timeWasmSteps({ steps: quick ? 300 : 1500 });
rows.push({ name, unit, value: ours.medianMs, peer: null, ratio: null });

function addPeer({ name: peer, medianMs }: PeerTiming): void {
  rows.push({ name, unit, value: medianMs, peer, ratio: medianMs / ours.medianMs });
}
const pytorch = await timePyTorch({ warmUp: 20, steps: quick ? 100 : 500 });
if (pytorch) addPeer(pytorch);
addPeer(timeConvNetJs({ warmUp: 2, steps: quick ? 7 : 30 }));
addPeer(await timeTfjsCpu({ warmUp: 1, steps: quick ? 5 : 20 }));

const original = await timeWasmSteps({ network: 'lenet5-1998', steps: quick ? 200 : 1000 });
rows.push({ name: 'LeNet-5 of 1998, batch 32, Adam', unit, value: original.medianMs, peer: null, ratio: null });

if (options.page === true) {
  // Only then, because it brings Playwright along.
  const { accuracies, measurePage } = await import('./page');
  for (const [dataSet, figures] of await measurePage()) {
    const add = (what: string, rowUnit: string, value: number): void => {
      rows.push({ name: `page, ${dataSet}: ${what}`, unit: rowUnit, value, peer: null, ratio: null });
    };
    for (const accuracy of accuracies) {
      const seconds = figures.secondsTo[accuracy];
      if (seconds !== null) add(`from Train to ${accuracy} %`, 's', seconds);
    }
    add('longest task (0: none reached 50 ms)', 'ms', figures.longestTaskMs);
    add("changes of the run's line", '/s', figures.lineChangesPerSecond);
  }
}

console.log(formatTable(rows));
console.log(
  `\nOurs, best tenth: ${ours.bestTenthMs.toFixed(2)} ms/step; memory of the program: ${(ours.memoryBytes / 2 ** 20).toFixed(2)} MiB.`,
);
if (pytorch === null) {
  console.log('PyTorch was not measured: the interpreter named by PYTHON (default /usr/bin/python3) has no torch.');
}
if (options.calls === true) {
  console.log('\nMedian time of each kernel call of a step:');
  for (const call of ours.calls) {
    console.log(`${(call.medianMs * 1000).toFixed(0).padStart(6)} µs  ${call.kernel}: ${call.writes.join(', ')}`);
  }
}
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
