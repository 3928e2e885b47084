/** A QR code: dark on light in both themes, because cameras want it so, with its quiet zone, as large as there is room. */

import { useMemo } from 'react';
import type { ReactNode } from 'react';
import styles from './QrCode.module.css';
import { qrModel } from './qrModel';

export interface QrCodeProps {
  readonly text: string;
  /** What a camera finds there, for a reader who hears the page. */
  readonly label: string;
  /** Stands in its place when the text is too long for a code. */
  readonly tooLong: string;
}

export function QrCode({ text, label, tooLong }: QrCodeProps): ReactNode {
  const model = useMemo(() => qrModel(text), [text]);
  if (model === null) return <p className={styles.words}>{tooLong}</p>;
  const { size, path } = model;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={styles.code}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
