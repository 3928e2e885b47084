/** The training step in native PyTorch, in a process of its own, where there is a Python that has it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PeerTiming, Rounds } from './peer';

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
 * Adam, batch 32, the networks of `pytorch.py`.
 *
 * @param threads for the operations inside a step.
 * @returns null where the interpreter that `PYTHON` names (default /usr/bin/python3) has no torch.
 */
export async function timePyTorch(
  network: string,
  { warmUp, steps }: Rounds,
  threads: 1 | 2 = 1,
): Promise<PeerTiming | null> {
  const interpreter = process.env['PYTHON'] ?? '/usr/bin/python3';
  if ((await capture(interpreter, ['-c', 'import torch'])) === null) return null;
  const program = fileURLToPath(new URL('./pytorch.py', import.meta.url));
  const output = await capture(interpreter, [program, network, String(warmUp), String(steps), String(threads)]);
  if (output === null) throw new Error(`bench: ${program} failed for ${network}; run it by hand to see why`);
  const { medianMs, version } = JSON.parse(output) as { medianMs: number; version: string };
  return { medianMs, name: `PyTorch ${version}, native, ${threads} thread${threads === 1 ? '' : 's'}` };
}
