/**
 * The words that links say in two characters: names of settings, and what they are often set to.
 *
 * A word's place in the list is its meaning in every link that was ever made. So: new words go to the end, none is taken away, none
 * moves. A test holds the list as it was. A name that is not here can be in a link too; it only takes more room.
 */

export const linkWords: readonly string[] = [
  // What a trainer shows.
  ...['lossScale', 'log', 'linear', 'isTableShown', 'guess', 'viewedStep', 'hidden', 'locked', 'settings'],
  // Parts of a trainer that can be hidden or locked.
  ...['data', 'start', 'more', 'lab', 'timeline'],
  // Settings of a run.
  ...['network', 'dataSet', 'optimizer', 'learningRate', 'batchSize', 'seed', 'orderSeed', 'generatorSeed'],
  ...['coefficients', 'schedule', 'corruption', 'augmentation', 'seeds', 'initialization', 'order', 'generator'],
  ...['weights', 'file', 'name'],
  ...['sgd', 'momentum', 'nesterov', 'adagrad', 'adadelta', 'rmsprop', 'adam', 'adamw'],
  ...['rho', 'beta1', 'beta2', 'epsilon', 'l1', 'l2', 'weightDecay', 'clipNorm'],
  ...['kind', 'constant', 'step', 'cosine', 'rangeTest', 'warmUpSteps', 'every', 'factor', 'steps', 'floor', 'rise'],
  ...['labelNoise', 'labelNoiseKind', 'uniform', 'next', 'imbalance', 'leak', 'duplicates', 'forgottenNormalization'],
  ...['flip', 'shift', 'crop', 'rotate', 'contrast', 'brightness', 'saturation', 'hue', 'erase', 'eraseSize'],
  // Networks, data sets and trained weights.
  ...['lenet5', 'lenet5-1998', 'mlp', 'small-alexnet', 'small-vgg', 'inception', 'resnet-8', 'resnet-20', 'rhythm-cnn'],
  ...['digits', 'letters', 'things', 'things-64', 'planes-circles', 'planes-moons', 'planes-spirals', 'planes-xor'],
  ...['planes-gaussians', 'planes-checkerboard', 'rhythms', 'views', 'mnist', 'fashion-mnist', 'kmnist'],
  ...['emnist-balanced', 'emnist-letters', 'emnist-digits', 'cifar10', 'cifar100'],
  ...['lenet5-digits', 'lenet5-mnist', 'inception-cifar10', 'resnet-20-cifar10', 'resnet-8-cifar10'],
  ...['resnet-8-things', 'small-alexnet-cifar10', 'small-vgg-cifar10'],
  // Places in the network explorer.
  ...['at', 'layer', 'channel', 'cell', 'slice', 'row', 'column'],
  // Right and wrong.
  ...['filter', 'page', 'all', 'wrong', 'truth', 'predicted', 'sure', 'unsure', 'stored'],
  // The microscope of a data set.
  ...['split', 'train', 'validation', 'test', 'label', 'index', 'panel', 'neighbours', 'means', 'balance', 'twins'],
  // A run's story and the print of its curve.
  ...['origin', 'history', 'change', 'print', 'lastStep', 'executor', 'build', 'points'],
  ...['wasm', 'webgpu', 'tfjs-webgpu', 'tfjs-webgl', 'reference'],
];

const SECOND = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `AA`, `AB` … `A9`, `BA` …: a capital letter, then any letter or digit. */
export function wordCode(index: number): string {
  return SECOND.charAt(Math.floor(index / SECOND.length)) + SECOND.charAt(index % SECOND.length);
}

const codes: ReadonlyMap<string, string> = new Map(linkWords.map((word, index) => [word, wordCode(index)]));
const words: ReadonlyMap<string, string> = new Map(linkWords.map((word, index) => [wordCode(index), word]));

export function codeOf(word: string): string | undefined {
  return codes.get(word);
}
export function wordOf(code: string): string | undefined {
  return words.get(code);
}
