/** Some of the points that were found in a table, in one picture. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { ImportPreview, ImportReport } from '../../data/import/importReport';
import { PointPlot } from '../../ui/PointPlot';
import { plural } from './words';

export function PreviewPoints({
  points: { numbers, labels },
  classes,
}: {
  readonly points: ImportPreview;
  readonly classes: ImportReport['classes'];
}): ReactNode {
  const points = useMemo(
    () => Array.from(labels, (label, k) => ({ x: numbers?.[2 * k] ?? 0, y: numbers?.[2 * k + 1] ?? 0, label })),
    [numbers, labels],
  );
  return (
    <PointPlot
      points={points}
      classes={classes.map(({ name }) => name)}
      label={plural(points.length, 'training point')}
    />
  );
}
