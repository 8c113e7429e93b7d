/** A form that is built from the server's schema: checked by it, kept as a draft, worked by keys alone. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Controller, type FieldErrors, useForm } from 'react-hook-form';
import { Button, ButtonRow } from '../parts/button.tsx';
import type { WeekDay } from '../parts/date_field.tsx';
import { Banner } from '../parts/notice.tsx';
import { useWords } from '../words/words.tsx';
import { checkRecord, type Fault } from './check.ts';
import { type Drafts, useDraft } from './drafts.ts';
import { type FormField, FormFieldControl } from './form_field.tsx';
import { focusFault, listenToKeys } from './form_keys.ts';
import type { RecordSchema } from './schema.ts';
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
  today: string;
  weekStart?: WeekDay;
}

const isGroup = (one: FormField | FormGroup): one is FormGroup => 'fields' in one;

export function SchemaForm(props: SchemaFormProps): ReactNode {
  const { schema, fields, record, onSubmit, onBack, verb, changesOnly, drafts, today, weekStart = 'mon' } = props;
  const words = useWords();
  const element = useRef<HTMLFormElement>(null);
  const all = fields.flatMap((one) => (isGroup(one) ? one.fields : [one]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the form begins with does not change under the hands of a person.
  const begin = useMemo(() => toForm(schema, all, record), []);
  const [rest, setRest] = useState<readonly string[]>([]);
  const say = (fault: Fault): string => ('text' in fault ? fault.text : words(fault.key, fault.values));
  const form = useForm<FormValues>({
    defaultValues: begin,
    mode: 'onTouched',
    shouldFocusError: false,
    resolver: (values) => {
      const faults = checkRecord(schema, all, values);
      const errors = [...faults].map(([name, fault]) => [name, { type: 'check', message: say(fault) }]);
      return faults.size === 0
        ? { values, errors: {} }
        : { values: {}, errors: Object.fromEntries(errors) as FieldErrors<FormValues> };
    },
  });
  const draft = useDraft(drafts, (values) => form.reset({ ...begin, ...values }, { keepDefaultValues: true }));

  const { watch } = form;
  useEffect(() => {
    const watching = watch((values, { name }) => {
      if (name) draft.keep(values as FormValues);
    });
    return () => watching.unsubscribe();
  }, [watch, draft.keep]);

  const place = (errors: readonly ServerError[]): void => {
    const placed = placeErrors(errors, new Set(all.map(({ name }) => name)));
    for (const [name, message] of placed.fields) form.setError(name, { type: 'server', message });
    setRest(placed.rest);
    if (errors.length > 0) requestAnimationFrame(() => focusFault(element.current));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: errors are placed when they come, not when a word changes.
  useEffect(() => place(props.errors ?? []), [props.errors]);

  const save = form.handleSubmit(
    async (values) => {
      setRest([]);
      // What is sent may not arrive: it is written down first.
      await draft.flush();
      const errors = await onSubmit(toWire(schema, values, changesOnly ? begin : undefined));
      if (errors && errors.length > 0) place(errors);
      else {
        await draft.drop();
        props.onDone?.();
      }
    },
    () => requestAnimationFrame(() => focusFault(element.current)),
  );
  const back = onBack ? () => void draft.flush().then(onBack) : undefined;
  const busy = form.formState.isSubmitting;

  const control = (field: FormField): ReactNode => {
    const part = schema.properties[field.name];
    if (!part) throw new Error(`the schema has no field ${field.name}`);
    return (
      <div key={field.name} className={field.wide ? 'schema-form-wide' : undefined}>
        <Controller
          control={form.control}
          name={field.name}
          render={({ field: { value, onChange, onBlur }, fieldState: { error } }) => (
            <FormFieldControl
              {...{ field, value, onChange, onBlur, today, weekStart }}
              schema={part}
              required={schema.required?.includes(field.name) ?? false}
              error={error?.message}
            />
          )}
        />
      </div>
    );
  };

  return (
    <form
      ref={element}
      className="schema-form"
      noValidate
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => listenToKeys(event, { save: () => void (busy || save()), ...(back ? { back } : {}) })}
    >
      {draft.restored ? (
        <Banner
          kind="note"
          title={words('form.restored')}
          acts={
            <Button onClick={() => void draft.drop().then(() => form.reset(begin))}>{words('form.start_over')}</Button>
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
