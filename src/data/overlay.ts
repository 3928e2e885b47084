/**
 * Labels that a reader has changed by hand, kept beside a data set and never in it.
 *
 * Picture: a transparent sheet over the list of labels, with a stack of corrections on it. The last correction of an image counts; taking
 * the top one off the stack is undo. The sheet knows the set it belongs to by the SHA-256 of its pixels and labels, and fits no other.
 *
 * As text it is JSON, for a file that a reader keeps or gives away:
 * `{ "format": "receptive-field labels", "version": 1, "dataSet": "mnist", "sha256": "…", "labels": { "train": { "12": 3 } } }`.
 */

import { contentOf } from './content';
import { DataError, isDataSetId, splitNames, type DataSet, type DataSetId, type SplitName } from './dataSet';

export interface LabelChange {
  readonly split: SplitName;
  readonly index: number;
  readonly label: number;
}

export interface LabelOverlay {
  readonly dataSet: DataSetId;
  /** Of the set that the labels belong to. */
  readonly sha256: string;
  /** Switched off, it is kept and not applied. */
  readonly isOn: boolean;
  /** In the order in which they were made. */
  readonly changes: readonly LabelChange[];
}

/** An image whose label differs from that of the original. */
export interface ChangedLabel extends LabelChange {
  readonly original: number;
}

const FORMAT = 'receptive-field labels';
/** More than anybody changes by hand; a file that holds more is none of ours. */
const MOST_CHANGES = 100_000;

const hashes = new WeakMap<DataSet, string>();

/** SHA-256 of pixels and labels of all splits, in their order, in hexadecimal. Made once for a set and remembered with it. */
export function sha256Of(dataSet: DataSet): string {
  const known = dataSet.info.sha256 ?? hashes.get(dataSet);
  if (known !== undefined) return known;
  const made = contentOf(dataSet).sha256;
  hashes.set(dataSet, made);
  return made;
}

/** A sheet without corrections. */
export function emptyOverlay(dataSet: DataSet): LabelOverlay {
  return { dataSet: dataSet.info.id, sha256: sha256Of(dataSet), isOn: true, changes: [] };
}

/** @throws DataError when the set has no such image or class */
export function withLabel(overlay: LabelOverlay, dataSet: DataSet, { split, index, label }: LabelChange): LabelOverlay {
  requireChange({ split, index, label }, dataSet);
  return { ...overlay, isOn: true, changes: [...overlay.changes, { split, index, label }] };
}

/** Without the last correction; the same sheet when there is none. */
export function withoutLast(overlay: LabelOverlay): LabelOverlay {
  return overlay.changes.length === 0 ? overlay : { ...overlay, changes: overlay.changes.slice(0, -1) };
}

export function overlayFits(overlay: LabelOverlay, dataSet: DataSet): boolean {
  return overlay.dataSet === dataSet.info.id && overlay.sha256 === sha256Of(dataSet);
}

/** What differs from the original, by split and index. */
export function changedLabels(overlay: LabelOverlay, dataSet: DataSet): readonly ChangedLabel[] {
  return settled(overlay.changes)
    .map((change) => ({ ...change, original: dataSet[change.split].labels[change.index] ?? change.label }))
    .filter(({ label, original }) => label !== original);
}

/**
 * The set with the labels of the sheet; the set itself where it changes nothing or is switched off. Pixels are shared.
 *
 * @throws DataError when the sheet belongs to another set
 */
export function applyOverlay(dataSet: DataSet, overlay: LabelOverlay): DataSet {
  if (!overlay.isOn || overlay.changes.length === 0) return dataSet;
  requireFits(overlay, dataSet);
  const changed = changedLabels(overlay, dataSet);
  if (changed.length === 0) return dataSet;
  const labels = new Map<SplitName, Uint8Array>();
  for (const { split, index, label } of changed) {
    const copy = labels.get(split) ?? dataSet[split].labels.slice();
    labels.set(split, copy);
    copy[index] = label;
  }
  const withLabels = (split: SplitName): DataSet[SplitName] => {
    const own = labels.get(split);
    return own === undefined ? dataSet[split] : { ...dataSet[split], labels: own };
  };
  return {
    info: dataSet.info,
    train: withLabels('train'),
    validation: withLabels('validation'),
    test: withLabels('test'),
  };
}

/** The last correction of each image, by split and index. */
function settled(changes: readonly LabelChange[]): readonly LabelChange[] {
  const last = new Map(changes.map((change) => [`${change.split} ${change.index}`, change]));
  return [...last.values()].sort(
    (one, other) => splitNames.indexOf(one.split) - splitNames.indexOf(other.split) || one.index - other.index,
  );
}

function requireChange({ split, index, label }: LabelChange, { info }: DataSet): void {
  if (!(Number.isInteger(index) && index >= 0 && index < info.counts[split])) {
    throw new DataError(
      `The ${split} images of ${info.title} are numbered 0 … ${info.counts[split] - 1}, and a label was given to image ${index}. Choose a number in this range.`,
    );
  }
  if (!(Number.isInteger(label) && label >= 0 && label < info.classes.length)) {
    throw new DataError(
      `The labels of ${info.title} are 0 … ${info.classes.length - 1}, and ${split} image ${index} was given ${label}. Choose one of its classes.`,
    );
  }
}

function requireFits(overlay: LabelOverlay, dataSet: DataSet): void {
  if (overlayFits(overlay, dataSet)) return;
  throw new DataError(
    `The changed labels belong to “${overlay.dataSet}” with the SHA-256 ${overlay.sha256.slice(0, 12)}…, and this is ` +
      `“${dataSet.info.id}” with ${sha256Of(dataSet).slice(0, 12)}…. Choose the set that they were made for, or drop them.`,
  );
}

// ── As text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a reader keeps: the last label of each image, without the way to it. */
export function overlayText({ dataSet, sha256: hash, changes }: LabelOverlay): string {
  const labels: Partial<Record<SplitName, Record<string, number>>> = {};
  for (const { split, index, label } of settled(changes)) (labels[split] ??= {})[index] = label;
  return `${JSON.stringify({ format: FORMAT, version: 1, dataSet, sha256: hash, labels }, null, 1)}\n`;
}

/**
 * @param dataSet the set that the labels are wanted for
 * @param name of the file, for messages
 * @throws DataError when it is no such text, belongs to another set, or names an image or class that is not there
 */
export function readOverlay(text: string, dataSet: DataSet, name: string): LabelOverlay {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const record = isRecord(value) ? value : {};
  const { format, version, labels } = record;
  if (format !== FORMAT || version !== 1 || !isRecord(labels)) {
    throw new DataError(
      `${name}: expected JSON with the format “${FORMAT}”, version 1 and labels, found something else. Choose a file that this figure has saved.`,
    );
  }
  const { dataSet: id, sha256: hash } = record;
  if (!isDataSetId(id) || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) {
    throw new DataError(
      `${name}: expected the data set’s name and its SHA-256 (64 hexadecimal digits), found ${JSON.stringify([id, hash])}. Choose a file that this figure has saved.`,
    );
  }
  const changes: LabelChange[] = [];
  for (const [split, ofSplit] of Object.entries(labels)) {
    const known = splitNames.find((each) => each === split);
    if (known === undefined || !isRecord(ofSplit)) {
      throw new DataError(
        `${name}: expected labels of ${splitNames.join(', ')}, found “${split}”. Choose a file that this figure has saved.`,
      );
    }
    for (const [index, label] of Object.entries(ofSplit)) {
      changes.push({ split: known, index: /^\d+$/.test(index) ? Number(index) : Number.NaN, label: label as number });
    }
  }
  if (changes.length > MOST_CHANGES) {
    throw new DataError(
      `${name}: expected at most ${MOST_CHANGES.toLocaleString('en-GB')} labels, found ${changes.length.toLocaleString('en-GB')}. Import the set anew with the labels that you want.`,
    );
  }
  const overlay: LabelOverlay = { dataSet: id, sha256: hash, isOn: true, changes };
  requireFits(overlay, dataSet);
  for (const change of changes) requireChange(change, dataSet);
  return overlay;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it is stored between visits, with the way to each label. @returns null for what is none of ours */
export function storedOverlay(value: unknown): LabelOverlay | null {
  if (!isRecord(value) || !isDataSetId(value['dataSet']) || typeof value['sha256'] !== 'string') return null;
  const { isOn, changes } = value;
  if (typeof isOn !== 'boolean' || !Array.isArray(changes)) return null;
  const isChange = (change: unknown): change is LabelChange =>
    isRecord(change) &&
    splitNames.some((split) => split === change['split']) &&
    Number.isInteger(change['index']) &&
    Number.isInteger(change['label']);
  if (!changes.every(isChange)) return null;
  return { dataSet: value['dataSet'], sha256: value['sha256'], isOn, changes };
}
