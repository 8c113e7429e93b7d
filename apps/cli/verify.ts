/** `audit verify`: recomputes the chains of the audit trails on the server and says which do not hold. */
import { ApiError } from '@tenantry/kernel/http/client.ts';
import { readSession } from './session.ts';

interface Verdict {
  intact: boolean;
  links: number;
  unsealed: number;
  anchored_seq: number | null;
  broken: { fault: string; seq: number | null; entry_id: string | null; detail: string } | null;
}

interface Answer<T> {
  data: T;
  meta?: { next_cursor: string | null };
}

async function ask<T>(server: string, path: string, token: string): Promise<Answer<T>> {
  const response = await fetch(new URL(path, server), { headers: { authorization: `Bearer ${token}` } });
  const body = (await response.json()) as Answer<T> & Record<string, unknown>;
  if (!response.ok) throw new ApiError(response.status, body);
  return body;
}

/** The addresses of all trails: every organisation's, and the platform's own. */
async function* allTrails(server: string, token: string): AsyncIterable<[name: string, path: string]> {
  yield ['the platform', '/api/system/audit/verify'];
  let cursor: string | null | undefined = '';
  while (typeof cursor === 'string') {
    const page: Answer<{ slug: string }[]> = await ask(
      server,
      `/api/tenants?limit=200&fields=slug${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      token,
    );
    for (const { slug } of page.data) yield [slug, `/api/tenants/${slug}/audit/verify`];
    cursor = page.meta?.next_cursor;
  }
}

function tell(name: string, { intact, links, unsealed, anchored_seq, broken }: Verdict): string {
  if (broken) {
    const where = broken.seq === null ? `entry ${broken.entry_id}` : `link ${broken.seq}`;
    return `BAD  ${name}: ${broken.fault} at ${where}${broken.seq !== null && broken.entry_id ? `, entry ${broken.entry_id}` : ''}. ${broken.detail}`;
  }
  const waiting = unsealed > 0 ? `, ${unsealed} not linked yet` : '';
  const anchored = anchored_seq === null ? 'no anchor on this server' : `anchored up to ${anchored_seq}`;
  return `${intact ? 'ok  ' : 'BAD '} ${name}: ${links} links, ${anchored}${waiting}`;
}

/**
 * Verifies the trail of one organisation, of the one that the session belongs to, or with `all` every one and the platform's.
 * Prints a line each; true when all hold.
 */
export async function verifyTrails(server: string, options: { tenant?: string; all?: boolean }): Promise<boolean> {
  const token = await readSession(server);
  if (!token) throw new Error('Sign in first: tenantry login <email>');
  const { tenant, all } = options;
  if (tenant && all) throw new Error('Give --tenant or --all, not both.');
  const one: [string, string] = tenant
    ? [tenant, `/api/tenants/${encodeURIComponent(tenant)}/audit/verify`]
    : ['your organisation', '/api/audit/verify'];
  let holds = true;
  for await (const [name, path] of all ? allTrails(server, token) : [one]) {
    const { data } = await ask<Verdict>(server, path, token);
    process.stdout.write(`${tell(name, data)}\n`);
    holds &&= data.intact;
  }
  return holds;
}
