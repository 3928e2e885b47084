/** All channels of a layer as small pictures, one of which is chosen: feature maps, or the kernels that make them. */

import { useMemo, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Theme } from '../../draw/colour';
import { ImageCanvas } from '../../ui/ImageCanvas';
import { useTheme } from '../../ui/useTheme';
import styles from './View.module.css';

export interface Thumb {
  readonly id: number;
  /** Shown below. */
  readonly text: string;
  /** For a reader who hears the page. */
  readonly label: string;
  readonly paint: (rgba: Uint8ClampedArray, theme: Theme) => void;
}

export interface ChannelsProps {
  readonly label: string;
  readonly thumbs: readonly Thumb[];
  readonly rows: number;
  readonly columns: number;
  readonly sidePx: number;
  readonly chosen: number;
  readonly onChoose: (id: number) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Channels({ label, thumbs, rows, columns, sidePx, chosen, onChoose }: ChannelsProps): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    const at = thumbs.findIndex(({ id }) => id === chosen);
    if (step === undefined || thumbs.length === 0) return;
    event.preventDefault();
    const next = thumbs[(at + step + thumbs.length) % thumbs.length];
    if (next === undefined) return;
    onChoose(next.id);
    group.current?.querySelector<HTMLButtonElement>(`[data-thumb="${next.id}"]`)?.focus();
  };
  const widthPx = Math.max(20, Math.round((sidePx * columns) / Math.max(rows, columns)));
  return (
    <div ref={group} role="radiogroup" aria-label={label} className={styles.thumbs} onKeyDown={onKeyDown}>
      {thumbs.map((thumb) => (
        <button
          key={thumb.id}
          type="button"
          role="radio"
          aria-checked={thumb.id === chosen}
          aria-label={thumb.label}
          data-thumb={thumb.id}
          tabIndex={thumb.id === chosen ? 0 : -1}
          className={styles.thumb}
          onClick={() => onChoose(thumb.id)}
        >
          <Picture thumb={thumb} rows={rows} columns={columns} widthPx={widthPx} />
          <span>{thumb.text}</span>
        </button>
      ))}
    </div>
  );
}

interface PictureProps {
  readonly thumb: Thumb;
  readonly rows: number;
  readonly columns: number;
  readonly widthPx: number;
}

function Picture({ thumb, rows, columns, widthPx }: PictureProps): ReactNode {
  const theme = useTheme();
  const { paint: paintThumb } = thumb;
  const paint = useMemo(() => (rgba: Uint8ClampedArray) => paintThumb(rgba, theme), [paintThumb, theme]);
  return (
    <ImageCanvas
      width={columns}
      height={rows}
      paint={paint}
      label=""
      displayWidthPx={widthPx}
      // A signal is a single row, which would be a hair.
      {...(rows === 1 && columns > 1 ? { displayHeightPx: 12 } : {})}
    />
  );
}
