/**
 * Bytes that come in pieces, in one array that grows by doubling; where their number is known, it has the right size from the start.
 */
export class GrowingBytes {
  private room: Uint8Array;
  private used = 0;

  constructor(expectedBytes: number | null) {
    this.room = new Uint8Array(expectedBytes ?? 1 << 16);
  }

  get length(): number {
    return this.used;
  }

  append(bytes: Uint8Array): void {
    const needed = this.used + bytes.length;
    if (needed > this.room.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.room.length));
      larger.set(this.room.subarray(0, this.used));
      this.room = larger;
    }
    this.room.set(bytes, this.used);
    this.used = needed;
  }

  /** A view, not a copy; good until the next `append`. */
  from(start: number): Uint8Array {
    return this.room.subarray(start, this.used);
  }

  clear(): void {
    this.used = 0;
  }
}
