/**
 * The published distributions that the book can fetch: files, sizes, hashes and addresses. One file of data, changed by hand.
 *
 * What is written here is known; what is not known says so. A size that nobody published is null (the server's word is then
 * shown), and an address counts as one for the page only where it is known to answer cross-origin requests. Everything else is
 * fetched by `npm run data`, and the page offers the import instead.
 *
 * Deliberately not here: how to fetch (`download.ts`) and what the files mean (the decoders). Tests hand sets of their own to those
 * who take one as an argument; nothing changes these.
 *
 * Sources: MNIST by LeCun, Cortes & Burges; Fashion-MNIST by Xiao, Rasul & Vollgraf (the hashes are the MD5 sums in its own
 * description); CIFAR-10 by Krizhevsky.
 */

export const fetchableIds = ['mnist', 'fashion-mnist', 'cifar10'] as const;
export type FetchableId = (typeof fetchableIds)[number];

export function isFetchable(id: unknown): id is FetchableId {
  return fetchableIds.some((fetchable) => fetchable === id);
}

export const digestKinds = ['sha256', 'md5'] as const;
export type DigestKind = (typeof digestKinds)[number];

/** Of the file as it is distributed, packed. */
export interface Digest {
  readonly kind: DigestKind;
  /** Lower case. */
  readonly hex: string;
}

export interface PublishedFile {
  readonly name: string;
  /** Null where no size was published. */
  readonly sizeBytes: number | null;
  readonly digest: Digest;
}

export interface PublishedAddress {
  /** Ends in `/`; a file's name follows. */
  readonly folder: string;
  /** Whether a page of another host may read it. False also where that is not known. */
  readonly answersPages: boolean;
}

export interface PublishedSet {
  readonly id: FetchableId;
  readonly title: string;
  readonly files: readonly PublishedFile[];
  /** Tried in this order. */
  readonly addresses: readonly PublishedAddress[];
}

export type PublishedSets = Readonly<Record<FetchableId, PublishedSet>>;

export const publishedSets: PublishedSets = {
  mnist: {
    id: 'mnist',
    title: 'MNIST',
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        sizeBytes: 9_912_422,
        digest: { kind: 'sha256', hex: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609' },
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        sizeBytes: 28_881,
        digest: { kind: 'sha256', hex: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c' },
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        sizeBytes: 1_648_877,
        digest: { kind: 'sha256', hex: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6' },
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        sizeBytes: 4_542,
        digest: { kind: 'sha256', hex: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6' },
      },
    ],
    addresses: [
      { folder: 'https://cdn.jsdelivr.net/gh/fgnt/mnist/', answersPages: true },
      { folder: 'https://storage.googleapis.com/cvdf-datasets/mnist/', answersPages: false },
      { folder: 'https://ossci-datasets.s3.amazonaws.com/mnist/', answersPages: false },
    ],
  },
  'fashion-mnist': {
    id: 'fashion-mnist',
    title: 'Fashion-MNIST',
    files: [
      {
        name: 'train-images-idx3-ubyte.gz',
        sizeBytes: null,
        digest: { kind: 'md5', hex: '8d4fb7e6c68d591d4c3dfef9ec88bf0d' },
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        sizeBytes: null,
        digest: { kind: 'md5', hex: '25c81989df183df01b3e8a0aad5dffbe' },
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        sizeBytes: null,
        digest: { kind: 'md5', hex: 'bef4ecab320f06d8554ea6380940ec79' },
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        sizeBytes: null,
        digest: { kind: 'md5', hex: 'bb300cfdad3c16e7a12a480ee83cd310' },
      },
    ],
    addresses: [{ folder: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/', answersPages: false }],
  },
  cifar10: {
    id: 'cifar10',
    title: 'CIFAR-10',
    files: [
      {
        name: 'cifar-10-binary.tar.gz',
        sizeBytes: 170_052_171,
        digest: { kind: 'sha256', hex: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd' },
      },
    ],
    addresses: [{ folder: 'https://www.cs.toronto.edu/~kriz/', answersPages: false }],
  },
};

/** What a reader is shown before the first byte. */
export interface PublishedSource {
  readonly id: FetchableId;
  readonly title: string;
  /** `page`: by a press of a button. `command`: on the server by `command`; the page offers the import instead. */
  readonly way: 'page' | 'command';
  /** Folders that are asked in this order, those of the way alone; each ends in `/`. */
  readonly addresses: readonly string[];
  readonly files: readonly { readonly name: string; readonly sizeBytes: number | null }[];
  /** Of all files; null where the size of one was not published. */
  readonly sizeBytes: number | null;
  /** The call that puts the set on a server of the book. */
  readonly command: string;
}

export function publishedSource({ id, title, files, addresses }: PublishedSet): PublishedSource {
  const forPages = addresses.filter(({ answersPages }) => answersPages);
  return {
    id,
    title,
    way: forPages.length > 0 ? 'page' : 'command',
    addresses: (forPages.length > 0 ? forPages : addresses).map(({ folder }) => folder),
    files: files.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    sizeBytes: files.reduce<number | null>(
      (sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes),
      0,
    ),
    command: `npm run data -- ${id}`,
  };
}

export function publishedSources(sets: PublishedSets = publishedSets): readonly PublishedSource[] {
  return fetchableIds.map((id) => publishedSource(sets[id]));
}
