/** Writes `RESULTS.md`: date, processor, command, table. */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { formatFigure, type BenchRow } from './table';

export function resultsText(
  { date, processor, cores, command }: { date: string; processor: string; cores: number; command: string },
  rows: readonly BenchRow[],
  notes: readonly string[],
): string {
  const lines = rows.map(
    ({ name, peer, value, unit, ratio }) =>
      `| ${name} | ${peer ?? '**Receptive Field**'} | ${formatFigure(value)} ${unit} | ${ratio === null ? '' : `${formatFigure(ratio)}×`} |`,
  );
  return [
    '# Results of the benchmark',
    '',
    `Written by \`${command}\`; not by hand. Medians of one run; the ratio is the peer's figure divided by ours.`,
    '',
    `- Date: ${date}`,
    `- Processor: ${processor}, ${cores} cores`,
    `- Node ${process.versions.node}`,
    '',
    '| what | engine | median | ratio to ours |',
    '| --- | --- | ---: | ---: |',
    ...lines,
    ...notes.flatMap((note) => ['', note]),
    '',
  ].join('\n');
}

export async function writeResults(
  command: string,
  rows: readonly BenchRow[],
  notes: readonly string[],
): Promise<void> {
  const machine = {
    date: new Date().toISOString().slice(0, 10),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    command,
  };
  await writeFile(fileURLToPath(new URL('./RESULTS.md', import.meta.url)), resultsText(machine, rows, notes));
}
