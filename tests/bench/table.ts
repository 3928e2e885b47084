/** Rows of the benchmark and how they are printed. */

export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** Who was measured beside; null for a figure of ours that has no peer. */
  readonly peer: string | null;
  /** The peer's value divided by ours: how many times less we need. */
  readonly ratio: number | null;
}

/** Three significant digits. */
export function formatFigure(value: number): string {
  return value === 0 ? '0' : value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Rows as aligned text, in the given order. */
export function formatTable(rows: readonly BenchRow[]): string {
  const cells = rows.map(({ name, unit, value, peer, ratio }) => [
    name,
    peer ?? 'Receptive Field',
    `${formatFigure(value)} ${unit}`,
    ratio === null ? '' : `${formatFigure(ratio)}×`,
  ]);
  const all = [['what', 'engine', 'median', 'ratio to ours'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => '─'.repeat(width)).join('   '), ...lines.slice(1)].join('\n');
}
