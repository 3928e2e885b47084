/**
 * The same training step on other engines, in Node on this machine: LeNet-5 in its modern form, input 32×32×1, batch 32.
 *
 * Every function makes its own network, warms up, and returns the median time of a step in milliseconds. The images are noise:
 * the time of a step does not depend on what is in them.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { randomStream } from '../../src/tensor/random';
import { quantile } from './steps';

export interface PeerTiming {
  readonly medianMs: number;
  /** What exactly ran, for the table. */
  readonly name: string;
}

export interface Rounds {
  readonly warmUp: number;
  readonly steps: number;
}

const batchSize = 32;

function noise(count: number): Float32Array {
  const stream = randomStream(1, 'benchmark images');
  return Float32Array.from({ length: count }, () => stream.bell());
}

/** The part of ConvNetJS that is used. It has no types. */
interface ConvNetJs {
  Net: new () => { makeLayers(layers: readonly object[]): void };
  Trainer: new (net: object, options: object) => { train(volume: object, label: number): void };
  Vol: new (width: number, height: number, depth: number, fill: number) => { w: Float64Array };
}

/**
 * ConvNetJS trains one image after the other and updates after 32 of them: that is the step timed here. With SGD and momentum, because its Adam
 * multiplies by the bias correction where it should divide.
 */
export function timeConvNetJs({ warmUp, steps }: Rounds): PeerTiming {
  const { Net, Trainer, Vol } = createRequire(import.meta.url)('convnetjs') as ConvNetJs;
  const net = new Net();
  net.makeLayers([
    { type: 'input', out_sx: 32, out_sy: 32, out_depth: 1 },
    { type: 'conv', sx: 5, filters: 6, stride: 1, pad: 0, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'conv', sx: 5, filters: 16, stride: 1, pad: 0, activation: 'relu' },
    { type: 'pool', sx: 2, stride: 2 },
    { type: 'fc', num_neurons: 120, activation: 'relu' },
    { type: 'fc', num_neurons: 84, activation: 'relu' },
    { type: 'softmax', num_classes: 10 },
  ]);
  const trainer = new Trainer(net, { method: 'sgd', learning_rate: 0.01, momentum: 0.9, batch_size: batchSize });
  const pixels = noise(batchSize * 1024);
  const images = Array.from({ length: batchSize }, (_, n) => {
    const volume = new Vol(32, 32, 1, 0);
    volume.w.set(pixels.subarray(n * 1024, (n + 1) * 1024));
    return volume;
  });
  const times: number[] = [];
  for (let round = 0; round < warmUp + steps; round++) {
    const start = performance.now();
    images.forEach((image, n) => trainer.train(image, n % 10));
    if (round >= warmUp) times.push(performance.now() - start);
  }
  return { medianMs: quantile(times, 0.5), name: 'ConvNetJS 0.3 (sgd, momentum; image by image)' };
}

/** TensorFlow.js with its plain JavaScript backend: the layers interface, Adam. */
export async function timeTfjsCpu({ warmUp, steps }: Rounds): Promise<PeerTiming> {
  const tf = await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [32, 32, 1], filters: 6, kernelSize: 5, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 120, activation: 'relu' }),
      tf.layers.dense({ units: 84, activation: 'relu' }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  const images = tf.tensor4d(noise(batchSize * 1024), [batchSize, 32, 32, 1]);
  const labels = tf.oneHot(
    Array.from({ length: batchSize }, (_, n) => n % 10),
    10,
  );
  const times: number[] = [];
  for (let round = 0; round < warmUp + steps; round++) {
    const start = performance.now();
    await model.trainOnBatch(images, labels);
    if (round >= warmUp) times.push(performance.now() - start);
  }
  tf.disposeVariables();
  return { medianMs: quantile(times, 0.5), name: `TensorFlow.js ${tf.version.tfjs} cpu (layers)` };
}

function capture(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', () => resolve(null));
    child.on('close', (status) => resolve(status === 0 ? output : null));
  });
}

/**
 * Native PyTorch on one thread, Adam, where the interpreter that `PYTHON` names (default /usr/bin/python3) has it; null where
 * it has not.
 */
export async function timePyTorch({ warmUp, steps }: Rounds): Promise<PeerTiming | null> {
  const interpreter = process.env['PYTHON'] ?? '/usr/bin/python3';
  if ((await capture(interpreter, ['-c', 'import torch'])) === null) return null;
  const program = fileURLToPath(new URL('./pytorch.py', import.meta.url));
  const output = await capture(interpreter, [program, String(warmUp), String(steps)]);
  if (output === null) return null;
  const { medianMs, version } = JSON.parse(output) as { medianMs: number; version: string };
  return { medianMs, name: `PyTorch ${version}, native, 1 thread` };
}
