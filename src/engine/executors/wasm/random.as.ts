/**
 * The random source of the book, Threefry-2x32 with 20 rounds, four counters at a time, and the mask that is made of it. Gives the
 * same numbers as `tensor/random.ts`, where source and known answers are.
 */

let word0: v128 = i32x4.splat(0);
let word1: v128 = i32x4.splat(0);

// @ts-ignore: decorator
@inline
function mix(rotation: i32): void {
  word0 = i32x4.add(word0, word1);
  word1 = v128.xor(v128.or(i32x4.shl(word1, rotation), i32x4.shr_u(word1, 32 - rotation)), word0);
}

// @ts-ignore: decorator
@inline
function inject(first: u32, second: u32, group: u32): void {
  word0 = i32x4.add(word0, i32x4.splat(first));
  word1 = i32x4.add(word1, i32x4.splat(second + group));
}

// @ts-ignore: decorator
@inline
function evenRounds(): void {
  mix(13);
  mix(15);
  mix(26);
  mix(6);
}

// @ts-ignore: decorator
@inline
function oddRounds(): void {
  mix(17);
  mix(29);
  mix(16);
  mix(24);
}

/** Leaves in word0 and word1 the output words of the counters (counter0, counter1 + 0 … 3). */
function threefry(key0: u32, key1: u32, counter0: u32, counter1: u32): void {
  const key2: u32 = 0x1bd11bda ^ key0 ^ key1;
  word0 = i32x4.splat(counter0 + key0);
  word1 = i32x4.add(i32x4.splat(counter1 + key1), i32x4(0, 1, 2, 3));
  evenRounds();
  inject(key1, key2, 1);
  oddRounds();
  inject(key2, key0, 2);
  evenRounds();
  inject(key0, key1, 3);
  oddRounds();
  inject(key1, key2, 4);
  evenRounds();
  inject(key2, key0, 5);
}

/** A word's upper 24 bits as a number in [0, 1). */
// @ts-ignore: decorator
@inline
function uniform(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words, 8)), f32x4.splat(1.0 / 16777216.0));
}

/** y = x / (1 − rate) where the element's uniform number is at least the rate, else 0. Elements 2 b and 2 b + 1 use block b + firstBlock. */
export function dropout(
  x: usize,
  rate: usize,
  seed: usize,
  step: usize,
  stream: u32,
  firstBlock: u32,
  y: usize,
  count: i32,
): void {
  const rates = f32x4.splat(load<f32>(rate));
  const kept = f32x4.splat(<f32>1 - load<f32>(rate));
  const key0 = <u32>nearest(load<f32>(seed));
  const counter0 = <u32>nearest(load<f32>(step));
  const end = x + ((<usize>count) << 2);
  let block = firstBlock;
  for (; x < end; x += 32, y += 32, block += 4) {
    threefry(key0, stream, counter0, block);
    const first = i32x4.shuffle(word0, word1, 0, 4, 1, 5);
    const second = i32x4.shuffle(word0, word1, 2, 6, 3, 7);
    const here = v128.load(x);
    const next = v128.load(x, 16);
    v128.store(y, v128.and(f32x4.div(here, kept), f32x4.ge(uniform(first), rates)));
    v128.store(y, v128.and(f32x4.div(next, kept), f32x4.ge(uniform(second), rates)), 16);
  }
}

/** What `drawEight` leaves: uniform numbers in [0, 1). Every thread has its own instance of the module, and so its own. */
export let draw0: f64 = 0;
export let draw1: f64 = 0;
export let draw2: f64 = 0;
export let draw3: f64 = 0;
export let draw4: f64 = 0;
export let draw5: f64 = 0;
export let draw6: f64 = 0;
export let draw7: f64 = 0;

// @ts-ignore: decorator
@inline
function uniform1(word: u32): f64 {
  return <f64>(word >>> 8) * (1.0 / 16777216.0);
}

/** Elements 8 index … 8 index + 7 of the random stream. */
export function drawEight(seed: usize, step: usize, stream: u32, index: i32): void {
  threefry(<u32>nearest(load<f32>(seed)), stream, <u32>nearest(load<f32>(step)), <u32>index << 2);
  draw0 = uniform1(i32x4.extract_lane(word0, 0));
  draw1 = uniform1(i32x4.extract_lane(word1, 0));
  draw2 = uniform1(i32x4.extract_lane(word0, 1));
  draw3 = uniform1(i32x4.extract_lane(word1, 1));
  draw4 = uniform1(i32x4.extract_lane(word0, 2));
  draw5 = uniform1(i32x4.extract_lane(word1, 2));
  draw6 = uniform1(i32x4.extract_lane(word0, 3));
  draw7 = uniform1(i32x4.extract_lane(word1, 3));
}
