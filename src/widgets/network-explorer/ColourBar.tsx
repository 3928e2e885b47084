/** What the colours of a map mean: the map itself with the numbers at its ends. Nothing for ink, which needs no key. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { divergingTable, sequentialTable } from '../../draw/colour';
import { formatNumber } from '../../draw/format';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import styles from './View.module.css';
import type { ValueRange } from './layers';

export interface ColourBarProps {
  readonly range: ValueRange;
  readonly limit: number;
}

export function ColourBar({ range, limit }: ColourBarProps): ReactNode {
  const theme = useTheme();
  const table = range === 'signed' ? divergingTable(theme) : sequentialTable(theme);
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) => {
      for (let step = 0; step < table.steps; step++) {
        rgba.set([...table.rgb.subarray(step * 3, step * 3 + 3), 255], step * 4);
      }
    },
    [table],
  );
  if (range === 'ink' || range === 'colour') return null;
  return (
    <span className={styles.colourBar}>
      {formatNumber(range === 'signed' ? -limit : 0, 2)}
      <ImageCanvas width={table.steps} height={1} paint={paint} label="" className={styles.colours} />
      {formatNumber(limit, 2)}
    </span>
  );
}
