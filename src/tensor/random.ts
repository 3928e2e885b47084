/**
 * The counter-based random source of the whole book: Threefry-2x32 with 20 rounds.
 *
 * Picture: a pure function (key, counter) → two random 32-bit words. There is no state to carry along, so any element of any
 * stream can be computed on its own, in any order, on any executor, with the same result. A stream's key is made of a
 * seed and a name; its counter of the step and the element.
 *
 * Source: Salmon, Moraes, Dror & Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011), section 4.1; the same generator
 * as in JAX. Checked against the known answers published with Random123.
 */

const KEY_PARITY = 0x1bd11bda;

/**
 * Threefry-2x32-20. All words are unsigned 32-bit integers. Writes the two output words into `out[0]` and `out[1]`.
 *
 * Twenty rounds of “add, rotate, exclusive or”, four to a group; the rotations alternate between two lists, and after each group two of the three
 * key words and the group's number are added. Written out, because every random number of the book passes here.
 */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number, out: Uint32Array): void {
  const key2 = KEY_PARITY ^ key0 ^ key1;
  let x0 = (counter0 + key0) | 0;
  let x1 = (counter1 + key1) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + key1) | 0;
  x1 = (x1 + key2 + 1) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + key2) | 0;
  x1 = (x1 + key0 + 2) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + key0) | 0;
  x1 = (x1 + key1 + 3) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
  x0 = (x0 + key1) | 0;
  x1 = (x1 + key2 + 4) | 0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
  x0 = (x0 + x1) | 0;
  x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
  x0 = (x0 + key2) | 0;
  x1 = (x1 + key0 + 5) | 0;
  out[0] = x0 >>> 0;
  out[1] = x1 >>> 0;
}

/** 32-bit FNV-1a hash of a name's UTF-16 code units: turns a node's or stream's stable name into a key word. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash ^= name.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * A stream of random numbers: key (seed, name), counter (step, element). Calls to the sequential methods advance the element;
 * `at(step)` gives the same stream at another step, from its first element.
 */
export interface RandomStream {
  /** Uniform in [0, 1), 24 bits, exactly representable in float32. */
  uniform(): number;
  /**
   * Bell-shaped with mean 0 and variance 1, bounded by ±2√3: the sum of four uniforms (Irwin–Hall), scaled. Near enough to a
   * normal variable for jitter and noise, and, unlike Box–Muller, the same number in every JavaScript engine, because
   * `Math.log` and `Math.cos` are not specified to the last bit.
   */
  bell(): number;
  /** Uniform integer in [0, bound); `bound` at most 2^24. */
  integer(bound: number): number;
  /** A random permutation of 0 … length − 1 (Fisher–Yates, from the end). */
  permutation(length: number): Uint32Array;
  /** The stream of the same key at another step. */
  at(step: number): RandomStream;
}

export function randomStream(seed: number, name: string, step = 0): RandomStream {
  const key0 = seed >>> 0;
  const key1 = hashName(name);
  const words = new Uint32Array(2);
  let element = 0;
  let hasSecond = false;

  /** The two words of a call one after the other. */
  function word(): number {
    hasSecond = !hasSecond;
    if (!hasSecond) return words[1] ?? 0;
    threefry2x32(key0, key1, step >>> 0, element++, words);
    return words[0] ?? 0;
  }
  const uniform = (): number => (word() >>> 8) / 0x1000000;

  return {
    uniform,
    bell: () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3),
    integer: (bound) => Math.floor(uniform() * bound),
    permutation(length) {
      const order = new Uint32Array(length);
      for (let i = 0; i < length; i++) order[i] = i;
      for (let i = length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        const held = order[i] ?? 0;
        order[i] = order[j] ?? 0;
        order[j] = held;
      }
      return order;
    },
    at: (otherStep) => randomStream(seed, name, otherStep),
  };
}
