/** One image, large: its pixels are read with the pointer or the arrow keys, and its label can be changed by hand. */

import { useRef, useState } from 'react';
import type { ChangeEvent, KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { SplitName } from '../../data/dataSet';
import type { LabelEdit, LabelsState } from '../../engine/protocol';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { Switch } from '../../ui/SegmentedControl';
import { Select } from '../../ui/Select';
import { Sample } from './Sample';
import styles from './View.module.css';
import { imageWords, kindOf, pixelWords } from './state';
import type { SeenSet, Values } from './useMicroscope';

export interface SpecimenProps {
  readonly set: SeenSet;
  readonly split: SplitName;
  readonly index: number;
  readonly values: Values | null;
  readonly isBusy: boolean;
  readonly onEdit: (edit: LabelEdit) => void;
  readonly onSave: () => void;
}

const moves: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Specimen({ set, split, index, values, isBusy, onEdit, onSave }: SpecimenProps): ReactNode {
  const { info, labels, edits } = set;
  const [height, width] = info.shape;
  const [pixel, setPixel] = useState<readonly [row: number, column: number] | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const isPicture = kindOf(info.shape) === 'picture';
  const label = labels[split][index];

  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * height);
    const column = Math.floor(((event.clientX - box.left) / box.width) * width);
    setPixel([clamp(row, height), clamp(column, width)]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setPixel(null);
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const [row, column] = pixel ?? [(height >> 1) - move[0], (width >> 1) - move[1]];
    setPixel([clamp(row + move[0], height), clamp(column + move[1], width)]);
  };
  const onFile = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [chosen] = event.target.files ?? [];
    event.target.value = '';
    if (chosen !== undefined) onEdit({ kind: 'import', text: await chosen.text(), name: chosen.name });
  };

  const hint = isPicture ? 'Point at a pixel, or move with the arrow keys, to read its value.' : '';
  const reading =
    values === null ? '' : pixel === null || !isPicture ? hint : capitalized(pixelWords(values, info.shape, ...pixel));
  return (
    <div className={styles.specimen}>
      <div className={styles.seen}>
        {isPicture ? (
          <div
            className={styles.reader}
            role="application"
            tabIndex={0}
            aria-label={`${imageWords(info, split, index, label, edits)} Arrow keys read its pixels.`}
            onPointerMove={onPointer}
            onPointerDown={onPointer}
            onPointerLeave={(event) => {
              if (event.pointerType === 'mouse') setPixel(null);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => setPixel(null)}
          >
            <Sample values={values} shape={info.shape} label="" />
            {pixel !== null && (
              <span
                className={styles.pixel}
                style={{
                  left: `${(pixel[1] / width) * 100}%`,
                  top: `${(pixel[0] / height) * 100}%`,
                  width: `${100 / width}%`,
                  height: `${100 / height}%`,
                }}
              />
            )}
          </div>
        ) : (
          <div className={styles.reader}>
            <Sample values={values} shape={info.shape} label={imageWords(info, split, index, label, edits)} />
          </div>
        )}
        <div className={styles.words}>
          <p className={styles.title}>{imageWords(info, split, index, label, edits)}</p>
          <p className={styles.reading} aria-live="polite">
            {reading}
          </p>
        </div>
      </div>
      <ControlRow label="Label by hand" note={edits.problem ?? editNote(edits)}>
        <Select
          label="Label"
          value={String(label ?? 0)}
          options={info.classes.map((name, value) => ({ value: String(value), label: name }))}
          onChange={(value) => onEdit({ kind: 'set', split, index, label: Number(value) })}
          isDisabled={isBusy || edits.problem !== null}
        />
        <div className={styles.edits}>
          <Button variant="quiet" isDisabled={isBusy || !edits.canUndo} onPress={() => onEdit({ kind: 'undo' })}>
            Undo
          </Button>
          <Button
            variant="quiet"
            isDisabled={isBusy || (!edits.canUndo && edits.problem === null)}
            onPress={() => onEdit({ kind: 'drop' })}
            label="Take all back"
          >
            Take all back
          </Button>
          <Button variant="quiet" isDisabled={isBusy || !edits.canUndo} onPress={onSave} label="Save labels as a file">
            Save
          </Button>
          <Button
            variant="quiet"
            isDisabled={isBusy}
            onPress={() => file.current?.click()}
            label="Load labels from a file"
          >
            Load
          </Button>
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            aria-label="File with labels"
            tabIndex={-1}
            className={styles.file}
            onChange={(event) => void onFile(event)}
          />
        </div>
        <Switch
          label="apply changed labels"
          isOn={edits.isOn}
          isDisabled={isBusy || edits.changes.length === 0}
          onChange={(isOn) => onEdit({ kind: 'switch', isOn })}
        />
      </ControlRow>
    </div>
  );
}

function editNote({ changes }: LabelsState): string {
  return changes.length === 0
    ? 'A label given here is kept beside the set; the original never changes.'
    : 'Runs that start from now on learn these labels; the original never changes.';
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
