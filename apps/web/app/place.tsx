/** Gives the pages of modules what they need of the application: calls, addresses, keys, drafts. */
import { useLocation, useNavigate } from '@tanstack/react-router';
import { ApiError, requestOf } from '@tenantry/kernel/http/client.ts';
import type { Method } from '@tenantry/kernel/http/route.ts';
import { dayOf } from '@tenantry/ui/format/days.ts';
import { type Answered, type PageFault, type Place, PlaceProvider } from '@tenantry/ui/page/place.tsx';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo } from 'react';
import { address } from './address.ts';
import { call } from './client/api.ts';
import { faultOf } from './client/faults.ts';
import { hearLive } from './client/live.ts';
import { allows, type Me } from './client/session.ts';
import { transport } from './client/transport.ts';
import { useKeys } from './keys.ts';
import { usePreferences } from './preferences.ts';

/** Of pages that belong to no organisation. */
const ZONE = 'Asia/Kolkata';

const kept = () => import('./client/kept.ts');

const drafts: Place['drafts'] = {
  load: async (key) => (await kept()).drafts.load(key),
  save: async (key, values) => (await kept()).drafts.save(key, values),
  drop: async (key) => (await kept()).drafts.drop(key),
};

function pageFault(error: unknown, words: Words): PageFault {
  const { text } = faultOf(error, words);
  if (!(error instanceof ApiError)) return { status: 0, code: 'web.fault', text, errors: [] };
  const errors = Array.isArray(error.body.errors) ? (error.body.errors as { pointer?: string; detail: string }[]) : [];
  return {
    status: error.status,
    code: error.code,
    text,
    errors: errors.map(({ pointer = '', detail }) => ({ pointer, detail })),
  };
}

async function send(key: string, input: Record<string, unknown>, body?: FormData): Promise<Response> {
  const [method, path] = key.split(' ') as [Method, string];
  const reply = await transport(requestOf(method, path, input).url, { method, ...(body ? { body } : {}) });
  if (!reply.ok) throw new ApiError(reply.status, (await reply.json()) as Record<string, unknown>);
  return reply;
}

/** Sends a file with its fields. */
async function upload<T>(key: string, input: Record<string, unknown>, form: FormData): Promise<Answered<T>> {
  return (await send(key, input, form)).json();
}

/** Fetches a file and hands it to the person. */
async function download(key: string, input: Record<string, unknown>, name: string): Promise<void> {
  const url = URL.createObjectURL(await (await send(key, input)).blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function PagePlace({ me, children }: { me: Me; children: ReactNode }) {
  const words = useWords();
  const navigate = useNavigate();
  const search = useLocation({ select: (location) => location.search as Record<string, string> });
  const { single_keys } = usePreferences();
  const { time_zone: zone = ZONE, week_start = 1, year_start_month = 4 } = me.tenant ?? {};
  const today = dayOf(new Date().toISOString(), zone);
  const place = useMemo<Place>(
    () => ({
      call,
      upload,
      download,
      faultOf: (error) => pageFault(error, words),
      allows: (permission) => allows(me.permissions, permission),
      has: (feature) => !feature || me.features[feature] === true,
      go: (path, { search: query = {}, replace = false } = {}) =>
        void navigate({ to: path, search: query as never, replace }),
      search,
      href: (path) => `${address.base}${path}`,
      useKeys,
      drafts,
      hear: hearLive,
      singleKeys: single_keys,
      zone,
      calendar: { today, week_start, year_start_month },
      today,
      user_id: me.user.id,
    }),
    [me, navigate, search, single_keys, words, zone, today, week_start, year_start_month],
  );
  return <PlaceProvider place={place}>{children}</PlaceProvider>;
}
