/**
 * An error of the engine, with the code that crosses the worker border. Everything else that is thrown becomes such data here.
 */

import { DataError } from '../data/dataSet';
import { SpecError } from '../network/specError';
import type { ErrorCode, ErrorData } from './protocol';

/** `message` is for the reader: who, expected, found, what next. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** What was thrown, as data. A fault that is nobody's message for the reader is one of ours and says so. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof EngineError) return { code: thrown.code, message: thrown.message };
  if (thrown instanceof DataError || thrown instanceof SpecError) return { code: 'bad-input', message: thrown.message };
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return { code: 'cancelled', message: 'The request was cancelled.' };
  }
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: text.startsWith('internal:') ? text : `internal: ${text}` };
}

/** @throws EngineError with the code `cancelled` once the signal is aborted */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new EngineError('cancelled', 'The request was cancelled.');
}
