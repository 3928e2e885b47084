/** A card of trained weights for people: `card.md`, and the words that figures say of it. */

import type { WeightsCard } from './weightsCard';

/** The card as Markdown, for `card.md`. */
export function readableCard(card: WeightsCard): string {
  const { network, data, training, accuracy, file } = card;
  const settings = (entries: Readonly<Record<string, string | number>> | null): string =>
    entries === null || Object.keys(entries).length === 0
      ? 'none'
      : Object.entries(entries)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ');
  const { restart } = training;
  const rows: readonly (readonly [string, string])[] = [
    ['Network', `${network.name}, ${grouped(network.parameters)} trained parameters`],
    ['Description', `SHA-256 \`${network.hash}\``],
    ['Trained on', `${data.title}, ${grouped(data.trainingImages)} images of ${data.shape.join(' × ')}`],
    ['Classes', data.classes.join(', ')],
    ...(data.sha256 === undefined ? [] : [['Training data', `SHA-256 \`${data.sha256}\``] as const]),
    [
      'Normalization',
      `mean ${data.normalization.mean.join(', ')}; deviation ${data.normalization.deviation.join(', ')}`,
    ],
    ['Accuracy', accuracyWords(card)],
    ['Loss', `${accuracy.loss} on the same images`],
    ['Optimizer', `${training.optimizer}, learning rate ${training.learningRate}, batches of ${training.batchSize}`],
    ['Coefficients', settings(training.coefficients)],
    ['Schedule', settings(training.schedule ?? { kind: 'constant' })],
    ['Augmentation', settings(training.augmentation)],
    ...(restart === undefined
      ? []
      : ([
          [
            'Restart',
            `learning rate ${restart.learningRate}, order ${restart.order}, ${settings(restart.schedule)}, ${settings(restart.augmentation)}`,
          ],
        ] as const)),
    ['Length', `${grouped(training.steps)} steps, ${training.epochs} epochs`],
    ['Seeds', settings(training.seeds)],
    [
      'Machine',
      `${training.executor}, ${training.threads} ${training.threads === 1 ? 'thread' : 'threads'}, ${grouped(Math.round(training.seconds))} seconds`,
    ],
    ['Date', training.date],
    ['File', `${file.name}, ${grouped(file.bytes)} bytes, ${storageWords[file.storage]}`],
    ['', `SHA-256 \`${file.sha256}\``],
    ['Licence', card.licence],
  ];
  const cell = (words: string): string => words.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    `# ${card.title}`,
    '',
    '| | |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`),
    '',
    '## Limits of use',
    '',
    ...card.limits.map((limit) => `- ${limit}`),
    '',
  ].join('\n');
}

const storageWords = {
  F16: '16-bit floats, statistics of normalizations in 32 bits',
  F32: '32-bit floats',
} as const;

/** `99.12 % of 5,000 test images (4,956 right)` */
export function accuracyWords({ accuracy }: Pick<WeightsCard, 'accuracy'>): string {
  const { images, right, fraction, split } = accuracy;
  return `${(100 * fraction).toFixed(2)} % of ${grouped(images)} ${split} images (${grouped(right)} right)`;
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
