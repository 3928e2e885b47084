/** Numbers as the engine's messages to the reader print them. */

/** 1,875 */
export function grouped(count: number): string {
  return count.toLocaleString('en-GB');
}

/** 46.9 MiB */
export function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MiB`;
}
