/** A sheet in front of the page that wants an answer first. */
import { type FormEvent, lazy, type ReactNode, Suspense, useState } from 'react';
import { useWords } from '../words/words.tsx';
import { Button, ButtonRow } from './button.tsx';
import { TextField } from './text_field.tsx';
import './dialog_form.css';

/** Fetched when the first dialog opens. */
const DialogFrame = lazy(() => import('./dialog_frame.tsx'));

export interface DialogProps {
  open: boolean;
  /** Called by Esc and by a press beside the sheet. */
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** `wide` for a table or two columns. */
  size?: 'narrow' | 'wide';
  /** An alert interrupts: it is not closed by a press beside it. */
  alert?: boolean;
}

export function Dialog({ open, ...frame }: DialogProps): ReactNode {
  return open ? (
    <Suspense>
      <DialogFrame {...frame} />
    </Suspense>
  ) : null;
}

export interface ConfirmDialogProps {
  open: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The verb on the button. */
  verb: string;
  danger?: boolean;
  /** The word that must be typed before the button does anything, e.g. the name of what will be gone. */
  typed?: string;
  busy?: boolean;
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { open, onClose, title } = props;
  return (
    <Dialog open={open} onClose={onClose} title={title} alert>
      <ConfirmForm {...props} />
    </Dialog>
  );
}

function ConfirmForm({ onClose, onConfirm, children, verb, danger, typed, busy }: ConfirmDialogProps): ReactNode {
  const words = useWords();
  const [text, setText] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (typed === undefined || text.trim() === typed) onConfirm();
    else setError(words('parts.type_to_confirm_wrong', { word: typed }));
  };
  return (
    <form className="dialog-form" onSubmit={submit}>
      <div>{children}</div>
      {typed === undefined ? null : (
        <TextField
          label={words('parts.type_to_confirm', { word: typed })}
          value={text}
          error={error}
          spellCheck={false}
          autoFocus
          onChange={(event) => {
            setText(event.currentTarget.value);
            setError(undefined);
          }}
        />
      )}
      <ButtonRow end>
        {/* The way back has the focus: Enter by habit does no harm. */}
        <Button onClick={onClose} autoFocus={danger && typed === undefined} keys="Esc">
          {words('parts.cancel')}
        </Button>
        <Button type="submit" kind={danger ? 'danger' : 'main'} busy={busy ?? false} autoFocus={!danger}>
          {verb}
        </Button>
      </ButtonRow>
    </form>
  );
}
