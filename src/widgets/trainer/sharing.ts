/** What a trainer gives away when it is shared: its addresses, and what stands in them. */

import { writeRunLink, runLinkOf } from '../../lab/runLink/runLink';
import type { RunLink } from '../../lab/runLink/runLink';
import type { RunState } from '../../lab/runState';
import { networkNamed } from '../../network/zoo';
import type { ShareDialogProps, ShutParts } from '../lab/share/ShareDialog';
import { figureContents, runContents } from '../lab/share/runWords';
import { withRun } from '../widgetState';
import { misfit } from './fits';
import { partNames, partTitles } from './parts';
import { settingsOf } from './settings';
import type { Settings } from './settings';
import type { TrainerState } from './state';

/**
 * The state as a link has it: with what the run has and what is looked at.
 *
 * @param asked what the reader has set and the engine has not yet taken over
 */
export function sharedState(
  state: TrainerState,
  { description, view }: RunState,
  asked: Settings | null,
): TrainerState {
  return { ...state, settings: asked ?? settingsOf(description), viewedStep: view?.step ?? null };
}

/** What the share dialog is handed. `link` makes the address of a state. */
export function sharing(
  id: string,
  state: TrainerState,
  run: RunState,
  asked: Settings | null,
  link: (state: TrainerState) => string,
): Omit<ShareDialogProps, 'onClose'> {
  const address = ({ hidden, locked }: ShutParts): string =>
    link({
      ...sharedState(state, run, asked),
      hidden: partNames.filter((name) => hidden.includes(name)),
      locked: partNames.filter((name) => locked.includes(name)),
    });
  const sent = runLinkOf(run);
  return {
    parts: partNames.map((name) => ({ name, title: partTitles[name] })),
    shut: { hidden: state.hidden, locked: state.locked },
    figure: (shut) => ({ address: address(shut), contents: figureContents(run.description) }),
    run: (shut) =>
      sent === null ? null : { address: withRun(address(shut), id, writeRunLink(sent)), contents: runContents(sent) },
  };
}

/** Why a figure that offers these networks cannot have a run, in words; null when it can. */
export function runMisfit({ origin, history }: RunLink, networks: readonly string[]): string | null {
  let now = origin;
  for (const change of [{}, ...history.map((entry) => entry.change)]) {
    now = { ...now, ...change };
    const why = networks.includes(now.network)
      ? misfit(now.dataSet, now.network)
      : `expected one of ${networks.map((name) => networkNamed(name).title).join(', ')}, found ${networkNamed(now.network).title}`;
    if (why !== null)
      return `This figure cannot have the run that the link brings: ${why}. The figure is as its author left it.`;
  }
  return null;
}
