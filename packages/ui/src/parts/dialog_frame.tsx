/** The frame of an open dialog: keeps the focus within, and gives it back. */
import type { ReactNode } from 'react';
import { Dialog as DialogBody } from 'react-aria-components/Dialog';
import { Heading, Modal, ModalOverlay } from 'react-aria-components/Modal';
import type { DialogProps } from './dialog.tsx';
import './dialog.css';

export default function DialogFrame(props: Omit<DialogProps, 'open'>): ReactNode {
  const { onClose, title, children, size = 'narrow', alert = false } = props;
  return (
    <ModalOverlay
      className="dialog-ground"
      isOpen
      onOpenChange={(now) => (now ? undefined : onClose())}
      isDismissable={!alert}
    >
      <Modal className={`dialog dialog-${size}`}>
        <DialogBody className="dialog-body" role={alert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2} className="dialog-title">
            {title}
          </Heading>
          {children}
        </DialogBody>
      </Modal>
    </ModalOverlay>
  );
}
