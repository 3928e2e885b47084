/** LeNet-5 against every engine that trains a convolutional network and runs on this machine. */
import { timeConvNetJs } from './peers/convNetJs';
import { timePeersInPage } from './peers/inPage';
import { timeJaxJs } from './peers/jaxJs';
import type { PeerTiming } from './peers/peer';
import { timePyTorch } from './peers/pyTorch';
import { timeTfjs } from './peers/tfjs';
import { quantile } from './quantile';
import type { Report } from './sections';
import { timeWasmSteps } from './steps';

const unit = 'ms/step';
const name = 'LeNet-5';

export async function measureLenet({ quick, add, note }: Report): Promise<void> {
  const ours: number[] = [];
  const timeOurs = async (): Promise<void> => {
    ours.push((await timeWasmSteps({ steps: quick ? 200 : 1000 })).medianMs);
  };
  const peers: PeerTiming[] = [];
  await timeOurs();
  const pytorch = await timePyTorch('lenet5', { warmUp: 20, steps: quick ? 100 : 500 });
  if (pytorch) peers.push(pytorch);
  else note('PyTorch was not measured: the interpreter named by PYTHON (default /usr/bin/python3) has no torch.');
  await timeOurs();
  peers.push(await timeConvNetJs({ warmUp: 2, steps: quick ? 7 : 30 }));
  peers.push(await timeJaxJs('wasm', { warmUp: 2, steps: quick ? 7 : 30 }));
  peers.push(await timeTfjs('cpu', { warmUp: 1, steps: quick ? 3 : 20 }));
  for (const timing of await timePeersInPage({ warmUp: 2, steps: quick ? 5 : 20 })) {
    if ('problem' in timing) note(`${timing.name} was not measured: ${timing.problem}`);
    else peers.push(timing);
  }
  await timeOurs();
  const medianMs = quantile(ours, 0.5);
  add({ name, unit, value: medianMs, peer: null, ratio: null });
  for (const { name: peer, medianMs: theirs } of peers) {
    add({ name, unit, value: theirs, peer, ratio: theirs / medianMs });
  }
  const original = await timeWasmSteps({ network: 'lenet5-1998', steps: quick ? 100 : 1000 });
  add({ name: 'LeNet-5 of 1998', unit, value: original.medianMs, peer: null, ratio: null });
  note('The peers in a page (webgl, webgpu) run on a software GPU: they stand for a machine without a graphics card.');
}
