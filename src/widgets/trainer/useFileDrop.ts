/** Files dropped on the figure go to the data dialog, while the figure takes any. */

import { useState } from 'react';
import type { DragEvent } from 'react';
import { droppedFiles } from '../../ui/droppedFiles';
import type { ShelfDialog } from '../dataShelf/state';

export interface FileDrop {
  /** Files are held over the figure, and it would take them. */
  readonly isTarget: boolean;
  readonly handlers: Readonly<Record<'onDragOver' | 'onDragLeave' | 'onDrop', (event: DragEvent) => void>>;
}

/** @param owner the figure, for the dialog */
export function useFileDrop(shelf: ShelfDialog, owner: string, takesFiles: boolean): FileDrop {
  const [isTarget, setIsTarget] = useState(false);
  return {
    isTarget,
    handlers: {
      onDragOver(event) {
        if (!event.dataTransfer.types.includes('Files') || !takesFiles) return;
        event.preventDefault();
        setIsTarget(true);
      },
      onDragLeave(event) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setIsTarget(false);
      },
      onDrop(event) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setIsTarget(false);
        if (!takesFiles) return;
        droppedFiles(event.dataTransfer).then(
          (files) => shelf.bring(owner, files),
          (error: unknown) => shelf.refuse(owner, error instanceof Error ? error.message : String(error)),
        );
      },
    },
  };
}
