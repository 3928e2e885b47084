/** Larger networks against PyTorch, and against what a plain matrix product reaches on this machine. One thread. */
import { networkNamed } from '../../src/network/zoo';
import { timePyTorch } from './peers/pyTorch';
import type { Report } from './sections';
import { timeWasmSteps } from './steps';

const networks = ['mlp', 'small-vgg', 'resnet-8', 'resnet-20'] as const;
const unit = 'ms/step';

export async function measureNetworks({ quick, add }: Report): Promise<void> {
  for (const network of networks) {
    const { title } = networkNamed(network);
    const isSmall = network === 'mlp';
    const steps = (quick ? 10 : 40) * (isSmall ? 20 : 1);
    const before = await timeWasmSteps({ network, warmUp: isSmall ? 20 : 3, steps });
    const peer = await timePyTorch(network, { warmUp: 3, steps });
    const after = await timeWasmSteps({ network, warmUp: isSmall ? 20 : 3, steps });
    const medianMs = (before.medianMs + after.medianMs) / 2;
    add({ name: title, unit, value: medianMs, peer: null, ratio: null });
    if (peer) add({ name: title, unit, value: peer.medianMs, peer: peer.name, ratio: peer.medianMs / medianMs });
  }
}
