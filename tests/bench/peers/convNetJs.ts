/** The training step on ConvNetJS, in Node. */
import { createRequire } from 'node:module';
import { batchSize, medianOfRounds, noise, type PeerTiming, type Rounds } from './peer';

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
export async function timeConvNetJs(rounds: Rounds): Promise<PeerTiming> {
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
  const medianMs = await medianOfRounds(rounds, () => images.forEach((image, n) => trainer.train(image, n % 10)));
  return { medianMs, name: 'ConvNetJS 0.3 (sgd, momentum; image by image)' };
}
