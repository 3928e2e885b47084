/** The data dialog: what is kept, what can be imported, what can be fetched. It shows the state of `state.ts` and calls its actions. */

import type { ReactNode } from 'react';
import type { DataSetId, DataSetOffer } from '../../data/dataSet';
import { formatInteger } from '../../draw/format';
import { Announcer } from '../../ui/Announcer';
import { Dialog } from '../../ui/Dialog';
import { Tabs } from '../../ui/Tabs';
import styles from './DataDialog.module.css';
import { FetchDesk } from './FetchDesk';
import { ImportDesk } from './ImportDesk';
import { KeptDesk } from './KeptDesk';
import type { ShelfDialog } from './state';
import { useShelfState } from './useShelf';

export interface DataDialogProps {
  readonly shelf: ShelfDialog;
  /** The figure that this dialog belongs to: of all figures of a page, the one that opened it shows it. */
  readonly owner: string;
  /** The reader wants this set in the figure that opened the dialog. */
  readonly onUse: (id: DataSetId) => void;
  /** Why the figure cannot use this set, in words; null where it can. */
  readonly misfit: (offer: DataSetOffer) => string | null;
}

export function DataDialog({ shelf, owner, onUse, misfit }: DataDialogProps): ReactNode {
  const isOpen = useShelfState(shelf, (state) => state.openedBy === owner);
  const desk = useShelfState(shelf, (state) => state.desk);
  const keptCount = useShelfState(shelf, (state) => state.kept.length);
  const announcement = useShelfState(shelf, (state) => state.announcement);
  const use = (id: DataSetId): void => {
    shelf.close();
    onUse(id);
  };
  return (
    <Dialog title="Data sets" isOpen={isOpen} onClose={() => shelf.close()}>
      <div className={styles.desks}>
        <Tabs
          label="Data sets"
          selected={desk}
          onSelect={(next) => shelf.showDesk(next)}
          pages={[
            { name: 'fetch', label: 'Fetch', content: <FetchDesk shelf={shelf} onUse={use} misfit={misfit} /> },
            { name: 'import', label: 'Import', content: <ImportDesk shelf={shelf} owner={owner} onUse={use} /> },
            {
              name: 'kept',
              label: keptCount === 0 ? 'Kept here' : `Kept here (${formatInteger(keptCount)})`,
              content: <KeptDesk shelf={shelf} onUse={use} misfit={misfit} />,
            },
          ]}
        />
      </div>
      {/* In the dialog, because what lies under it is not heard while it is open. */}
      <Announcer>{announcement}</Announcer>
    </Dialog>
  );
}
