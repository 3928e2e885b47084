/**
 * A digit that a reader draws with the mouse is read right by the network that the book ships, which has seen only *Digits*: pointer positions on a pad of 280 pixels go through
 * the pad's own state and the pen into LeNet-5. The drawings are ours, made for this test, and share nothing with the generator's skeletons.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateDigits } from '../src/data/digits';
import { rasterizeStrokes } from '../src/data/pen';
import { decodeSafetensors } from '../src/data/safetensors';
import { createWasmExecutor } from '../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../src/engine/executors/wasm/loadModuleInNode';
import { createRun } from '../src/engine/run';
import { defaultDescription } from '../src/lab/runs';
import { fromPytorch } from '../src/network/pytorchWeights';
import { networkNamed } from '../src/network/zoo';
import { emptyPad, penWidth, reducePad } from '../src/widgets/digit-pad/state';

const PAD_PX = 280;

/** Where the pointer was, in pixels of the pad: one string for each stroke. The 8 is small and in a corner, the 1 off the middle. */
const drawings: Readonly<Record<string, readonly string[]>> = {
  0: [
    '150,52 138,50 124,54 110,64 98,82 91,104 88,130 90,158 97,184 108,206 124,221 142,228 160,224 175,212 187,192 194,166 196,138 193,110 186,86 176,68 163,57 149,53 141,55',
  ],
  1: ['68,70 79,58 87,50 88,66 87,92 88,120 86,150 87,178 86,206 87,228'],
  2: [
    '92,92 96,76 108,62 126,54 146,54 164,62 174,78 174,98 165,120 149,143 130,166 110,188 94,206 88,215 104,214 126,212 150,213 172,212 190,209',
  ],
  3: [
    '96,70 110,58 130,52 150,55 164,66 167,82 158,98 142,110 124,116 142,118 160,126 173,142 176,162 170,184 154,202 132,211 110,208 93,196',
  ],
  4: [
    '134,56 124,76 112,98 98,122 86,142 90,146 112,147 138,146 164,144 188,143',
    '160,84 159,108 157,134 156,160 155,188 154,216',
  ],
  5: [
    '172,58 150,59 128,59 112,61 110,80 107,100 104,118 118,111 136,108 154,112 169,124 176,144 175,168 164,190 146,205 124,210 104,205 92,196',
  ],
  6: [
    '160,50 144,62 128,80 114,104 104,132 100,160 104,186 116,206 134,216 154,212 168,198 172,178 165,160 150,150 132,152 116,164 107,178',
  ],
  7: [
    '88,66 106,64 128,63 152,62 174,60 186,60 178,78 166,102 154,128 143,154 134,182 127,210 124,224',
    '112,140 132,138 156,136 172,134',
  ],
  8: [
    '74,27 67,20 57,18 48,22 44,30 47,39 55,47 64,54 72,63 75,74 72,85 64,93 54,94 45,89 41,80 43,70 50,61 59,53 68,45 74,36 75,29',
  ],
  9: [
    '172,84 162,68 146,58 126,60 110,72 104,92 108,112 122,126 142,128 160,118 170,100 174,82 174,104 172,130 168,158 162,184 154,208 148,224',
  ],
};

/** 28 × 28 bytes, as the pad hands them to the network. */
function draw(strokes: readonly string[]): Uint8Array {
  let pad = emptyPad;
  for (const stroke of strokes) {
    const [first, ...rest] = stroke.split(' ').map((text) => {
      const [x = NaN, y = NaN] = text.split(',').map(Number);
      return { x: x / PAD_PX, y: y / PAD_PX };
    });
    if (first === undefined) throw new Error('a stroke without a point');
    pad = reducePad(pad, { kind: 'press', at: first });
    for (const to of rest) pad = reducePad(pad, { kind: 'move', to: [to] });
    pad = reducePad(pad, { kind: 'lift' });
  }
  return rasterizeStrokes(pad.strokes, penWidth);
}

test('of ten digits drawn with a mouse at least nine are read right', { timeout: 60_000 }, async () => {
  const file = readFileSync(new URL('../public/weights/lenet5-digits/model.safetensors', import.meta.url));
  const spec = networkNamed('lenet5');
  const slots = Object.fromEntries(fromPytorch(spec, decodeSafetensors('model.safetensors', file).arrays));
  const dataSet = await generateDigits({ seed: 1, train: 2000, validation: 10, test: 10 });
  const options = {
    name: 'mouse',
    description: { ...defaultDescription, optimizer: 'sgd', dataSet: 'digits' },
    spec,
    dataSet,
    executor: createWasmExecutor(await loadKernelModule()),
    send: () => undefined,
    now: () => performance.now(),
  } as const;
  const untrained = await createRun(options);
  const fresh = await untrained.snapshot();
  await untrained.dispose();
  const run = await createRun({ ...options, snapshot: { ...fresh, slots: { ...fresh.slots, ...slots } } });
  const read: Record<string, number> = {};
  for (const [digit, strokes] of Object.entries(drawings)) {
    const { probabilities } = await run.inspect({ kind: 'pixels', pixels: draw(strokes) }, []);
    read[digit] = probabilities.indexOf(Math.max(...probabilities));
  }
  await run.dispose();
  const right = Object.entries(read).filter(([digit, given]) => Number(digit) === given);
  expect(right.length, `read as ${JSON.stringify(read)}`).toBeGreaterThanOrEqual(9);
});
