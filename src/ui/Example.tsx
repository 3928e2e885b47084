/**
 * One example of a data set, whatever it is: a picture in grey or colour, a signal as a line over its cells, a point as its numbers. It fills
 * the width of its place; pictures keep their proportions, signals are as high as wide.
 */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { paintPicture } from '../draw/colour';
import { formatFixed } from '../draw/format';
import styles from './Example.module.css';
import { ImageCanvas } from './ImageCanvas';
import { classNames } from './classNames';
import { useTheme } from './useTheme';

export interface ExampleProps {
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Bytes of a picture, numbers of a signal or a point: height × width × channels, row-major. */
  readonly values: Uint8Array | Float32Array;
  /** What is shown, in words; `''` where the text beside it says it already. */
  readonly label: string;
  readonly className?: string | undefined;
}

export function Example(props: ExampleProps): ReactNode {
  const [height, width] = props.shape;
  if (height > 1 && width > 1) return <Picture {...props} />;
  return height * width > 1 ? <Signal {...props} /> : <Numbers {...props} />;
}

function Picture({ shape: [height, width, channels], values, label, className }: ExampleProps): ReactNode {
  const theme = useTheme();
  const paint = useMemo(
    () => (rgba: Uint8ClampedArray) => paintPicture(values, channels, rgba, theme),
    [values, channels, theme],
  );
  return (
    <ImageCanvas
      width={width}
      height={height}
      paint={paint}
      label={label}
      className={classNames(styles.picture, className)}
    />
  );
}

const sidePx = 100;

/** A line for each channel, from its smallest value at the bottom to its largest at the top. */
function Signal({ shape: [height, width, channels], values, label, className }: ExampleProps): ReactNode {
  const cells = height * width;
  const path = Array.from({ length: channels }, (_, channel) => {
    const line = Array.from({ length: cells }, (_unused, cell) => values[cell * channels + channel] ?? 0);
    const [least, most] = [Math.min(...line), Math.max(...line)];
    const y = (value: number): number => sidePx - 4 - ((value - least) / (most - least || 1)) * (sidePx - 8);
    return `M${line.map((value, cell) => `${((cell / (cells - 1)) * sidePx).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`;
  }).join('');
  return (
    <svg
      viewBox={`0 0 ${sidePx} ${sidePx}`}
      className={classNames(styles.signal, className)}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={path} />
    </svg>
  );
}

function Numbers({ values, label, className }: ExampleProps): ReactNode {
  return (
    <span
      className={classNames(styles.numbers, className)}
      {...(label === '' ? {} : { role: 'img', 'aria-label': label })}
    >
      {Array.from(values, (value, index) => (
        <span key={index}>{formatFixed(value, 2)}</span>
      ))}
    </span>
  );
}
