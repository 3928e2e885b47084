/**
 * Trained weights that a run can start from: those that the book ships beside its pages (`public/weights/`), and files that the reader
 * hands over.
 *
 * Picture: a drawer. What was fetched or handed over once stays in it for the visit. Nothing leaves it unchecked: the file's size and hash
 * against its card, the book's description of the network against the one that was trained, then every name, shape and number against the
 * network that is to start from it.
 *
 * Deliberately not here: writing files (`savedWeights.ts`) and the run (`run.ts`).
 */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Normalization } from '../data/batches';
import { DataError, type ImageShape } from '../data/dataSet';
import { decodeSafetensors, type SafetensorsFile } from '../data/safetensors';
import { readWeightsCard, readWeightsIndex, type OfferedWeights, type WeightsCard } from '../data/weightsCard';
import { networkOn } from '../network/adapt';
import { adoptParameters } from '../network/adoptParameters';
import { descriptionHash } from '../network/descriptionHash';
import { fromPytorch } from '../network/pytorchWeights';
import type { NetworkSpec } from '../network/spec';
import { nearestName } from '../network/specError';
import { summarize } from '../network/summary';
import { EngineError } from './engineError';
import { grouped } from './numberText';
import type { Start } from './protocol';
import { aboutOf, fitting, type WeightsFile } from './weightsFile';

/** What a run begins with, instead of random numbers. */
export interface StartingWeights {
  /** Parameters and state by slot name; what is missing is drawn as usual. */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** What their inputs were normalized with; null: not known, the data set's own. */
  readonly normalization: Normalization | null;
  /** Where they come from and what of them starts anew, for the reader. */
  readonly words: string;
}

/** The data set that they are to work on. */
export interface StartingData {
  readonly id: string;
  readonly title: string;
  readonly shape: ImageShape;
  readonly classes: readonly string[];
}

export interface WeightsLibrary {
  /** What the book ships; none where the server has no list. */
  list(): Promise<readonly OfferedWeights[]>;
  /** @throws EngineError `unavailable` or DataError when it cannot be had or is not in order */
  card(name: string): Promise<WeightsCard>;
  /**
   * Keeps a reader's file for the visit.
   *
   * @throws DataError when it is no safetensors file
   */
  keep(fileName: string, bytes: Uint8Array): Extract<Start, { file: string }>;
  /**
   * @param spec the run's network as its data set needs it; `named` as the zoo has it.
   * @throws DataError, SpecError or EngineError saying what does not fit, and what to do
   */
  start(start: Start, named: NetworkSpec, data: StartingData): Promise<StartingWeights>;
}

export interface WeightsLibraryOptions {
  /**
   * A file below `weights/` of the book's own address; null when there is none.
   *
   * @param tag changes with the content, so that no cache hands out an older one.
   */
  readonly fetchFile: (path: string, tag?: string) => Promise<Uint8Array | null>;
  readonly networks: readonly NetworkSpec[];
}

export function createWeightsLibrary({ fetchFile, networks }: WeightsLibraryOptions): WeightsLibrary {
  const kept = new Map<string, WeightsFile>();
  const cards = new Map<string, Promise<WeightsCard>>();
  const shipped = new Map<string, Promise<SafetensorsFile>>();
  let index: Promise<readonly OfferedWeights[]> | null = null;

  /** Asks once; what failed may be asked for again. */
  function once<T>(known: Map<string, Promise<T>>, name: string, get: () => Promise<T>): Promise<T> {
    const asked =
      known.get(name) ??
      get().catch((error: unknown) => {
        known.delete(name);
        throw error;
      });
    known.set(name, asked);
    return asked;
  }

  async function fetchIndex(): Promise<readonly OfferedWeights[]> {
    const bytes = await fetchFile('index.json');
    return bytes === null ? [] : readWeightsIndex(textOf(bytes), 'weights/index.json').weights;
  }

  function list(): Promise<readonly OfferedWeights[]> {
    index ??= fetchIndex().catch((error: unknown) => {
      index = null;
      throw error;
    });
    return index;
  }

  async function required(path: string, tag?: string): Promise<Uint8Array> {
    const bytes = await fetchFile(path, tag);
    if (bytes !== null) return bytes;
    throw new EngineError(
      'unavailable',
      `weights/${path}: expected a file beside the book's pages, found none. Load the page again, or start from random weights.`,
    );
  }

  function card(name: string): Promise<WeightsCard> {
    return once(cards, name, async () => {
      const names = (await list()).map((offered) => offered.name);
      if (!names.includes(name)) {
        const hint = names.length === 0 ? 'The book ships none here' : `The nearest is ${nearestName(name, names)}`;
        throw new EngineError(
          'bad-input',
          `weights “${name}”: expected one of ${names.length === 0 ? 'no names' : names.join(', ')}, found no such name. ${hint}; start from random weights.`,
        );
      }
      const found = readWeightsCard(textOf(await required(`${name}/card.json`)), `weights/${name}/card.json`);
      if (found.name === name) return found;
      throw new DataError(
        `weights/${name}/card.json: expected the card of ${name}, found that of ${found.name}. Run npm run weights again.`,
      );
    });
  }

  function fileOf(found: WeightsCard): Promise<SafetensorsFile> {
    const { name, bytes: size, sha256: hash } = found.file;
    const path = `${found.name}/${name}`;
    return once(shipped, path, async () => {
      const bytes = await required(path, hash.slice(0, 16));
      const next = 'The file was damaged or replaced on its way: load the page again.';
      if (bytes.length !== size) {
        throw new DataError(
          `weights/${path}: expected ${grouped(size)} bytes, as its card says, found ${grouped(bytes.length)}. ${next}`,
        );
      }
      const foundHash = hashOf(bytes);
      if (foundHash !== hash) {
        throw new DataError(
          `weights/${path}: expected the SHA-256 ${hash}, as its card says, found ${foundHash}. ${next}`,
        );
      }
      return decodeSafetensors(`weights/${path}`, bytes);
    });
  }

  /** The book's present description of what a card's weights were trained in. */
  function trainedSpec({ title, network, data }: WeightsCard): NetworkSpec {
    const named = networks.find(({ name }) => name === network.name);
    const again = 'Run npm run weights again, or start from random weights.';
    if (named === undefined) {
      const names = networks.map(({ name }) => name);
      throw new DataError(
        `${title}: expected weights of a network of this book, found “${network.name}”. The nearest is ${nearestName(network.name, names) ?? 'none'}. ${again}`,
      );
    }
    const spec = networkOn(named, { shape: data.shape, classes: data.classes.length });
    const hash = descriptionHash(spec);
    if (hash !== network.hash) {
      throw new DataError(
        `${title}: expected weights of ${spec.title} as this version of the book describes it (${hash.slice(0, 12)}…), found weights of ` +
          `another description (${network.hash.slice(0, 12)}…). ${again}`,
      );
    }
    const { parameters } = summarize(spec);
    if (parameters === network.parameters) return spec;
    throw new DataError(
      `${title}: expected ${grouped(parameters)} trained parameters, found ${grouped(network.parameters)} on the card. ${again}`,
    );
  }

  async function startShipped(name: string, named: NetworkSpec, data: StartingData): Promise<StartingWeights> {
    const found = await card(name);
    if (found.network.name !== named.name) {
      throw new DataError(
        `${found.title}: expected weights of ${named.title}, found weights of ${found.network.name}. ` +
          `Choose the network ${found.network.name}, or start from other weights.`,
      );
    }
    const spec = trainedSpec(found);
    const { arrays } = await fileOf(found);
    return adopted(found.title, found.data.title, {
      trained: spec,
      values: fromPytorch(spec, arrays),
      classes: found.data.classes,
      normalization: found.data.normalization,
      named,
      data,
    });
  }

  function startFromFile(hash: string, fileName: string, named: NetworkSpec, data: StartingData): StartingWeights {
    const file = kept.get(hash);
    if (file === undefined) {
      throw new EngineError(
        'bad-input',
        `The run is to start from the weights in ${fileName} (SHA-256 ${hash.slice(0, 12)}…), which are not here. Choose the file with “Load weights”, or start from random weights.`,
      );
    }
    const about = aboutOf(file);
    if (about.network !== undefined && about.network !== named.name) {
      throw new DataError(
        `${file.name}: expected weights of ${named.title} (${named.name}), found weights of “${about.network}”, as the file says of itself. ${advice(about.network)}`,
      );
    }
    const form = { shape: data.shape, classes: data.classes.length };
    const fit = fitting(named, file.content, about, form);
    if ('spec' in fit) {
      return adopted(`the file ${file.name}`, null, {
        trained: fit.spec,
        values: fit.values,
        classes: about.classes,
        normalization: about.normalization,
        named,
        data,
      });
    }
    // Which network is it, then? Said only where there is one that takes every array of the file.
    const other = networks.find(
      (network) => network !== named && 'spec' in fitting(network, file.content, about, form),
    );
    throw new DataError(
      `${file.name}: ${fit.why}${other === undefined ? '' : ` The file fits ${other.title}: choose that network first.`}`,
    );
  }

  function advice(name: string): string {
    const names = networks.map((network) => network.name);
    return names.includes(name)
      ? `Choose the network ${name} first.`
      : `The nearest network of the book is ${nearestName(name, names) ?? 'none'}; choose a file of ${names.join(', ')}.`;
  }

  return {
    list,
    card,
    keep(fileName, bytes) {
      const content = decodeSafetensors(fileName, bytes);
      aboutOf({ name: fileName, content });
      const file = hashOf(bytes);
      kept.set(file, { name: fileName, content });
      return { file, name: fileName };
    },
    start: (start, named, data) =>
      'weights' in start
        ? startShipped(start.weights, named, data)
        : Promise.resolve().then(() => startFromFile(start.file, start.name, named, data)),
  };
}

interface Adoption {
  readonly trained: NetworkSpec;
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly classes: readonly string[] | undefined;
  readonly normalization: Normalization | null;
  readonly named: NetworkSpec;
  readonly data: StartingData;
}

function adopted(
  title: string,
  trainedOn: string | null,
  { trained, values, classes, normalization, named, data }: Adoption,
): StartingWeights {
  const wanted = networkOn(named, { shape: data.shape, classes: data.classes.length });
  const isSame =
    classes === undefined ||
    (classes.length === data.classes.length && classes.every((name, k) => name === data.classes[k]));
  const { slots, fresh } = adoptParameters(trained, wanted, values, isSame);
  const words = [`Starts from ${title}`];
  if (trainedOn !== null && trainedOn !== data.title) words.push(`, trained on ${trainedOn} and now on ${data.title}`);
  if (fresh.length > 0) {
    words.push(
      `; the classes are others, so ${fresh.join(' and ')}, which makes the scores, starts from random numbers`,
    );
  }
  const [, , channels] = data.shape;
  return {
    slots,
    normalization: normalization?.mean.length === channels ? normalization : null,
    words: `${words.join('')}.`,
  };
}

function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
