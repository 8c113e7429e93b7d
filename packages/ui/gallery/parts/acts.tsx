/** What is pressed and what opens: buttons, menus, dialogs, panels, tabs, words in passing. */
import { type ReactNode, useState } from 'react';
import { Button, ButtonRow } from '../../src/parts/button.tsx';
import { ConfirmDialog, Dialog } from '../../src/parts/dialog.tsx';
import { Menu } from '../../src/parts/menu.tsx';
import { SidePanel } from '../../src/parts/side_panel.tsx';
import { Tabs } from '../../src/parts/tabs.tsx';
import { TextField } from '../../src/parts/text_field.tsx';
import { ToastPlace, tell } from '../../src/parts/toast.tsx';
import { Tooltip } from '../../src/parts/tooltip.tsx';

export function Buttons(): ReactNode {
  return (
    <ButtonRow>
      <Button kind="main" keys="N">
        New invoice
      </Button>
      <Button keys="E">Export</Button>
      <Button kind="danger">Delete for good</Button>
      <Button kind="quiet">Columns</Button>
      <Button kind="main" busy>
        Saving
      </Button>
      <Button disabled>Not now</Button>
    </ButtonRow>
  );
}

export function Menus(): ReactNode {
  const [did, setDid] = useState('nothing');
  const acts = [
    { id: 'copy', label: 'Copy to a new one', keys: 'C', run: () => setDid('copy') },
    { id: 'send', label: 'Send by mail', refused: 'The customer has no mail address.', run: () => setDid('send') },
    { id: 'cancel', label: 'Cancel this invoice', danger: true, run: () => setDid('cancel') },
  ];
  return (
    <>
      <Menu label="More" keys="." acts={acts} />
      <output className="gallery-said">{did}</output>
    </>
  );
}

export function Dialogs(): ReactNode {
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'typed' | null>(null);
  const [did, setDid] = useState('nothing');
  const close = (): void => setOpen(null);
  const confirm = (what: string) => (): void => {
    setDid(what);
    close();
  };
  return (
    <>
      <ButtonRow>
        <Button onClick={() => setOpen('dialog')}>Rename</Button>
        <Button onClick={() => setOpen('confirm')}>Cancel the invoice</Button>
        <Button onClick={() => setOpen('typed')}>Delete the organisation</Button>
      </ButtonRow>
      <output className="gallery-said">{did}</output>
      <Dialog open={open === 'dialog'} onClose={close} title="Rename this view">
        <TextField label="Name" autoFocus />
        <ButtonRow end>
          <Button onClick={close} keys="Esc">
            Back
          </Button>
          <Button kind="main" onClick={confirm('renamed')}>
            Rename
          </Button>
        </ButtonRow>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onClose={close}
        onConfirm={confirm('cancelled')}
        title="Cancel INV/26-27/0996?"
        verb="Cancel the invoice"
        danger
      >
        Its number stays used. The customer’s balance falls by 7,20,386.83.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'typed'}
        onClose={close}
        onConfirm={confirm('deleted')}
        title="Delete Sri Lakshmi Traders?"
        verb="Delete for good"
        typed="sri-lakshmi"
        danger
      >
        This cannot be undone.
      </ConfirmDialog>
    </>
  );
}

export function Panels(): ReactNode {
  const [row, setRow] = useState(0);
  return (
    <>
      <Button onClick={() => setRow(1)}>Look at row 1</Button>
      <SidePanel
        open={row > 0}
        onClose={() => setRow(0)}
        title={`Row ${row}`}
        onPrevious={row > 1 ? () => setRow(row - 1) : undefined}
        onNext={() => setRow(row + 1)}
      >
        <p>What is known of row {row}.</p>
      </SidePanel>
    </>
  );
}

export function TabSheets(): ReactNode {
  return (
    <Tabs
      label="Of this customer"
      sheets={[
        { id: 'account', label: 'Account', content: <p>What is owed.</p> },
        { id: 'files', label: 'Files', count: 3, content: <p>Three files.</p> },
        { id: 'history', label: 'History', content: <p>What happened.</p> },
      ]}
    />
  );
}

export function Tips(): ReactNode {
  return (
    <Tooltip text="Counted at midnight in the organisation’s time zone.">
      <button type="button" className="button button-plain">
        API requests today
      </button>
    </Tooltip>
  );
}

export function Toasts(): ReactNode {
  const [count, setCount] = useState(787);
  const archive = (): void => {
    setCount((before) => before - 1);
    tell({ text: 'Archived Deccan Auto Spares.', undo: () => setCount((before) => before + 1) });
  };
  return (
    <>
      <ButtonRow>
        <Button onClick={archive}>Archive</Button>
        <Button onClick={() => tell({ text: 'Saved.' })}>Save</Button>
      </ButtonRow>
      <output className="gallery-said">{count}</output>
      <ToastPlace />
    </>
  );
}
