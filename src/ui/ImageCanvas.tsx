/**
 * A small picture made of numbers: one pixel of the canvas per number, enlarged without smoothing. What a number looks like
 * is the painter's business (colour maps live in `src/draw`).
 */

import { useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import styles from './ImageCanvas.module.css';
import { classNames } from './classNames';

/** Fills `rgba`, four bytes per pixel, row-major, width × height. Starts transparent. */
export type Painter = (rgba: Uint8ClampedArray) => void;

export interface ImageCanvasProps {
  readonly width: number;
  readonly height: number;
  /** Painted again whenever it is another function: keep it in `useMemo` or `useCallback`. */
  readonly paint: Painter;
  /** What the picture shows, in words; `''` where the text beside it says it already. */
  readonly label: string;
  /** Width on screen, CSS pixels; the height follows. Left out, it fills its place. */
  readonly displayWidthPx?: number;
  /** Left out, pixels are square. */
  readonly displayHeightPx?: number;
  readonly className?: string | undefined;
}

export function ImageCanvas({
  width,
  height,
  paint,
  label,
  displayWidthPx,
  displayHeightPx,
  className,
}: ImageCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(width, height);
    paint(image.data);
    context.putImageData(image, 0, 0);
  }, [width, height, paint]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={classNames(styles.canvas, className)}
      style={{
        ...(displayWidthPx !== undefined && { width: `${displayWidthPx}px` }),
        ...(displayHeightPx !== undefined && { height: `${displayHeightPx}px` }),
      }}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
