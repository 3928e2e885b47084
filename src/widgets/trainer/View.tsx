/**
 * The trainer: the run's buttons, its state in one line, its settings and its curves. It owns no numbers; it shows the run's and
 * passes on what the reader wants. What changes twenty times a second stands in small components of its own.
 *
 * Every place that may be filled later (progress, note, guess) is reserved, and a problem lies over the curves, so that nothing moves.
 * The file is long because it is the one place where all parts of the figure meet.
 */

import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { DataSetId } from '../../data/dataSet';
import { defaultDescription } from '../../lab/runs';
import { Announcer } from '../../ui/Announcer';
import { Button } from '../../ui/Button';
import { ControlRow } from '../../ui/ControlRow';
import { FigureMenu } from '../../ui/FigureMenu';
import { Problem } from '../../ui/Problem';
import { SegmentedControl } from '../../ui/SegmentedControl';
import { classNames } from '../../ui/classNames';
import { LinkNotice } from '../LinkNotice';
import { DataDialog } from '../dataShelf/DataDialog';
import { useShelf, useShelfState } from '../dataShelf/useShelf';
import { LabRow } from '../lab/LabRow';
import { ComputeBadge } from '../lab/compute/ComputeBadge';
import { runFiles } from '../lab/files/runFiles';
import { ReplayBar } from '../lab/share/ReplayBar';
import { ShareDialog } from '../lab/share/ShareDialog';
import { useReplay } from '../lab/share/useReplay';
import { TimelinePanel } from '../lab/timeline/TimelinePanel';
import { useRun, useRunState, useWidgetState } from '../useRun';
import type { ViewProps } from '../widget';
import { Curves, CurvesTable } from './Curves';
import { DataRow } from './DataRow';
import { Guess } from './Guess';
import { MoreSettings } from './MoreSettings';
import { Activity, RunStatus } from './RunStatus';
import { SettingsRow } from './SettingsRow';
import styles from './View.module.css';
import { dataSetGroups } from './dataChoice';
import { misfit } from './fits';
import { describeAs, putInForce, useRestoredSettings } from './inForce';
import { partState, shutWords } from './parts';
import type { PartName } from './parts';
import type { TrainerAttributes } from './schema';
import { settingsOf, withSetting } from './settings';
import type { Settings } from './settings';
import { runMisfit, sharedState, sharing } from './sharing';
import { controlsFor, dataSetWords, initialState, isAvailable, trainerForm } from './state';
import { useFileDrop } from './useFileDrop';
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
  const figure = useWidgetState(id, initialState, trainerForm(attributes.network));
  const { state, set } = figure;
  const description = useRunState(run, (current) => current.description, visible);
  const phase = useRunState(run, (current) => current.status?.phase ?? null, visible);
  const hasSteps = useRunState(run, (current) => (current.status?.step ?? 0) > 0, visible);
  const dataSets = useRunState(run, (current) => current.dataSets, visible);
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
  const [asked, setAsked] = useState<Settings | null>(null);
  const lastAsked = useRef<Settings | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const shelf = useShelf();
  const shelfNotice = useShelfState(shelf, (current) => current.notice);

  const [isSharing, setIsSharing] = useState(false);
  const replay = useReplay({
    run,
    id,
    misfit: (link) => runMisfit(link, attributes.network),
    onDone: () => {
      keepSettings();
      if (state.viewedStep !== null) run.actions.view(state.viewedStep);
    },
  });

  const controls = controlsFor({
    phase,
    step: hasSteps ? 1 : 0,
    isStarting,
    isUnavailable: unavailable !== null || replay.state.kind === 'going',
  });

  const author = { hidden: attributes.hide ?? [], locked: attributes.lock ?? [] };
  const isHidden = (part: PartName): boolean => partState(part, author, state) === 'hidden';
  const isShut = (part: PartName): boolean => partState(part, author, state) !== 'open';
  /** Whether this part's controls are off. */
  const isOff = (part: PartName): boolean => !controls.settings || isShut(part);
  const shut = shutWords(author, state);

  const { actions } = run;
  const start = async (action: () => Promise<void>): Promise<void> => {
    setIsStarting(true);
    setNote(null);
    await action();
    setIsStarting(false);
  };
  const change = (setting: Partial<Settings>): void => {
    const now = lastAsked.current ?? settingsOf(run.store.getState().description);
    const settings = withStartKept(now, withSetting(now, setting), run.store.getState().dataSets);
    set((before) => ({ ...before, settings }));
    setNote(null);
    lastAsked.current = settings;
    setAsked(settings);
    void putInForce(run, settings).then(() => {
      // An earlier change that this one has cancelled ends too.
      if (lastAsked.current !== settings) return;
      lastAsked.current = null;
      setAsked(null);
    });
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
    isStartShut: isShut('start'),
    onLoaded: keepSettings,
    onProblem: setNote,
  });

  const [curvesPlace, setCurvesPlace] = useState<HTMLDivElement | null>(null);
  const files = runFiles({ run, place: curvesPlace, onProblem: setNote });

  useRestoredSettings(run, state.settings, { isNew: figure.isFromNewLink, onFollowed: () => set((now) => now) });
  const wasHidden = useWasHidden(phase === 'running');

  const drop = useFileDrop(shelf, id, !isOff('data'));

  const problem = unavailable ?? runProblem ?? stopped;

  return (
    <div className={classNames(styles.trainer, drop.isTarget && styles.dropTarget)} {...drop.handlers}>
      <LinkNotice figure={figure} />
      <ReplayBar run={run} replay={replay} isVisible={visible} />
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
          link={() => figure.link(sharedState(state, run.store.getState(), asked))}
          actions={[{ label: 'Share…', onAction: () => setIsSharing(true) }, ...weights.menu, ...files]}
          onReset={() => {
            figure.reset();
            const [network = 'lenet5'] = attributes.network;
            void describeAs(run, { ...settingsOf(defaultDescription), network, dataSet: attributes.dataset });
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
        {!isHidden('settings') && (
          <SettingsRow
            settings={{ ...settingsOf(description), learningRate: asked?.learningRate ?? description.learningRate }}
            networks={attributes.network}
            dataSets={dataSets}
            note={
              note ??
              'A new learning rate counts from the next step; every other change in this row starts the run over.'
            }
            isDisabled={isOff('settings')}
            onChange={change}
          />
        )}
        {!isHidden('data') && (
          <DataRow
            dataSet={description.dataSet}
            groups={dataSetGroups(description.network, description.dataSet, dataSets)}
            words={dataSetWords(description.dataSet, dataSets)}
            isDisabled={isOff('data')}
            onDataSet={chooseDataSet}
            onMore={() => shelf.open(id)}
          />
        )}
        {!isHidden('start') && (
          <StartControl
            run={run}
            isVisible={visible}
            network={description.network}
            dataSet={description.dataSet}
            start={description.start ?? null}
            isDisabled={isOff('start')}
            onChange={(start) => change({ start })}
          />
        )}
        {!isHidden('more') && (
          <MoreSettings settings={settingsOf(description)} isDisabled={isOff('more')} onChange={change} />
        )}
        {shut !== null && <p className={styles.shut}>{shut}</p>}
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
          <Curves run={run} isVisible={visible} lossScale={state.lossScale} isLocked={isShut('timeline')} />
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
      {!isHidden('timeline') && (
        <TimelinePanel
          run={run}
          isVisible={visible}
          isTableShown={state.isTableShown}
          isDisabled={isShut('timeline')}
        />
      )}
      {!isHidden('lab') && (
        <LabRow
          run={run}
          isDisabled={isShut('lab')}
          networks={attributes.network}
          onDescribed={keepSettings}
          onShare={() => setIsSharing(true)}
        />
      )}
      {!isHidden('guess') && (
        <Guess
          run={run}
          isVisible={visible}
          guess={state.guess}
          isDisabled={isShut('guess')}
          onGuess={(guess) => set((before) => ({ ...before, guess }))}
        />
      )}
      {weights.saved}
      {weights.field}
      {state.isTableShown && <CurvesTable run={run} isVisible={visible} />}
      <ComputeBadge run={run} isVisible={visible} isDisabled={!controls.settings} />
      <Announcer>{announcement}</Announcer>
      {isSharing && (
        <ShareDialog
          {...sharing(id, state, run.store.getState(), asked, figure.link)}
          onClose={() => setIsSharing(false)}
        />
      )}
      <DataDialog
        shelf={shelf}
        owner={id}
        onUse={takeDataSet}
        misfit={(offer) => misfit(offer.id, description.network, [offer])}
      />
    </div>
  );
}
