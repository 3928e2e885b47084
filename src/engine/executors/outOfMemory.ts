/** Thrown by an executor that has no room for what it is asked to hold. Whoever asked knows what it was for, and says so. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
  constructor(
    message: string,
    readonly neededBytes: number,
    readonly usedBytes: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
