/**
 * A data set under the microscope: its images by class and page, one of them large with its pixels and its label, and beside that its
 * neighbours, the mean images, the class balance and what is there twice. Needs no run; the worker reads or makes the set.
 */

import { useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { splitNames } from '../../data/dataSet';
import type { DataSetId, SplitName } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import type { DataChoice, LabelEdit } from '../../engine/protocol';
import { defaultDescription } from '../../lab/runs';
import { Announcer } from '../../ui/Announcer';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { FigureMenu } from '../../ui/FigureMenu';
import { NumberField } from '../../ui/NumberField';
import { Problem } from '../../ui/Problem';
import { ProgressBar } from '../../ui/ProgressBar';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { Select } from '../../ui/Select';
import { saveFile } from '../../ui/exportFigure';
import { useWidth } from '../../ui/useWidth';
import { LinkNotice } from '../LinkNotice';
import { useWidgetState } from '../useRun';
import type { ViewProps } from '../widget';
import { BalanceTable } from './Balance';
import { Grid } from './Grid';
import { PanelPicture } from './PanelPicture';
import { Scatter } from './Scatter';
import { Specimen } from './Specimen';
import styles from './View.module.css';
import type { DatasetViewerAttributes } from './schema';
import {
  viewerForm,
  className,
  firstState,
  imageWords,
  indicesOf,
  isWorkOn,
  kindOf,
  kindWords,
  pageAround,
  panelNames,
  panelTitles,
  placeOf,
  pointsAround,
  rangeWords,
  splitTitles,
  summaryWords,
} from './state';
import { MicroscopeSource, messageOf, useDataSet, useSamples } from './useMicroscope';

/** Rows of eight in a wide figure, of six in a narrow one. */
const grids = { wide: { columns: 8, slots: 32 }, narrow: { columns: 6, slots: 24 } } as const;
/** As in the style sheet: below, everything stands in one column. */
const widePx = 704;
/** Points are shown all at once, up to so many. */
const mostPoints = 2000;
const noIndices: readonly number[] = [];

export function View({ id, attributes, visible }: ViewProps<DatasetViewerAttributes>): ReactNode {
  const { dataset, split: firstSplit, show } = attributes;
  const microscope = useContext(MicroscopeSource)();
  const [initial] = useState(() => firstState(dataset, firstSplit, show));
  const kept = useWidgetState(id, initial, viewerForm);
  const { state, set: setState, reset, link } = kept;
  const { dataSet, split, label, panel } = state;
  const choice = useMemo<DataChoice>(() => ({ dataSet, generatorSeed: defaultDescription.seeds.generator }), [dataSet]);
  const { offers, set, progress, problem } = useDataSet(microscope, choice, visible);
  const [figure, widthPx] = useWidth<HTMLDivElement>();
  const isWide = widthPx > widePx;
  const { columns, slots } = grids[isWide ? 'wide' : 'narrow'];
  const [editing, setEditing] = useState<{ readonly isBusy: boolean; readonly problem: string | null }>({
    isBusy: false,
    problem: null,
  });

  const info = set?.info ?? null;
  const kind = kindOf(info?.shape ?? [28, 28, 1]);
  const labels = set?.labels[split] ?? null;
  const indices = useMemo(() => (labels === null ? new Uint32Array(0) : indicesOf(labels, label)), [labels, label]);
  const last = Math.max(0, (labels?.length ?? 1) - 1);
  const index = Math.min(state.index, last);
  const own = placeOf(indices, index);
  /** Where the tab key comes to; walks with the arrow keys and the pages, and is back at the open image when the list changes. */
  const [walk, setWalk] = useState<{ readonly of: Uint32Array; readonly place: number } | null>(null);
  const place = walk?.of === indices ? Math.min(walk.place, Math.max(0, indices.length - 1)) : own;
  const page = pageAround(indices, place, slots);
  const setKey = set?.key ?? null;
  const points = useMemo(() => pointsAround(indices, own, mostPoints), [indices, own]);
  const wanted = kind === 'points' ? points : page.indices;
  const samples = useSamples(microscope, choice, setKey, split, wanted);
  const large = useSamples(microscope, choice, setKey, split, set === null ? noIndices : [index]);

  const go = (part: Partial<typeof state>): void => setState((before) => ({ ...before, ...part }));
  const walkTo = (to: number): void => setWalk({ of: indices, place: to });
  const openIn = (other: SplitName, at: number): void => {
    const isInList = other === split && (label === null || labels?.[at] === label);
    if (!isInList) setWalk(null);
    go({ split: other, index: at, ...(isInList ? {} : { label: null }) });
  };
  const edit = async (change: LabelEdit): Promise<void> => {
    setEditing({ isBusy: true, problem: null });
    try {
      await microscope.edit(choice, change);
      setEditing({ isBusy: false, problem: null });
    } catch (error) {
      setEditing({ isBusy: false, problem: messageOf(error) });
    }
  };
  const save = async (): Promise<void> => {
    try {
      const text = await microscope.editsText(choice);
      saveFile(`${dataSet}-labels.json`, new Blob([text], { type: 'application/json' }));
    } catch (error) {
      setEditing({ isBusy: false, problem: messageOf(error) });
    }
  };

  const known = info ?? offers.find((offer) => offer.id === dataSet) ?? null;
  const summary = known === null ? 'Looking for data sets …' : summaryWords(known, set?.edits ?? null);
  const { one } = kindWords[kind];
  const told = problem ?? editing.problem;
  return (
    <div ref={figure} className={styles.figure}>
      <LinkNotice figure={kept} />
      <div className={styles.head}>
        <p className={styles.summary}>{summary}</p>
        <FigureMenu
          isTableShown={state.isTableShown}
          onTableChange={(isTableShown) => go({ isTableShown })}
          link={() => link()}
          onReset={() => {
            setWalk(null);
            reset();
          }}
        />
      </div>
      <ControlRow label="What is looked at" note="">
        <Select
          label="Data set"
          value={dataSet}
          options={dataSetOptions(offers, dataSet, known?.title ?? dataSet)}
          onChange={(chosen) => go({ dataSet: chosen as DataSetId, label: null, index: 0 })}
        />
        <SegmentedControl
          label="Split"
          value={split}
          options={splitNames.map((value) => ({ value, label: splitTitles[value] }))}
          onChange={(chosen) => go({ split: chosen, index: 0 })}
        />
        <Select
          label="Class"
          value={label === null ? 'all' : String(label)}
          options={[
            { value: 'all', label: 'all' },
            ...(known?.classes ?? []).map((name, value) => ({ value: String(value), label: name })),
          ]}
          onChange={(chosen) => go({ label: chosen === 'all' ? null : Number(chosen) })}
        />
        <NumberField
          label={`${one.charAt(0).toUpperCase()}${one.slice(1)} number`}
          digits={6}
          value={index}
          onChange={(chosen) => openIn(split, chosen)}
          rule={{ name: `${splitTitles[split]} ${one} number`, isWhole: true, minimum: 0, maximum: last }}
          scale={{ kind: 'linear', step: 1 }}
          isDisabled={set === null}
        />
      </ControlRow>

      <div className={styles.progress}>
        {set === null && known !== null && progress !== null && isWorkOn(known.title, progress.task) && (
          <ProgressBar label={progress.task} fraction={progress.done / Math.max(1, progress.total)} />
        )}
        {told !== null && (
          <Problem
            message={told}
            {...(problem === null ? { onDismiss: () => setEditing({ isBusy: false, problem: null }) } : {})}
          />
        )}
      </div>

      <div className={styles.columns}>
        <div>
          {kind === 'points' && info !== null && labels !== null ? (
            <Scatter
              info={info}
              split={split}
              labels={labels}
              indices={wanted}
              samples={samples}
              selected={index}
              onOpen={(at) => openIn(split, at)}
            />
          ) : (
            <Grid
              info={info}
              split={split}
              labels={labels}
              page={page}
              count={indices.length}
              samples={samples}
              slots={slots}
              columns={columns}
              place={place}
              selected={index}
              onMove={walkTo}
              onOpen={(at) => openIn(split, at)}
            />
          )}
          <div className={styles.pages}>
            <Button
              variant="quiet"
              isDisabled={kind === 'points' || page.page === 0}
              onPress={() => walkTo(page.first - slots)}
              label="Previous page"
            >
              Previous
            </Button>
            <span className={styles.range}>
              {kind === 'points'
                ? `${formatInteger(points.length)} of ${formatInteger(indices.length)}`
                : rangeWords(page, indices.length)}
              {label === null || info === null ? '' : ` of class ${className(info, label)}`}
            </span>
            <Button
              variant="quiet"
              isDisabled={kind === 'points' || page.page >= page.pages - 1}
              onPress={() => walkTo(page.first + slots)}
              label="Next page"
            >
              Next
            </Button>
          </div>
        </div>
        <div className={styles.specimenPlace}>
          {set !== null && labels !== null && (
            <Specimen
              set={set}
              split={split}
              index={index}
              values={large.get(index) ?? samples.get(index) ?? null}
              isBusy={editing.isBusy}
              onEdit={(change) => void edit(change)}
              onSave={() => void save()}
            />
          )}
        </div>
      </div>

      <div className={styles.panelHead}>
        <SegmentedControl
          label="Look at"
          isLabelHidden
          value={panel}
          options={panelNames.map((value) => ({ value, label: panelTitles[value] }))}
          onChange={(chosen) => go({ panel: chosen })}
        />
      </div>
      <div className={styles.panel}>
        {set !== null && (
          <PanelPicture
            panel={panel}
            microscope={microscope}
            choice={choice}
            set={set}
            split={split}
            label={label}
            index={index}
            isWide={isWide}
            onOpen={openIn}
            onLabel={(chosen) => go({ label: chosen })}
          />
        )}
      </div>
      {state.isTableShown && set !== null && <BalanceTable set={set} split={split} />}
      <Announcer>
        {set === null || info === null ? '' : imageWords(info, split, index, labels?.[index], set.edits)}
      </Announcer>
    </div>
  );
}

/** Everything that is here, and what is looked at though it is not. */
function dataSetOptions(
  offers: readonly { readonly id: string; readonly title: string }[],
  chosen: string,
  title: string,
): readonly { readonly value: string; readonly label: string }[] {
  const options = offers.map((offer) => ({ value: offer.id, label: offer.title }));
  return options.some(({ value }) => value === chosen) ? options : [...options, { value: chosen, label: title }];
}
