/** What the data dialog says: sentences and table rows, made of plain data. */

import { dataSetTitles, isPublished, splitNames } from '../../data/dataSet';
import type { DataSetId, DataSetOffer, DataSetOrigin } from '../../data/dataSet';
import type { ImportReport } from '../../data/import/importReport';
import type { FetchableId, PublishedSource } from '../../data/published';
import { formatBytes, formatExtent, formatInteger } from '../../draw/format';
import type { ShelfSpace } from '../../lab/dataShelf';
import type { DataColumn } from '../../ui/DataTable';
import type { ShelfState, Work } from './state';

export const originWords: { readonly [K in DataSetOrigin]: string } = {
  generated: 'made by this book',
  imported: 'imported by you',
  fetched: 'fetched by you',
  served: 'from this server',
};

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatInteger(count)} ${count === 1 ? one : many}`;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** One cell with a number for each coordinate. */
export function isOfPoints({ shape: [height, width] }: Pick<DataSetOffer, 'shape'>): boolean {
  return height === 1 && width === 1;
}

/** `120 images of 32 × 32 × 3`, `120 points` */
function examplesWords(set: Pick<DataSetOffer, 'shape' | 'counts'>): string {
  const count = total(set.counts);
  return isOfPoints(set) ? plural(count, 'point') : `${plural(count, 'image')} of ${formatExtent(set.shape)}`;
}

/** `imported by you · 120 images of 32 × 32 × 3 · 3 classes · 368.6 kB · SHA-256 9f86d081…` */
export function keptWords(offer: DataSetOffer): string {
  const { origin, classes, sizeBytes, sha256 } = offer;
  return [
    originWords[origin],
    examplesWords(offer),
    plural(classes.length, 'class', 'classes'),
    ...(sizeBytes === undefined ? [] : [formatBytes(sizeBytes)]),
    ...(sha256 === undefined ? [] : [`SHA-256 ${sha256.slice(0, 8)}…`]),
  ].join(' · ');
}

/** `120 images of 32 × 32 × 3 in 3 classes, 368.6 kB` */
export function foundWords(report: ImportReport): string {
  const { classes, sizeBytes } = report;
  return `${examplesWords(report)} in ${plural(classes.length, 'class', 'classes')}, ${formatBytes(sizeBytes)}`;
}

export const splitTitles = { train: 'training', validation: 'validation', test: 'test' } as const;

/** How many images of each class every split has; the last row is their sum. */
export function countTable({ classes, counts }: Pick<ImportReport, 'classes' | 'counts'>): {
  readonly columns: readonly DataColumn[];
  readonly rows: readonly (readonly string[])[];
} {
  const cells = (numbers: ImportReport['counts']): string[] => splitNames.map((split) => formatInteger(numbers[split]));
  return {
    columns: [{ label: 'class', align: 'start' }, ...splitNames.map((split) => ({ label: splitTitles[split] }))],
    rows: [...classes.map(({ name, counts: own }) => [name, ...cells(own)]), ['all', ...cells(counts)]],
  };
}

/** Who made it, and the licence where one was given. */
export const creditWords: { readonly [K in FetchableId]: string } = {
  mnist: 'LeCun, Cortes and Burges, 1998',
  'fashion-mnist': 'Xiao, Rasul and Vollgraf, 2017; MIT licence',
  cifar10: 'Krizhevsky, 2009',
};

/** `4 files, 11.6 MB` */
export function sourceWords({ files, sizeBytes }: PublishedSource): string {
  const size = sizeBytes === null ? 'size not published' : formatBytes(sizeBytes);
  return `${plural(files.length, 'file')}, ${size}`;
}

/** `3.2 MB of 11.6 MB`; a count without an end where nobody knows it. */
export function bytesWords({ done, total: all }: Work): string {
  return all === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(all)}`;
}

/** `12.3 MB of the 10.2 GB that the browser allows this site are used.` */
export function spaceWords(space: ShelfSpace | null): string {
  if (space === null || space.usedBytes === null) return 'The browser does not say how much space is used.';
  const used = formatBytes(space.usedBytes);
  return space.quotaBytes === null
    ? `${used} are used.`
    : `${used} of the ${formatBytes(space.quotaBytes)} that the browser allows this site are used.`;
}

export function persistenceWords(
  space: ShelfSpace | null,
  persistence: ShelfState['persistence'],
): { readonly words: string; readonly canAsk: boolean } {
  if (space?.isPersistent === true || persistence === 'granted') {
    return { words: 'The browser keeps this until you delete it.', canAsk: false };
  }
  if (persistence === 'refused') {
    return {
      words:
        'The browser did not agree: it may clear this when the device runs out of space. Browsers agree more often for sites that are visited often or have a bookmark.',
      canAsk: true,
    };
  }
  return { words: 'The browser may clear this by itself when the device runs out of space.', canAsk: true };
}

/** What a reader who wanted a set that is not here should bring. */
export function wantedWords(wanted: DataSetId | null): string | null {
  if (!isPublished(wanted)) return null;
  const title = dataSetTitles[wanted];
  return wanted.startsWith('cifar')
    ? `${title} is not here yet. Choose its binary files together, or the archive that they came in.`
    : `${title} is not here yet. Choose its four IDX files together, packed with gzip or not.`;
}
