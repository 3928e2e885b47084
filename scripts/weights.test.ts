import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeSafetensors } from '../src/data/safetensors';
import { readWeightsCard } from '../src/data/weightsCard';
import { fromPytorch } from '../src/network/pytorchWeights';
import { networkNamed } from '../src/network/zoo';
import { weightsProgram, type WeightsOptions } from './weights';
import { sha256 } from './weights/finish';
import type { Recipe } from './weights/recipes';

const tiny: Recipe = {
  name: 'lenet5-tiny',
  network: 'lenet5',
  dataSet: 'digits',
  trainingImages: 640,
  testImages: 200,
  optimizer: 'adam',
  learningRate: 0.002,
  warmUpEpochs: 1,
  epochs: 3,
  batchSize: 16,
  augmentation: { shift: 1 },
};

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'weights-'));
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function options(place: string, change: Partial<WeightsOptions> = {}): WeightsOptions & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    folder: join(home, place, 'weights'),
    checkpoints: join(home, place, 'checkpoints'),
    dataFolder: join(home, 'no data'),
    print: (line) => void lines.push(line),
    signal: new AbortController().signal,
    date: '2026-11-21',
    recipes: [tiny],
    ...change,
    lines,
  };
}

describe('npm run weights', () => {
  test('trains, writes file, cards and list, and says how well it does', async () => {
    const where = options('whole');
    expect(await weightsProgram(['lenet5-tiny'], where)).toBe(0);
    const folder = join(where.folder, 'lenet5-tiny');
    expect(readdirSync(folder).sort()).toEqual(['card.json', 'card.md', 'model.safetensors']);
    const file = readFileSync(join(folder, 'model.safetensors'));
    const card = readWeightsCard(readFileSync(join(folder, 'card.json'), 'utf8'), 'card.json');
    expect(card.file).toMatchObject({ bytes: file.length, sha256: sha256(file), storage: 'F16' });
    expect(card.training).toMatchObject({ steps: 120, epochs: 3, executor: 'wasm', threads: 1, date: '2026-11-21' });
    expect(card.accuracy.images).toBe(200);
    // Guessing gives a tenth.
    expect(card.accuracy.fraction).toBeGreaterThan(0.3);
    expect(
      fromPytorch(networkNamed('lenet5'), decodeSafetensors('model.safetensors', file).arrays).get('conv1.weight'),
    ).toHaveLength(150);
    expect(decodeSafetensors('model.safetensors', file).metadata).toMatchObject({
      network: 'lenet5',
      description: card.network.hash,
      mean: JSON.stringify(card.data.normalization.mean),
    });
    expect(where.lines.at(-1)).toContain(`${card.accuracy.right} of 200 test images right`);
    const index = JSON.parse(readFileSync(join(where.folder, 'index.json'), 'utf8')) as { weights: { name: string }[] };
    expect(index.weights.map(({ name }) => name)).toEqual(['lenet5-tiny']);
  }, 60_000);

  test('stopped and called again it ends with the same file, byte for byte, and with two threads too', async () => {
    const whole = readFileSync(join(options('whole').folder, 'lenet5-tiny/model.safetensors'));
    const stop = new AbortController();
    const where = options('stopped');
    const stopped = await weightsProgram(['lenet5-tiny'], {
      ...where,
      signal: stop.signal,
      onStep: (step) => {
        if (step >= 50) stop.abort();
      },
    });
    expect(stopped).toBe(130);
    expect(where.lines.at(-1)).toBe('Stopped. What is done is kept: the same command goes on from there.');
    expect(await weightsProgram(['lenet5-tiny', '--threads', '2'], where)).toBe(0);
    expect(where.lines.some((line) => /goes on at step 50 of 120/.test(line))).toBe(true);
    expect(readFileSync(join(where.folder, 'lenet5-tiny/model.safetensors')).equals(whole)).toBe(true);
  }, 60_000);

  test('after a restart it goes on from the first cycle, and stopped there it ends with the same file', async () => {
    const recipe: Recipe = {
      ...tiny,
      epochs: 1,
      restart: { learningRate: 0.001, warmUpEpochs: 0, epochs: 1, augmentation: { erase: 0.5, eraseSize: 0.5 } },
    };
    const whole = options('restarted', { recipes: [recipe] });
    expect(await weightsProgram(['lenet5-tiny'], whole)).toBe(0);
    const card = readWeightsCard(readFileSync(join(whole.folder, 'lenet5-tiny/card.json'), 'utf8'), 'card.json');
    expect(card.training).toMatchObject({ steps: 80, epochs: 2, restart: { learningRate: 0.001, order: 2 } });
    const stop = new AbortController();
    const where = options('restarted and stopped', { recipes: [recipe] });
    let asked = 0;
    const stopped = await weightsProgram(['lenet5-tiny'], {
      ...where,
      signal: stop.signal,
      onStep: () => {
        // 40 steps of the first cycle, 20 of the second.
        asked += 10;
        if (asked === 60) stop.abort();
      },
    });
    expect(stopped).toBe(130);
    expect(await weightsProgram(['lenet5-tiny'], where)).toBe(0);
    expect(where.lines.some((line) => /goes on at step 60 of 80/.test(line))).toBe(true);
    const [one, other] = [whole, where].map(({ folder }) =>
      readFileSync(join(folder, 'lenet5-tiny/model.safetensors')),
    );
    expect(other?.equals(one ?? new Uint8Array())).toBe(true);
    const single = readFileSync(join(options('whole').folder, 'lenet5-tiny/model.safetensors'));
    expect(one?.equals(single)).toBe(false);
  }, 60_000);

  test.each([
    [[], 'weights: expected at least one name, found none.'],
    [['lenet5-tinny'], 'expected a name out of lenet5-tiny, found “lenet5-tinny”. The nearest is lenet5-tiny.'],
    [['lenet5-tiny', '--threads', '0'], 'expected a number of threads from 1 to 8, found “0”.'],
    [['lenet5-tiny', '--fast'], '--fast'],
  ])('a wrong call, %j, is explained and changes nothing', async (words, message) => {
    const where = options('wrong');
    expect(await weightsProgram(words, where)).toBe(2);
    expect(where.lines.join('\n')).toContain(message);
    expect(where.lines.join('\n')).toContain('Usage: npm run weights');
  });

  test('without the real images it says which folder it looked into', async () => {
    const where = options('absent', { recipes: [{ ...tiny, dataSet: 'cifar10' }] });
    expect(await weightsProgram(['lenet5-tiny'], where)).toBe(1);
    expect(where.lines.at(-1)).toMatch(
      /expected the files of cifar10 in .*no data.*cifar10, found no such folder\. .*--data/,
    );
  });
});
