/** A form that is built from the server's schema: checked by it, kept as a draft, worked by keys alone. */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Button, ButtonRow } from '../parts/button.tsx';
import type { WeekDay } from '../parts/date_field.tsx';
import { Banner } from '../parts/notice.tsx';
import { said, useWords } from '../words/words.tsx';
import { checkRecord, type Fault } from './check.ts';
import { type Drafts, useDraft } from './drafts.ts';
import { type FormField, FormFieldControl } from './form_field.tsx';
import { focusFault, listenToKeys } from './form_keys.ts';
import { createFormStore, type FormStore, useField } from './form_store.ts';
import type { FieldSchema, RecordSchema } from './schema.ts';
import { type FormValues, placeErrors, type ServerError, toForm, toWire } from './values.ts';
import './schema_form.css';

export interface FormGroup {
  title: string;
  fields: readonly FormField[];
}

export interface SchemaFormProps {
  schema: RecordSchema;
  /** Fields, or groups of them under a heading each. */
  fields: readonly (FormField | FormGroup)[];
  /** The record to change; without one the form begins empty. A `ref` is given as `{ id, label }`. */
  record?: Readonly<Record<string, unknown>> | undefined;
  /** What the server said was wrong: its `errors`, or a problem without any as one error with the pointer ''. */
  errors?: readonly ServerError[] | undefined;
  /** Sends what was given; resolves to what the server says is wrong, or to nothing when it took it. */
  onSubmit: (given: Record<string, unknown>) => Promise<readonly ServerError[] | undefined>;
  /** Called once what was given is taken and its draft gone. */
  onDone?: (() => void) | undefined;
  /** Goes back; the draft is kept. */
  onBack?: (() => void) | undefined;
  /** The verb on the button. */
  verb: string;
  /** Sends only what was changed, as a PATCH wants. */
  changesOnly?: boolean;
  drafts?: Drafts | undefined;
  /** What follows from what stands in the fields now. */
  below?: (values: FormValues) => ReactNode;
  today: string;
  weekStart?: WeekDay;
}

/** Few forms have rows. */
const FormRows = lazy(() => import('./form_rows.tsx'));

const isGroup = (one: FormField | FormGroup): one is FormGroup => 'fields' in one;

export function SchemaForm(props: SchemaFormProps): ReactNode {
  const { schema, fields, record, onSubmit, onBack, verb, changesOnly, drafts, today, weekStart = 'mon' } = props;
  const words = useWords();
  const element = useRef<HTMLFormElement>(null);
  const all = fields.flatMap((one) => (isGroup(one) ? one.fields : [one]));
  const [rest, setRest] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const say = (fault: Fault): string =>
    'text' in fault ? said.inWords({ detail: fault.text }) : words(fault.key, fault.values);
  const latest = useRef({ say, keep: (_values: FormValues): void => {} });
  // What the form begins with does not change under the hands of a person.
  const [{ begin, store }] = useState(() => {
    const values = toForm(schema, all, record);
    const check = (now: FormValues) =>
      new Map([...checkRecord(schema, all, now)].map(([path, fault]) => [path, latest.current.say(fault)]));
    return { begin: values, store: createFormStore(values, check, (now) => latest.current.keep(now)) };
  });
  const draft = useDraft(drafts, (values) => store.reset({ ...begin, ...values }));
  latest.current = { say, keep: draft.keep };

  const place = (errors: readonly ServerError[]): void => {
    const placed = placeErrors(errors, all);
    store.place(placed.fields);
    setRest(placed.rest);
    if (errors.length > 0) requestAnimationFrame(() => focusFault(element.current));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: errors are placed when they come, not when a word changes.
  useEffect(() => place(props.errors ?? []), [props.errors]);

  async function save(): Promise<void> {
    if (busy) return;
    if (!store.checkAll()) {
      requestAnimationFrame(() => focusFault(element.current));
      return;
    }
    setBusy(true);
    setRest([]);
    try {
      // What is sent may not arrive: it is written down first.
      await draft.flush();
      const errors = await onSubmit(toWire(schema, store.values(), changesOnly ? begin : undefined));
      if (errors && errors.length > 0) place(errors);
      else {
        await draft.drop();
        props.onDone?.();
      }
    } finally {
      setBusy(false);
    }
  }
  const back = onBack ? () => void draft.flush().then(onBack) : undefined;

  const draw = (field: FormField, path: string, part: FieldSchema, required: boolean): ReactNode => (
    <div key={path} className={field.wide ? 'schema-form-wide' : undefined}>
      <PlacedField {...{ store, field, path, required, today, weekStart }} schema={part} />
    </div>
  );
  const control = (field: FormField): ReactNode => {
    const part = schema.properties[field.name];
    if (!part) throw new Error(`the schema has no field ${field.name}`);
    if (!field.rows) return draw(field, field.name, part, schema.required?.includes(field.name) ?? false);
    return (
      <Suspense key={field.name}>
        <FormRows {...{ store, field, draw }} schema={part} />
      </Suspense>
    );
  };

  return (
    <form
      ref={element}
      className="schema-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => listenToKeys(event, { save: () => void save(), ...(back ? { back } : {}) })}
    >
      {draft.restored ? (
        <Banner
          kind="note"
          title={words('form.restored')}
          acts={
            <Button onClick={() => void draft.drop().then(() => store.reset(begin))}>{words('form.start_over')}</Button>
          }
        />
      ) : null}
      {rest.length > 0 ? (
        <Banner kind="bad" title={words('form.refused')}>
          {rest.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Banner>
      ) : null}
      {fields.map((one) =>
        isGroup(one) ? (
          <fieldset key={one.title} className="schema-form-group">
            <legend className="schema-form-title">{one.title}</legend>
            <div className="schema-form-fields">{one.fields.map(control)}</div>
          </fieldset>
        ) : null,
      )}
      {fields.some((one) => !isGroup(one)) ? (
        <div className="schema-form-fields">{fields.map((one) => (isGroup(one) ? null : control(one)))}</div>
      ) : null}
      {props.below ? <Below store={store} draw={props.below} /> : null}
      <ButtonRow>
        <Button type="submit" kind="main" keys="Ctrl Enter" busy={busy} data-form-end="">
          {verb}
        </Button>
        {back ? (
          <Button onClick={back} keys="Esc">
            {words('form.back')}
          </Button>
        ) : null}
      </ButtonRow>
    </form>
  );
}

/** Drawn again with each change of a field. */
function Below({ store, draw }: { store: FormStore; draw(values: FormValues): ReactNode }): ReactNode {
  return draw(useSyncExternalStore(store.subscribe, store.values));
}

interface PlacedFieldProps {
  store: FormStore;
  field: FormField;
  path: string;
  schema: FieldSchema;
  required: boolean;
  today: string;
  weekStart: WeekDay;
}

/** The field at its place; drawn again only when its own value or fault changes. */
function PlacedField({ store, field, path, ...rest }: PlacedFieldProps): ReactNode {
  const { value, fault } = useField(store, path);
  return (
    <FormFieldControl
      {...rest}
      field={path === field.name ? field : { ...field, name: path }}
      value={value}
      error={fault}
      onChange={(next) => store.set(path, next)}
      onBlur={() => store.leave(path)}
    />
  );
}
