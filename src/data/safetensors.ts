/**
 * Reads and writes the safetensors format: a length, a JSON table of names, types, shapes and byte ranges, then the bytes.
 *
 * Everything is checked before anything is handed out: a table that is too long, ranges that leave gaps, overlap or end outside the file,
 * sizes that disagree with shapes. Numbers come out as float32, whatever they were stored as.
 *
 * Source of the format: github.com/huggingface/safetensors, README, “Format”.
 */

import { DataError } from './dataSet';

/** How numbers are stored. */
export const storedTypes = ['F32', 'F16'] as const;
export type StoredType = (typeof storedTypes)[number];

export interface NamedArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

export interface SafetensorsFile {
  readonly arrays: ReadonlyMap<string, NamedArray>;
  /** Free text by name: where the file comes from, say. */
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
/** As the reference implementation limits it. */
const LONGEST_TABLE_BYTES = 100_000_000;
const METADATA = '__metadata__';
/** Types that are skipped, because no weight has them: PyTorch counts the batches of a normalization in one of these. */
const skippedBytes: Readonly<Record<string, number>> = { I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1 };

/** Bits of the float16 nearest to a number (ties to even); beyond 65,504 it is infinite. */
export function float16Bits(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const shifted = exponent - 112;
  if (shifted >= 31) return sign | 0x7c00;
  if (shifted <= 0) {
    // Subnormal: the hidden one joins the fraction, which moves right.
    if (shifted < -10) return sign;
    const full = fraction | 0x800000;
    const drop = 14 - shifted;
    const half = full >>> drop;
    const rest = full & ((1 << drop) - 1);
    const middle = 1 << (drop - 1);
    return sign | (half + (rest > middle || (rest === middle && (half & 1) === 1) ? 1 : 0));
  }
  const half = (shifted << 10) | (fraction >>> 13);
  const rest = fraction & 0x1fff;
  // A carry out of the fraction lands in the exponent, as it should.
  return sign | (half + (rest > 0x1000 || (rest === 0x1000 && (half & 1) === 1) ? 1 : 0));
}

/** The number that 16 bits stand for. */
export function float16Value(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * @param storedAs the type for each array, by its name.
 * @returns the file's bytes; arrays stand in the order of the map.
 */
export function encodeSafetensors(
  { arrays, metadata }: SafetensorsFile,
  storedAs: (name: string) => StoredType = () => 'F32',
): Uint8Array<ArrayBuffer> {
  const table: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) table[METADATA] = metadata;
  let end = 0;
  for (const [name, { shape, values }] of arrays) {
    if (name === METADATA || shape.reduce((size, length) => size * length, 1) !== values.length) {
      throw new Error(`internal: safetensors: ${name} has ${values.length} values and the shape [${shape.join(',')}]`);
    }
    const dtype = storedAs(name);
    const start = end;
    end += values.length * (dtype === 'F32' ? 4 : 2);
    table[name] = { dtype, shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(table));
  // Padded with spaces, so that the numbers start at a multiple of eight bytes.
  const tableBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + tableBytes + end);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, tableBytes, true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + tableBytes);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + tableBytes;
  for (const [name, { values }] of arrays) {
    const isShort = storedAs(name) === 'F16';
    for (const value of values) {
      if (isShort) view.setUint16(at, float16Bits(value), true);
      else view.setFloat32(at, value, true);
      at += isShort ? 2 : 4;
    }
  }
  return bytes;
}

/**
 * @param file its name, for messages.
 * @throws DataError naming the file, what was expected, what was found and where
 */
export function decodeSafetensors(file: string, bytes: Uint8Array): SafetensorsFile {
  const refuse = (expected: string, found: string): never => {
    throw new DataError(
      `${file}: expected ${expected}, found ${found}. The file is damaged or not in the safetensors format; save it again.`,
    );
  };
  if (bytes.length < LENGTH_BYTES) refuse('at least 8 bytes, the length of the table', `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tableBytes = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  const room = bytes.length - LENGTH_BYTES;
  if (tableBytes > Math.min(room, LONGEST_TABLE_BYTES)) {
    refuse(`a table of at most ${Math.min(room, LONGEST_TABLE_BYTES)} bytes at byte 8`, `a length of ${tableBytes}`);
  }
  const start = LENGTH_BYTES + tableBytes;
  let table: unknown;
  try {
    table = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, start)));
  } catch (error) {
    refuse('JSON at byte 8', error instanceof Error ? error.message : 'none');
  }
  if (!isRecord(table)) return refuse('a JSON object at byte 8', shown(table));

  const entries = Object.entries(table)
    .filter(([name]) => name !== METADATA)
    .map(([name, entry]) => ({ name, ...checkedEntry(name, entry, refuse) }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let end = 0;
  for (const { name, from, to } of entries) {
    if (from !== end) refuse(`the numbers of ${name} to start at byte ${start + end}`, `byte ${start + from}`);
    end = to;
  }
  if (start + end !== bytes.length) refuse(`${start + end} bytes in all, as the table says`, `${bytes.length}`);

  const arrays = new Map<string, NamedArray>();
  for (const { name, dtype, shape, from, to } of entries) {
    if (dtype !== 'F32' && dtype !== 'F16') continue;
    const width = dtype === 'F32' ? 4 : 2;
    const values = new Float32Array((to - from) / width);
    for (let i = 0; i < values.length; i++) {
      const at = start + from + i * width;
      values[i] = width === 4 ? view.getFloat32(at, true) : float16Value(view.getUint16(at, true));
    }
    arrays.set(name, { shape, values });
  }
  return { arrays, metadata: checkedMetadata(table[METADATA], refuse) };
}

/** As JSON, cut short. */
function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value).slice(0, 40);
}

type Refuse = (expected: string, found: string) => never;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function checkedEntry(
  name: string,
  entry: unknown,
  refuse: Refuse,
): { dtype: string; shape: readonly number[]; from: number; to: number } {
  if (!isRecord(entry)) return refuse(`dtype, shape and data_offsets for ${name}`, shown(entry));
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    return refuse(`a shape of whole numbers for ${name}`, shown(shape));
  }
  const width = dtype === 'F32' ? 4 : dtype === 'F16' ? 2 : typeof dtype === 'string' ? skippedBytes[dtype] : undefined;
  if (typeof dtype !== 'string' || width === undefined) {
    return refuse(`numbers of type F32 or F16 for ${name}`, shown(dtype));
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    return refuse(`two data_offsets for ${name}`, shown(offsets));
  }
  const [from, to] = offsets as [number, number];
  const size = shape.reduce((product, length) => product * length, width);
  if (to - from !== size) {
    return refuse(`${size} bytes for ${name}, ${dtype} of shape [${shape.join(',')}]`, `${to - from}`);
  }
  return { dtype, shape, from, to };
}

function checkedMetadata(value: unknown, refuse: Refuse): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isRecord(value)) return refuse('metadata of texts by name', shown(value));
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') return refuse(`a text for the metadata ${name}`, shown(text));
    texts[name] = text;
  }
  return texts;
}
