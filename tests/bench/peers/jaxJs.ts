/**
 * The training step on jax-js: the whole step (forward, gradient, Adam) traced once and compiled by its `jit`. In Node on WebAssembly, in
 * a page on WebGPU too. NCHW, as its convolution wants it.
 */
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
  type Array as JaxArray,
} from '@jax-js/jax';
import { batchSize, medianOfRounds, noise, type PeerTiming, type Rounds } from './peer';

type Parameters = Record<string, JaxArray>;

const shapes = {
  conv1: [6, 1, 5, 5],
  bias1: [6, 1, 1],
  conv2: [16, 6, 5, 5],
  bias2: [16, 1, 1],
  dense1: [400, 120],
  bias3: [120],
  dense2: [120, 84],
  bias4: [84],
  dense3: [84, 10],
  bias5: [10],
} satisfies Record<string, number[]>;

function array(shape: readonly number[], scale: number): JaxArray {
  const values = noise(shape.reduce((product, length) => product * length, 1)).map((value) => value * scale);
  return np.array(values).reshape([...shape]);
}

/** An array's handle is used up by what reads it; `ref` gives another. */
function loss(p: Parameters, image: JaxArray, oneHot: JaxArray): JaxArray {
  const weight = (name: keyof typeof shapes): JaxArray => {
    const found = p[name];
    if (found === undefined) throw new Error(`internal: no parameter ${name}`);
    return found;
  };
  const pool = (x: JaxArray): JaxArray => lax.reduceWindow(x, np.max, [2, 2], [2, 2]);
  let x = pool(nn.relu(lax.conv(image, weight('conv1'), [1, 1], 'VALID').add(weight('bias1'))));
  x = pool(nn.relu(lax.conv(x, weight('conv2'), [1, 1], 'VALID').add(weight('bias2'))));
  x = x.reshape([batchSize, 400]);
  x = nn.relu(np.dot(x, weight('dense1')).add(weight('bias3')));
  x = nn.relu(np.dot(x, weight('dense2')).add(weight('bias4')));
  x = np.dot(x, weight('dense3')).add(weight('bias5'));
  return nn
    .logSoftmax(x)
    .mul(oneHot)
    .sum()
    .mul(-1 / batchSize);
}

export async function timeJaxJs(device: 'wasm' | 'webgpu', rounds: Rounds): Promise<PeerTiming> {
  const available = await init(device);
  if (!available.includes(device))
    throw new Error(`jax-js offers ${available.join(', ') || 'no device'} here, not ${device}`);
  defaultDevice(device);
  const zeros = (): Parameters =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, np.zeros(shape)]));
  let parameters: Parameters = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, array(shape, shape.length === 1 ? 0 : 0.1)]),
  );
  let means = zeros();
  let squares = zeros();
  const image = array([batchSize, 1, 32, 32], 1);
  const oneHot = np
    .array(Float32Array.from({ length: batchSize * 10 }, (_, i) => (i % 10 === Math.floor(i / 10) % 10 ? 1 : 0)))
    .reshape([batchSize, 10]);

  const step = jit((p: Parameters, m: Parameters, v: Parameters, x: JaxArray, y: JaxArray, rate: JaxArray) => {
    const [value, gradients] = valueAndGrad(loss)(tree.ref(p), x, y) as unknown as [JaxArray, Parameters];
    const [nextP, nextM, nextV]: [Parameters, Parameters, Parameters] = [{}, {}, {}];
    for (const name of Object.keys(shapes)) {
      const [pn, gn, mn, vn] = [p[name], gradients[name], m[name], v[name]];
      if (!pn || !gn || !mn || !vn) throw new Error(`internal: no parameter ${name}`);
      const mean = mn.mul(0.9).add(gn.ref.mul(0.1));
      const square = vn.mul(0.999).add(gn.ref.mul(gn).mul(0.001));
      nextM[name] = mean.ref;
      nextV[name] = square.ref;
      nextP[name] = pn.sub(mean.mul(rate.ref).div(np.sqrt(square).add(1e-8)));
    }
    rate.dispose();
    return [value, nextP, nextM, nextV] as const;
  });

  let number = 0;
  const medianMs = await medianOfRounds(rounds, async () => {
    number += 1;
    // Both bias corrections in the rate (Kingma & Ba 2015, section 2).
    const rate = np.array(Float32Array.of((0.001 * Math.sqrt(1 - 0.999 ** number)) / (1 - 0.9 ** number)));
    const [value, p, m, v] = step(parameters, means, squares, image.ref, oneHot.ref, rate);
    [parameters, means, squares] = [p, m, v];
    await blockUntilReady([parameters, means, squares]);
    const [now] = (await value.data()) as ArrayLike<number> & Iterable<number>;
    if (!Number.isFinite(now)) throw new Error(`jax-js: the loss of step ${number} is ${now}`);
  });
  return { medianMs, name: `jax-js 0.1.25 ${device} (whole step under jit)` };
}
