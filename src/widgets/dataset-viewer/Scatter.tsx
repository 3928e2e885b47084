/** The points of a split in the plane, in place of a grid. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { DataSetInfo, SplitName } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import { PointPlot } from '../../ui/PointPlot';
import { splitTitles } from './state';
import type { Samples } from './useMicroscope';

export interface ScatterProps {
  readonly info: DataSetInfo;
  readonly split: SplitName;
  readonly labels: Uint8Array;
  readonly indices: readonly number[];
  readonly samples: Samples;
  readonly selected: number;
  readonly onOpen: (index: number) => void;
}

export function Scatter({ info, split, labels, indices, samples, selected, onOpen }: ScatterProps): ReactNode {
  const points = useMemo(
    () =>
      indices.flatMap((index) => {
        const values = samples.get(index);
        return values === undefined ? [] : [{ index, x: values[0] ?? 0, y: values[1] ?? 0, label: labels[index] ?? 0 }];
      }),
    [indices, samples, labels],
  );
  return (
    <PointPlot
      points={points}
      classes={info.classes}
      label={`${formatInteger(points.length)} ${splitTitles[split]} points`}
      selected={points.find(({ index }) => index === selected)}
      onPick={({ index }) => onOpen(index)}
    />
  );
}
