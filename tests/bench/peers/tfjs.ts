/** The training step on TensorFlow.js by its layers interface, Adam: in Node on `cpu`, in a page on `webgl` and `webgpu`. */
import * as tf from '@tensorflow/tfjs';
import { batchSize, medianOfRounds, noise, type PeerTiming, type Rounds } from './peer';

/** A page that wants `webgpu` imports that backend first. */
export async function timeTfjs(backend: 'cpu' | 'webgl' | 'webgpu', rounds: Rounds): Promise<PeerTiming> {
  // Refused otherwise where the GPU is software.
  if (backend === 'webgl') tf.env().set('SOFTWARE_WEBGL_ENABLED', true);
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js: the backend ${backend} does not start here`);
  await tf.ready();
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
  const medianMs = await medianOfRounds(rounds, async () => {
    await model.trainOnBatch(images, labels);
  });
  tf.disposeVariables();
  return { medianMs, name: `TensorFlow.js ${tf.version.tfjs} ${backend} (layers)` };
}
