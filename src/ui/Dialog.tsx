/**
 * A dialog over the page, for what needs the reader's whole attention for a moment. It has a title and one way out that is always in
 * sight; Escape and a press beside it close it too, and the focus goes back to where it came from. On a narrow screen it is the page.
 *
 * Deliberately not here: what closing means. Work that is under way goes on, and is there again when the dialog opens the next time.
 */

import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './Button';
import styles from './Dialog.module.css';
import { classNames } from './classNames';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ title, isOpen, onClose, children }: DialogProps): ReactNode {
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
      className={classNames(styles.backdrop)}
    >
      <Modal className={classNames(styles.sheet)}>
        <AriaDialog className={classNames(styles.dialog)}>
          <div className={styles.head}>
            <Heading slot="title" level={2} className={classNames(styles.title)}>
              {title}
            </Heading>
            <Button variant="quiet" onPress={onClose}>
              Close
            </Button>
          </div>
          <div className={styles.body}>{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
