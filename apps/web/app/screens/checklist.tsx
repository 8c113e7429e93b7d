/** The first steps in a new organisation, ticked off by what is really there; gone when all are done. */
import { Link } from '@tanstack/react-router';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useState } from 'react';

interface Step {
  name: 'profile' | 'branding' | 'customer' | 'product' | 'invite';
  to: string;
  permission: string;
  /** What is asked, and whether the answer says that it is done. */
  key: string;
  input?: Record<string, unknown>;
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
  },
  {
    name: 'product',
    to: '/products',
    permission: 'products.write',
    key: 'GET /products',
    input: ONE,
    isDone: (_data, total) => total > 0,
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
  const [done, setDone] = useState<ReadonlySet<string> | null>(null);
  const tenant = app.me?.tenant?.id;
  const mine = app.allows('tenants.write') ? STEPS.filter(({ permission }) => app.allows(permission)) : [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for the organisation of the page.
  useEffect(() => {
    const ask = async ({ name, key, input, isDone }: Step): Promise<string[]> => {
      const given = key.includes('{tenant}') ? { tenant } : { ...input };
      const { data, meta } = await app.call<Record<string, unknown>>(key, given);
      return isDone(data, meta?.total ?? 0) ? [name] : [];
    };
    // Without network there is nothing to say about the steps.
    Promise.all(mine.map(ask)).then(
      (names) => setDone(new Set(names.flat())),
      () => {},
    );
  }, [tenant]);
  if (!done || mine.every(({ name }) => done.has(name))) return null;
  return (
    <section aria-labelledby="first-steps">
      <h2 id="first-steps">{words('today.first_steps')}</h2>
      <p className="dim">{words('today.steps_done', { done: done.size, total: mine.length })}</p>
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
    </section>
  );
}
