/** What stands beside the image that is looked at: one of four ways to look at the set as a whole. */

import type { ReactNode } from 'react';
import type { SplitName } from '../../data/dataSet';
import type { DataChoice } from '../../engine/protocol';
import type { DataMicroscope } from '../../lab/dataMicroscope';
import { Balance } from './Balance';
import { Means } from './Means';
import { Neighbours } from './Neighbours';
import { Twins } from './Twins';
import type { PanelName } from './state';
import type { SeenSet } from './useMicroscope';

export interface PanelPictureProps {
  readonly panel: PanelName;
  readonly microscope: DataMicroscope;
  readonly choice: DataChoice;
  readonly set: SeenSet;
  readonly split: SplitName;
  readonly label: number | null;
  readonly index: number;
  readonly isWide: boolean;
  readonly onOpen: (split: SplitName, index: number) => void;
  readonly onLabel: (label: number | null) => void;
}

export function PanelPicture({ panel, label, index, isWide, onOpen, onLabel, ...of }: PanelPictureProps): ReactNode {
  const { microscope, choice, set, split } = of;
  const common = { microscope, choice, set };
  switch (panel) {
    case 'neighbours':
      return <Neighbours {...common} split={split} index={index} count={isWide ? 10 : 6} onOpen={onOpen} />;
    case 'means':
      return <Means {...common} split={split} label={label} onLabel={onLabel} />;
    case 'balance':
      return <Balance set={set} split={split} />;
    case 'twins':
      return <Twins key={set.key} {...common} slots={isWide ? 5 : 2} onOpen={onOpen} />;
    default:
      return panel satisfies never;
  }
}
