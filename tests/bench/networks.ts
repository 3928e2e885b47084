/** Larger networks against PyTorch, and against what a plain matrix product reaches on this machine. One thread. */
import { createWasmExecutor } from '../../src/engine/executors/wasm/executor';
import { loadKernelModule } from '../../src/engine/executors/wasm/loadModuleInNode';
import { networkNamed } from '../../src/network/zoo';
import { timeDeadNetwork } from './denormals';
import { measureProductRate } from './matmulRate';
import { timePyTorch } from './peers/pyTorch';
import type { Report } from './sections';
import { timeWasmSteps } from './steps';

const networks = ['mlp', 'small-vgg', 'resnet-8', 'resnet-20'] as const;
const unit = 'ms/step';

async function productRate(milliseconds: number): Promise<number> {
  const executor = createWasmExecutor(await loadKernelModule());
  const { multiplyAddsPerSecond } = await measureProductRate(executor, { milliseconds });
  executor.dispose();
  return multiplyAddsPerSecond;
}

export async function measureNetworks({ quick, add, note }: Report): Promise<void> {
  for (const network of networks) {
    const { title: name } = networkNamed(network);
    const isSmall = network === 'mlp';
    const steps = (quick ? 8 : 40) * (isSmall ? 20 : 1);
    const rounds = { warmUp: isSmall ? 20 : 3, steps };
    const before = await timeWasmSteps({ network, ...rounds });
    const rate = await productRate(quick ? 100 : 300);
    const peer = await timePyTorch(network, rounds);
    const after = await timeWasmSteps({ network, ...rounds });
    const medianMs = (before.medianMs + after.medianMs) / 2;
    add({ name, unit, value: medianMs, peer: null, ratio: null });
    if (peer) add({ name, unit, value: peer.medianMs, peer: peer.name, ratio: peer.medianMs / medianMs });
    if (!isSmall) {
      // Beside the step that ran just before it.
      const share = (before.multiplyAdds * 1000) / before.medianMs / rate;
      const what = `${name}: multiply-adds of the direct method, of the rate of a plain matrix product`;
      add({ name: what, unit: '%', value: 100 * share, peer: null, ratio: null });
    }
  }
  const { ratio } = await timeDeadNetwork({ steps: quick ? 100 : 400 });
  add({
    name: 'LeNet-5 with dead units: step against a healthy one',
    unit: '×',
    value: ratio,
    peer: null,
    ratio: null,
  });
  note(
    'Winograd’s minimal filtering needs fewer multiplications than the direct method that is counted, so a share may exceed 100 %.',
  );
}
