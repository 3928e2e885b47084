/** On paper: empty places for images, and what the live figure shows. No image is printed, because none was made or read here. */

import type { ReactNode } from 'react';
import { dataSetTitles, isOwn } from '../../data/dataSet';
import type { StillProps } from '../widget';
import type { DatasetViewerAttributes } from './schema';

const columns = 12;
const rows = 3;
const cellPx = 48;

export function Still({ attributes: { dataset } }: StillProps<DatasetViewerAttributes>): ReactNode {
  const title = isOwn(dataset) ? dataset : dataSetTitles[dataset];
  const places = Array.from({ length: columns * rows }, (_, place) => place);
  return (
    <div className="still-pad">
      <svg
        viewBox={`0 0 ${columns * cellPx} ${rows * cellPx}`}
        width={columns * cellPx}
        height={rows * cellPx}
        role="img"
        aria-label={`Empty places for images of ${title}`}
      >
        {places.map((place) => (
          <rect
            key={place}
            x={(place % columns) * cellPx + 2}
            y={Math.floor(place / columns) * cellPx + 2}
            width={cellPx - 4}
            height={cellPx - 4}
            className="still-plane"
          />
        ))}
      </svg>
      <p className="still-line">
        In the browser this figure shows {title}, and any other set that is there: image by image and class by class,
        with mean images, class balance, nearest neighbours and duplicates, and labels that can be changed by hand.
      </p>
    </div>
  );
}
