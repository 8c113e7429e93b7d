/** The working half of a combo box: asks for options as people type and shows them. */
import { type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import {
  ComboBox as AriaComboBox,
  Button,
  ComboBoxStateContext,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components/ComboBox';
import { useWords } from '../words/words.tsx';
import type { ComboBoxProps, Option } from './combo_box.tsx';
import { FieldNotes, RequiredMark, splitField } from './field.tsx';
import './field.css';
import './popover.css';

const WAIT_MS = 120;
const CREATE = ' create';

interface Found {
  typed: string;
  options: readonly Option[];
  state: 'looking' | 'here' | 'failed';
}

/** Asks for options a moment after the last key, and drops the answers that came too late. */
function useFound(find: ComboBoxProps['find'], typed: string, open: boolean): Found {
  const [found, setFound] = useState<Found>({ typed: '', options: [], state: 'looking' });
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    setFound((before) => ({ ...before, state: 'looking' }));
    const timer = setTimeout(async () => {
      try {
        const options = await latest.current(typed, abort.signal);
        if (!abort.signal.aborted) setFound({ typed, options, state: 'here' });
      } catch {
        if (!abort.signal.aborted) setFound({ typed, options: [], state: 'failed' });
      }
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [typed, open]);
  return found;
}

/** What is typed into. Whoever points at it sees all there is; whoever passes it with Tab sees the page. */
function Typed(props: { placeholder: string; described: string; inputRef: ComboBoxProps['inputRef'] }): ReactNode {
  const state = useContext(ComboBoxStateContext);
  return (
    <Input
      className="control"
      placeholder={props.placeholder}
      ref={props.inputRef ?? null}
      aria-describedby={props.described || undefined}
      onClick={() => state?.open(null, 'manual')}
    />
  );
}

/** What was found first for what was typed is the one that Enter takes, and is seen to be. */
function FirstFound({ of }: { of: string | undefined }): null {
  const state = useContext(ComboBoxStateContext);
  const isOpen = state?.isOpen ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer; arrows move on from there
  useEffect(() => {
    if (isOpen && of !== undefined && state?.collection.getItem(of)) state.selectionManager.setFocusedKey(of);
  }, [of, isOpen, state?.collection]);
  return null;
}

export default function ComboList(props: ComboBoxProps): ReactNode {
  const words = useWords();
  const id = useId();
  const [field, { value, onChange, find, onCreate, placeholder, disabled, onBlur, inputRef }] = splitField(props);
  const [typed, setTyped] = useState(value?.label ?? '');
  const [open, setOpen] = useState(false);
  useEffect(() => setTyped(value?.label ?? ''), [value?.label]);
  // What stands there because it was chosen is no question: then everything is offered.
  const asked = typed === value?.label ? '' : typed.trim();
  const found = useFound(find, asked, open);
  // Until the answer is here, what is offered is what is left of the last one: Enter never takes what was not typed.
  const options =
    found.typed === asked
      ? found.options
      : found.options.filter(({ label }) => label.toLowerCase().includes(asked.toLowerCase()));
  const lines = [...options, ...(onCreate && asked ? [{ id: CREATE, label: asked }] : [])];
  const described = [field.hint && `${id}-hint`, field.error && `${id}-error`].filter(Boolean).join(' ');
  const choose = (key: unknown): void => {
    setOpen(false);
    if (key === CREATE) {
      onCreate?.(asked);
      return;
    }
    const option = lines.find((line) => line.id === key) ?? null;
    setTyped(option?.label ?? '');
    onChange(option);
  };
  return (
    <AriaComboBox
      className="field"
      aria-label={field.label}
      allowsEmptyCollection
      allowsCustomValue
      items={lines}
      inputValue={typed}
      onInputChange={setTyped}
      value={value?.id ?? null}
      onChange={(key) => (key === null ? undefined : choose(key))}
      onOpenChange={setOpen}
      isDisabled={disabled ?? false}
      isInvalid={Boolean(field.error)}
      isRequired={field.required ?? false}
      validationBehavior="aria"
      onBlur={() => {
        // Nothing is chosen by half a name: an emptied field chooses none, anything else falls back to what was chosen.
        if (typed.trim() === '' && value) onChange(null);
        else setTyped(value?.label ?? '');
        onBlur?.();
      }}
    >
      {field.hideLabel ? null : (
        <span className="field-label" aria-hidden="true">
          {field.label}
          {field.required ? <RequiredMark /> : null}
        </span>
      )}
      <span className="control-frame">
        <Typed placeholder={placeholder ?? ''} described={described} inputRef={inputRef} />
        <Button className="control-opener" aria-label={words('parts.show_options', { label: field.label })}>
          <span aria-hidden="true">▾</span>
        </Button>
      </span>
      <FirstFound of={asked && found.typed === asked ? options[0]?.id : undefined} />
      <FieldNotes id={id} hint={field.hint} error={field.error} />
      <Popover className="popover" offset={2}>
        <ListBox<Option>
          className="popover-list"
          aria-label={field.label}
          renderEmptyState={() => (
            <p className="popover-said">{words(`parts.find_${found.state === 'here' ? 'none' : found.state}`)}</p>
          )}
        >
          {(option) => (
            // Who is quick would make a second record of a name that is about to be found.
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className="popover-item"
              isDisabled={option.id === CREATE && found.typed !== asked}
            >
              <span>{option.id === CREATE ? words('parts.create_named', { name: option.label }) : option.label}</span>
              {option.note ? <span className="popover-item-note">{option.note}</span> : null}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
