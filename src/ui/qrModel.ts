/** A text as the black squares of a QR code (ISO/IEC 18004), for drawing. Deliberately not here: colours and size. */

import { encode } from 'uqr';

export interface QrModel {
  /** Modules on a side, the quiet zone included. */
  readonly size: number;
  /** One path of all black modules, in module units. */
  readonly path: string;
}

/** Four modules of white around, which the standard asks for. */
const QUIET_ZONE = 4;
/** 117 modules a side, 1,273 bytes: what a camera still reads from a projected page. */
const LARGEST_VERSION = 25;

/** Null where the text is too long for a code that can be read across a room. */
export function qrModel(text: string): QrModel | null {
  let squares: readonly (readonly boolean[])[];
  try {
    // As much correction as the size that is needed has room for.
    squares = encode(text, { ecc: 'L', boostEcc: true, maxVersion: LARGEST_VERSION, border: 0 }).data;
  } catch {
    return null;
  }
  const parts: string[] = [];
  for (const [row, modules] of squares.entries()) {
    for (let start = 0; start < modules.length; start++) {
      if (modules[start] !== true) continue;
      let end = start;
      while (modules[end] === true) end += 1;
      parts.push(`M${start + QUIET_ZONE} ${row + QUIET_ZONE}h${end - start}v1h${start - end}z`);
      start = end;
    }
  }
  return { size: squares.length + 2 * QUIET_ZONE, path: parts.join('') };
}
