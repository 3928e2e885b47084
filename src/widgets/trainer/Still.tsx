/** The printed trainer: two empty frames and a sentence. No curve is printed here, because none was measured here. */

import type { ReactNode } from 'react';
import { networkNamed } from '../../network/zoo';
import type { StillProps } from '../widget';
import type { TrainerAttributes } from './schema';

const panels = [
  { title: 'loss', ticks: ['2', '1', '0'] },
  { title: 'accuracy', ticks: ['100 %', '50 %', '0 %'] },
] as const;

export function Still({ attributes }: StillProps<TrainerAttributes>): ReactNode {
  const title = networkNamed(attributes.network[0] ?? 'lenet5').title;
  return (
    <div className="still-trainer">
      <svg
        viewBox="0 0 640 170"
        role="img"
        aria-label="Two empty charts, loss and accuracy by step, to be filled by training"
      >
        {panels.map(({ title: name, ticks }, panel) => (
          <g key={name} transform={`translate(${panel * 330 + 46} 26)`}>
            <text x={-46} y={-12} className="still-trainer-title">
              {name}
            </text>
            {ticks.map((tick, row) => (
              <g key={tick} transform={`translate(0 ${row * 58})`}>
                <line x2={250} />
                <text x={-8} dy="0.32em" textAnchor="end">
                  {tick}
                </text>
              </g>
            ))}
            <text x={250} y={136} textAnchor="end">
              step
            </text>
          </g>
        ))}
      </svg>
      <p>
        Read on the screen, with JavaScript, this figure trains {title}: its loss and accuracy, on the training images
        and on the test images, are drawn here step by step while it learns.
      </p>
    </div>
  );
}
