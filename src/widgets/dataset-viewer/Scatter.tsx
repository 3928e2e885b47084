/** The points of a split in the plane, in place of a grid: colour and form tell the class, a ring the point that is looked at. */

import { scaleLinear } from 'd3-scale';
import { useMemo } from 'react';
import type { MouseEvent, ReactNode } from 'react';
import type { DataSetInfo, SplitName } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import { useWidth } from '../../ui/useWidth';
import styles from './View.module.css';
import { className, splitTitles } from './state';
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

const heightPx = 320;
const edgePx = 14;

export function Scatter({ info, split, labels, indices, samples, selected, onOpen }: ScatterProps): ReactNode {
  const [frame, widthPx] = useWidth<HTMLDivElement>();
  const points = useMemo(
    () =>
      indices.flatMap((index) => {
        const values = samples.get(index);
        return values === undefined ? [] : [{ index, x: values[0] ?? 0, y: values[1] ?? 0 }];
      }),
    [indices, samples],
  );
  const [toX, toY] = useMemo(() => {
    const reach = Math.max(1e-9, ...points.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))));
    const side = Math.max(1, Math.min(widthPx, heightPx) / 2 - edgePx);
    const [middleX, middleY] = [widthPx / 2, heightPx / 2];
    return [
      scaleLinear([-reach, reach], [middleX - side, middleX + side]),
      scaleLinear([-reach, reach], [middleY + side, middleY - side]),
    ];
  }, [points, widthPx]);

  const open = (event: MouseEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let best: { readonly index: number; readonly far: number } | null = null;
    for (const point of points) {
      const far = (toX(point.x) - x) ** 2 + (toY(point.y) - y) ** 2;
      if (best === null || far < best.far) best = { index: point.index, far };
    }
    if (best !== null) onOpen(best.index);
  };
  const seen = points.find(({ index }) => index === selected);
  const words = `${formatInteger(points.length)} ${splitTitles[split]} points in the plane, ${info.classes.length} classes`;
  return (
    <div ref={frame} className={styles.scatter} style={{ height: `${heightPx}px` }}>
      <svg width={widthPx} height={heightPx} role="img" aria-label={words} onClick={open}>
        <line x1={toX(0)} x2={toX(0)} y2={heightPx} />
        <line y1={toY(0)} y2={toY(0)} x2={widthPx} />
        {points.map(({ index, x, y }) => {
          const label = labels[index] ?? 0;
          return (
            <path
              key={index}
              d={marks[label % marks.length]}
              transform={`translate(${toX(x).toFixed(1)} ${toY(y).toFixed(1)})`}
              data-class={label % marks.length}
            />
          );
        })}
        {seen !== undefined && <circle cx={toX(seen.x)} cy={toY(seen.y)} r={8} className={styles.ring} />}
      </svg>
      <ul className={styles.key}>
        {info.classes.map((name, label) => (
          <li key={name}>
            <svg width={12} height={12} viewBox="-6 -6 12 12" aria-hidden="true">
              <path d={marks[label % marks.length]} data-class={label % marks.length} />
            </svg>
            {className(info, label)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A dot, a square, a diamond, a triangle: told apart without their colours. */
const marks = [
  'M-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0 -5.2 0',
  'M-2.4 -2.4h4.8v4.8h-4.8z',
  'M0 -3.4L3.4 0L0 3.4L-3.4 0z',
  'M0 -3.2L3 2.4H-3z',
] as const;
