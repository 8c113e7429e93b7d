/** The form of a record: from the server's shape, kept as a draft, and merged when somebody else was quicker. */
import { lazy, type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import type { FormField } from '../form/form_field.tsx';
import type { FieldSchema } from '../form/schema.ts';
import { type FormGroup, SchemaForm } from '../form/schema_form.tsx';
import type { ServerError } from '../form/values.ts';
import { LoadingLine } from '../parts/notice.tsx';
import { tell } from '../parts/toast.tsx';
import { useWords, type Words } from '../words/words.tsx';
import type { Clash } from './merge.ts';
import { useNames } from './names.ts';
import { searchOf } from './neighbours.ts';
import { fieldOf, type Page, titleOf } from './page.ts';
import { type Place, usePlace } from './place.tsx';
import { type PageRecord, refOf } from './resource.ts';

export interface RecordFormProps {
  page: Page;
  /** Null for a new one. */
  record: PageRecord | null;
  /** What the server made of it, and what looks odd to it. */
  onSaved(record: PageRecord, remarks: readonly string[]): void;
}

/** Records that are named stand with what they are called. */
function withNames({ form }: Page, record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const named = Object.values(form)
    .flat()
    .map(fieldOf)
    .flatMap(({ name, from }) => {
      const id = record[name];
      return from && id ? [[name, { id, label: String(record[from.shown] ?? id) }]] : [];
    });
  return { ...record, ...Object.fromEntries(named) };
}

type Given = Parameters<typeof fieldOf>[0];

function formField(
  given: Given,
  shape: Readonly<Record<string, FieldSchema>>,
  prefix: string,
  words: Words,
  place: Place,
  required: readonly string[] = [],
): FormField {
  const { name, hint, unit, rows, from, ...rest } = fieldOf(given);
  const values = (shape[name]?.enum ?? []).filter((value) => value !== null).map(String);
  return {
    ...rest,
    name,
    label: words(`${prefix}.${name}`),
    ...(from
      ? {
          kind: 'ref' as const,
          find: (typed: string) => import('./named.ts').then(({ findIn }) => findIn(place, from, typed)),
        }
      : {}),
    ...(hint ? { hint: words(`${prefix}.${name}_hint`) } : {}),
    ...(unit ? { unit: words(`${prefix}.unit_${unit}`) } : {}),
    ...(values.length > 0
      ? { choices: values.map((value) => ({ value, label: words(`${prefix}.${name}_${value}`) })) }
      : {}),
    ...((values.length > 0 || rest.choices) && !rest.open && !required.includes(name)
      ? { none: words('page.by_itself') }
      : {}),
    ...(rows
      ? {
          rows: rows.map((row) => formField(row, shape[name]?.items?.properties ?? {}, prefix, words, place)),
          add: words(`${prefix}.${name}_add`),
        }
      : {}),
  };
}

function groupsOf({ resource, form, words: prefix }: Page, words: Words, place: Place): FormGroup[] {
  const { properties: shape, required } = resource.routes.create?.input ?? { properties: {} };
  return Object.entries(form).map(([name, fields]) => ({
    title: words(`${prefix}.section_${name}`),
    fields: fields.map((given) => formField(given, shape, prefix, words, place, required)),
  }));
}

/** For who may only read. */
const Reading = lazy(() => import('./record_read.tsx'));
/** Two rarely write at once. */
const Merge = lazy(() => import('./merge_banner.tsx'));

interface Conflict {
  clashes: readonly Clash[];
  theirs: PageRecord;
  given: Record<string, unknown>;
}

export function RecordForm({ page, record, onSaved }: RecordFormProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun, routes } = page.resource;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place asks for whoever is here now
  const fields = useMemo(() => groupsOf(page, words, place), [page, words]);
  const { begins, Below } = page;
  const begun = (typeof begins === 'function' ? begins(place.search) : begins) ?? {};
  const named = useNames(page, record);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [errors, setErrors] = useState<readonly ServerError[] | undefined>();
  const taken = useRef<(PageRecord & { warnings?: string[] }) | null>(null);
  const done = (): void => {
    const saved = taken.current;
    taken.current = null;
    if (saved) onSaved(saved, saved.warnings ?? []);
  };
  const route = record ? routes.update : routes.create;
  const shape = routes.create?.input ?? { properties: {} };
  const key = `${noun}:${record?.id ?? 'new'}`;
  const { drafts: kept } = place;
  const drafts = useMemo(
    () => ({ load: () => kept.load(key), save: (values: never) => kept.save(key, values), drop: () => kept.drop(key) }),
    [kept, key],
  );
  if (named === undefined) return <LoadingLine />;
  if (!route || !place.allows(route.permission)) {
    return (
      <Suspense>
        <Reading page={page} record={named} />
      </Suspense>
    );
  }

  const labels = new Map(fields.flatMap(({ fields: inner }) => inner.map(({ name, label }) => [name, label] as const)));

  async function send(given: Record<string, unknown>, version?: number): Promise<readonly ServerError[] | undefined> {
    const named = record ? { [refOf(page.resource)]: record.id, ...(version ? { version } : {}) } : {};
    try {
      const { data } = await place.call<PageRecord & { warnings?: string[] }>(route?.call ?? '', {
        ...given,
        ...named,
      });
      setConflict(null);
      setErrors(undefined);
      taken.current = data;
      return undefined;
    } catch (error) {
      const fault = place.faultOf(error);
      if (fault.status === 412 && record) return merge(given);
      return fault.errors.length > 0 ? fault.errors : [{ pointer: '', detail: fault.text }];
    }
  }

  /** What is decided outside of the form ends its draft as well. */
  async function settle(): Promise<void> {
    await kept.drop(key);
    done();
  }

  /** Somebody else has saved meanwhile: what does not collide goes together, the rest is asked about. */
  async function merge(given: Record<string, unknown>): Promise<readonly ServerError[] | undefined> {
    const { data } = await place.call<PageRecord>(routes.get?.call ?? '', { [refOf(page.resource)]: record?.id });
    const { clashesOf } = await import('./merge.ts');
    const clashes = clashesOf(record as PageRecord, data, given, labels);
    if (clashes.length === 0) {
      tell({ text: words('page.merged') });
      return send(given, data.version);
    }
    setConflict({ clashes, theirs: data, given });
    return [{ pointer: '', detail: words('page.decide_first') }];
  }

  return (
    <div className="record-form">
      {conflict ? (
        <Suspense>
          <Merge
            page={page}
            clashes={conflict.clashes}
            words={words}
            mine={() =>
              void send(conflict.given, conflict.theirs.version).then((wrong) => (wrong ? setErrors(wrong) : settle()))
            }
            theirs={() => {
              taken.current = conflict.theirs;
              void settle();
            }}
          />
        </Suspense>
      ) : null}
      <SchemaForm
        schema={shape}
        fields={fields}
        record={withNames(page, named ?? begun)}
        {...(Below ? { below: (values) => <Below values={values} record={record} /> } : {})}
        errors={errors}
        changesOnly={record !== null}
        verb={words(record ? 'page.save' : `${noun}.create`)}
        drafts={drafts}
        today={place.today}
        onDone={done}
        onBack={() => place.go(`/${noun}`, { search: searchOf(noun) })}
        onSubmit={async (given) => {
          if (record && Object.keys(given).length === 0) {
            tell({ text: words('page.unchanged', { title: titleOf(page, record) }) });
            return undefined;
          }
          return send(given, record?.version);
        }}
      />
    </div>
  );
}
