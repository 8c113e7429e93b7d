/** The first steps in a new organisation, ticked off by what is really there; gone when all are done. */
import { Link } from '@tanstack/react-router';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';
import { listSample, loadSample, wipeSample } from './sample.ts';

interface Step {
  name: 'profile' | 'branding' | 'customer' | 'product' | 'invite';
  to: string;
  permission: string;
  feature?: string;
  /** What is asked, and whether the answer says that it is done. */
  key: string;
  input?: Record<string, unknown>;
  /** Records of the sample are not the person's own. */
  noun?: string;
  isDone(data: Record<string, unknown>, total: number): boolean;
}

const ONE = { limit: 1, count: true };
const STEPS: readonly Step[] = [
  {
    name: 'profile',
    to: '/tenant',
    permission: 'tenants.write',
    key: 'GET /tenants/{tenant}',
    isDone: ({ state, city, gstin }) => Boolean(gstin || (state && city)),
  },
  {
    name: 'branding',
    to: '/branding',
    permission: 'branding.write',
    feature: 'branding',
    key: 'GET /branding',
    isDone: (data) => data.is_default === false,
  },
  {
    name: 'customer',
    to: '/customers',
    permission: 'customers.write',
    key: 'GET /customers',
    input: ONE,
    isDone: (_data, total) => total > 0,
    noun: 'customers',
  },
  {
    name: 'product',
    to: '/products',
    permission: 'products.write',
    key: 'GET /products',
    input: ONE,
    isDone: (_data, total) => total > 0,
    noun: 'products',
  },
  {
    name: 'invite',
    to: '/users',
    permission: 'members.write',
    key: 'GET /users',
    input: ONE,
    isDone: (_data, total) => total > 1,
  },
];

export function Checklist() {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [done, setDone] = useState<ReadonlySet<string> | null>(null);
  const [sample, setSample] = useState<Awaited<ReturnType<typeof listSample>> | null>(null);
  const tenant = app.me?.tenant?.id;
  const isOpen = ({ permission, feature }: Step): boolean =>
    app.allows(permission) && (!feature || app.me?.features[feature] === true);
  const mine = app.allows('tenants.write') ? STEPS.filter(isOpen) : [];
  const maySample = ['imports.write', 'customers.import', 'vendors.import', 'products.import'].every(app.allows);
  const readSample = (): Promise<void> =>
    (app.allows('imports.read') ? listSample(app) : Promise.resolve([])).then(setSample, () => setSample([]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for the organisation of the page.
  useEffect(() => void readSample(), [tenant]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the sample comes or goes.
  useEffect(() => {
    if (sample === null) return;
    const ask = async ({ name, key, input, noun, isDone }: Step): Promise<string[]> => {
      const given = key.includes('{tenant}') ? { tenant } : { ...input };
      const { data, meta } = await app.call<Record<string, unknown>>(key, given);
      const ofSample = (sample ?? [])
        .filter((one) => one.noun === noun)
        .reduce((sum, one) => sum + one.created_count, 0);
      return isDone(data, (meta?.total ?? 0) - ofSample) ? [name] : [];
    };
    // Without network there is nothing to say about the steps.
    Promise.all(mine.map(ask)).then(
      (names) => setDone(new Set(names.flat())),
      () => {},
    );
  }, [tenant, sample]);
  const act = (what: (one: typeof app) => Promise<void>, said: string): void => {
    void saving.run(() => what(app).finally(readSample)).then((isDone) => isDone && tell({ text: words(said) }));
  };
  if (!done || !sample) return null;
  const isOver = mine.every(({ name }) => done.has(name));
  if (isOver && sample.length === 0) return null;
  const sampleLine = sample.length > 0 ? 'today.sample_there' : 'today.sample_offer';
  return (
    <section aria-labelledby="first-steps">
      <h2 id="first-steps">{words('today.first_steps')}</h2>
      <p className="dim">{words('today.steps_done', { done: done.size, total: mine.length })}</p>
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <ol className="ruled">
        {mine.map(({ name, to }) => (
          <li key={name}>
            <Link to={to}>{words(`today.step_${name}`)}</Link>
            <StatusMark
              mark={done.has(name) ? 'full' : 'draft'}
              word={words(done.has(name) ? 'today.done' : 'today.open')}
            />
          </li>
        ))}
      </ol>
      {maySample ? (
        <p className="today-sample">
          {words(sampleLine)}{' '}
          {sample.length > 0 ? (
            <Button busy={saving.isBusy} onClick={() => act(wipeSample, 'today.sample_wiped')}>
              {words('today.sample_wipe')}
            </Button>
          ) : (
            <Button busy={saving.isBusy} onClick={() => act(loadSample, 'today.sample_loaded')}>
              {words('today.sample_load')}
            </Button>
          )}
        </p>
      ) : null}
    </section>
  );
}
