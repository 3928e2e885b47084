/**
 * The trainer: the run's buttons, its state in one line, its settings and its curves. It owns no numbers; it shows the run's and
 * passes on what the reader wants. What changes twenty times a second stands in small components of its own.
 *
 * Every place that may be filled later (progress, note, guess) is reserved, and a problem lies over the curves, so that nothing moves.
 */

import { useEffect, useRef, useState } from 'react';
import type { DragEvent, ReactNode } from 'react';
import type { DataSetId } from '../../data/dataSet';
import type { RunHandle } from '../../lab/runState';
import { defaultDescription } from '../../lab/runs';
import { Announcer } from '../../ui/Announcer';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { FigureMenu } from '../../ui/FigureMenu';
import { Problem } from '../../ui/Problem';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { classNames } from '../../ui/classNames';
import { droppedFiles } from '../../ui/droppedFiles';
import { DataDialog } from '../dataShelf/DataDialog';
import { useShelf, useShelfState } from '../dataShelf/useShelf';
import { LabRow } from '../lab/LabRow';
import { runFiles } from '../lab/files/runFiles';
import { TimelinePanel } from '../lab/timeline/TimelinePanel';
import { useRun, useRunState, useWidgetState } from '../useRun';
import type { ViewProps } from '../widget';
import { Curves, CurvesTable } from './Curves';
import { DataRow } from './DataRow';
import { ExecutorChoice } from './ExecutorChoice';
import { Guess } from './Guess';
import { MoreSettings } from './MoreSettings';
import { Activity, RunStatus } from './RunStatus';
import { SettingsRow } from './SettingsRow';
import styles from './View.module.css';
import { dataSetGroups } from './dataChoice';
import { misfit } from './fits';
import type { TrainerAttributes } from './schema';
import { settingChanges, settingsOf, withSetting } from './settings';
import type { Settings } from './settings';
import { controlsFor, dataSetWords, initialState, isAvailable, stateCheck } from './state';
import { useWasHidden } from './useWasHidden';
import { StartControl } from './weights/StartControl';
import { withStartKept } from './weights/startChoices';
import { useWeightsFiles } from './weights/useWeightsFiles';

const lossScales = [
  { value: 'log', label: 'log' },
  { value: 'linear', label: 'linear' },
] as const;

export function View({ id, attributes, visible }: ViewProps<TrainerAttributes>): ReactNode {
  const run = useRun(attributes.run, { network: attributes.network[0] ?? 'lenet5', dataSet: attributes.dataset });
  const figure = useWidgetState(id, initialState, stateCheck(attributes.network));
  const { state, set } = figure;
  const description = useRunState(run, (current) => current.description, visible);
  const phase = useRunState(run, (current) => current.status?.phase ?? null, visible);
  const hasSteps = useRunState(run, (current) => (current.status?.step ?? 0) > 0, visible);
  const dataSets = useRunState(run, (current) => current.dataSets, visible);
  const environment = useRunState(run, (current) => current.environment, visible);
  const unavailable = useRunState(run, (current) => current.unavailable, visible);
  const announcement = useRunState(run, (current) => current.announcement, visible);
  const runProblem = useRunState(run, (current) => current.problem, visible);
  const stopped = useRunState(
    run,
    (current) => (current.status?.phase === 'failed' ? current.status.message : null),
    visible,
  );
  const [isStarting, setIsStarting] = useState(false);
  /** Shown until the engine has taken it over, which waits for digits that are still being made. */
  const [askedRate, setAskedRate] = useState<number | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [isDropTarget, setIsDropTarget] = useState(false);
  const shelf = useShelf();
  const shelfNotice = useShelfState(shelf, (current) => current.notice);

  const controls = controlsFor({
    phase,
    step: hasSteps ? 1 : 0,
    isStarting,
    isUnavailable: unavailable !== null,
  });

  const { actions } = run;
  const start = async (action: () => Promise<void>): Promise<void> => {
    setIsStarting(true);
    setNote(null);
    await action();
    setIsStarting(false);
  };
  const change = (setting: Partial<Settings>): void => {
    const now = settingsOf(run.store.getState().description);
    const changed = withSetting({ ...now, ...(askedRate === null ? {} : { learningRate: askedRate }) }, setting);
    const settings = withStartKept(now, changed, run.store.getState().dataSets);
    set((before) => ({ ...before, settings }));
    setNote(null);
    setAskedRate(settings.learningRate);
    void putInForce(run, settings).then(() => setAskedRate(null));
  };

  const chooseDataSet = (dataSet: DataSetId): void => {
    if (isAvailable(dataSet, dataSets)) change({ dataSet });
    else shelf.open(id, dataSet);
  };
  /** Also when it has the name of the one before: what was kept under that name may be other images now. */
  const takeDataSet = (dataSet: DataSetId): void => {
    if (dataSet === run.store.getState().description.dataSet) void actions.setDataSet(dataSet);
    else change({ dataSet });
  };

  const keepSettings = (): void => {
    const settings = settingsOf(run.store.getState().description);
    set((before) => ({ ...before, settings }));
  };
  const weights = useWeightsFiles({
    run,
    isDisabled: !controls.settings || phase === null,
    onLoaded: keepSettings,
    onProblem: setNote,
  });

  const [curvesPlace, setCurvesPlace] = useState<HTMLDivElement | null>(null);
  const files = runFiles({ run, place: curvesPlace, onProblem: setNote });

  useRestoredSettings(run, state.settings);
  const wasHidden = useWasHidden(phase === 'running');

  const dropHandlers = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files') || !controls.settings) return;
      event.preventDefault();
      setIsDropTarget(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsDropTarget(false);
    },
    onDrop: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setIsDropTarget(false);
      if (!controls.settings) return;
      droppedFiles(event.dataTransfer).then(
        (files) => shelf.bring(id, files),
        (error: unknown) => shelf.refuse(id, error instanceof Error ? error.message : String(error)),
      );
    },
  };

  const problem = unavailable ?? runProblem ?? stopped;

  return (
    <div className={classNames(styles.trainer, isDropTarget && styles.dropTarget)} {...dropHandlers}>
      <div className={styles.head}>
        <ControlRow label="Training" isTight>
          <Button variant="primary" isDisabled={!controls.train} onPress={() => void start(() => actions.train())}>
            Train
          </Button>
          <Button isDisabled={!controls.pause} onPress={() => void actions.pause()}>
            Pause
          </Button>
          <Button isDisabled={!controls.step} onPress={() => void start(() => actions.step())}>
            Step
          </Button>
          <Button isDisabled={!controls.reset} onPress={() => void actions.reset()}>
            Reset
          </Button>
        </ControlRow>
        <FigureMenu
          isTableShown={state.isTableShown}
          onTableChange={(isTableShown) => set((before) => ({ ...before, isTableShown }))}
          link={() => figure.link({ ...state, settings: settingsOf(run.store.getState().description) })}
          actions={[...weights.menu, ...files]}
          onReset={() => {
            figure.reset();
            const [network = 'lenet5'] = attributes.network;
            void putInForce(run, { ...settingsOf(defaultDescription), network, dataSet: attributes.dataset });
          }}
        />
      </div>
      <RunStatus run={run} isVisible={visible} />
      <Activity
        run={run}
        isVisible={visible}
        otherwise={
          shelfNotice ??
          (wasHidden ? 'This tab was in the background; the browser may have slowed the training meanwhile.' : '')
        }
      />

      <div className={styles.settings}>
        <SettingsRow
          settings={{ ...settingsOf(description), learningRate: askedRate ?? description.learningRate }}
          networks={attributes.network}
          dataSets={dataSets}
          note={
            note ?? 'A new learning rate counts from the next step; every other change in this row starts the run over.'
          }
          isDisabled={!controls.settings}
          onChange={change}
        />
        <DataRow
          dataSet={description.dataSet}
          groups={dataSetGroups(description.network, description.dataSet, dataSets)}
          words={dataSetWords(description.dataSet, dataSets)}
          isDisabled={!controls.settings}
          onDataSet={chooseDataSet}
          onMore={() => shelf.open(id)}
        />
        <StartControl
          run={run}
          isVisible={visible}
          network={description.network}
          dataSet={description.dataSet}
          start={description.start ?? null}
          isDisabled={!controls.settings}
          onChange={(start) => change({ start })}
        />
        <MoreSettings settings={settingsOf(description)} isDisabled={!controls.settings} onChange={change} />
      </div>

      <div className={styles.curves}>
        <div className={styles.scale}>
          <SegmentedControl
            label="Loss axis"
            isLabelHidden
            size="small"
            value={state.lossScale}
            options={lossScales}
            onChange={(lossScale) => set((before) => ({ ...before, lossScale }))}
          />
        </div>
        <div ref={setCurvesPlace}>
          <Curves run={run} isVisible={visible} lossScale={state.lossScale} />
        </div>
        {problem !== null && (
          <div className={styles.problem}>
            <Problem
              message={problem}
              {...(problem === runProblem ? { onDismiss: () => actions.dismissProblem() } : {})}
            />
          </div>
        )}
      </div>
      <TimelinePanel run={run} isVisible={visible} isTableShown={state.isTableShown} />
      <LabRow run={run} />
      <Guess
        run={run}
        isVisible={visible}
        guess={state.guess}
        onGuess={(guess) => set((before) => ({ ...before, guess }))}
      />
      {weights.saved}
      {weights.field}
      {state.isTableShown && <CurvesTable run={run} isVisible={visible} />}
      <ExecutorChoice
        environment={environment}
        isDisabled={!controls.settings}
        onChoose={(executor) => void actions.chooseExecutor(executor)}
      />
      <Announcer>{announcement}</Announcer>
      <DataDialog
        shelf={shelf}
        owner={id}
        onUse={takeDataSet}
        misfit={(offer) => misfit(offer.id, description.network, [offer])}
      />
    </div>
  );
}

/** Asks the run for what is not so already, and resolves when all of it is in force. */
async function putInForce(run: RunHandle, settings: Settings): Promise<void> {
  const changes = settingChanges(run.store.getState().description, settings);
  await Promise.all(changes.map((change) => change(run.actions)));
}

/** Settings from a link or from before a reload are put in force once, unless the run has been trained already. */
function useRestoredSettings(run: RunHandle, settings: Settings | null): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current) return;
    isDone.current = true;
    const { status } = run.store.getState();
    if (settings === null || (status !== null && (status.step > 0 || status.phase === 'running'))) return;
    void putInForce(run, settings);
  }, [run, settings]);
}
