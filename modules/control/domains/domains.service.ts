/** Domains of one's own: a claim blocks nobody; a TXT record in the domain's DNS makes it name the tenant. */
import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { reading } from '@tenantry/kernel/db/handle.ts';
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { announceTenant } from '../tenants/announce.ts';
import type { Domain } from './domains.schema.ts';

export const domainNotFound = defineProblem('domains.not_found', 404, 'The organisation has not claimed this domain.');
export const domainClaimed = defineProblem('domains.exists', 409, 'The organisation has claimed this domain already.');
export const domainTaken = defineProblem(
  'domains.taken',
  409,
  'Another organisation has proved this domain to be its own.',
);
export const domainUnproved = defineProblem('domains.unproved', 422, 'The record that proves the claim was not found.');
export const tooManyDomains = defineProblem(
  'domains.limit_reached',
  403,
  'The organisation has claimed enough domains.',
);

const MAX_DOMAINS = 10;
const DNS_TIMEOUT_MS = 3_000;

interface Row {
  id: string;
  domain: string;
  verification_token: string;
  verified_at: string | null;
  version: number;
  created_at: string;
  updated_at: string;
}

const COLUMNS = 'id, domain, verification_token, verified_at, version, created_at, updated_at';

function shown({ verification_token, ...row }: Row): Domain {
  return { ...row, record_name: `_tenantry.${row.domain}`, record_value: `tenantry-verify=${verification_token}` };
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names that are never somebody's own (RFC 6761, RFC 6762, and what networks use inside). */
const SPECIAL = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|onion|arpa)$/;

/** The name in lower case without the final dot, or `http.invalid_input`. */
function readDomain(ctx: Context, given: string): string {
  const name = given.toLowerCase().replace(/\.$/, '');
  const base = ctx.kernel.config.base_domain;
  const labels = name.split('.');
  const isName = name.length <= 253 && labels.length >= 2 && labels.every((label) => LABEL.test(label));
  const isOurs = name === base || name.endsWith(`.${base}`);
  const detail =
    !isName || /^[\d.]+$/.test(name)
      ? 'Give a host name such as records.example.in; names in other scripts in their xn-- form.'
      : SPECIAL.test(name) || isOurs
        ? 'This name cannot belong to an organisation.'
        : null;
  if (detail) throw problem(invalidInput, { errors: [{ pointer: '/domain', detail }] });
  return name;
}

/** Claims of the tenant by name. */
export async function listDomains(ctx: Context): Promise<Domain[]> {
  const rows = await ctx.sql<Row>(`select ${COLUMNS} from domains where tenant_id = $1 order by domain`);
  return rows.map(shown);
}

/** Claims a domain and answers the record that proves it. */
export async function addDomain(ctx: Context, input: { domain: string }): Promise<Domain> {
  const domain = readDomain(ctx, input.domain);
  await ctx.db.selectFrom('tenants').select('id').forNoKeyUpdate().execute();
  const [count] = await ctx.sql<{ n: number }>('select count(*) as n from domains where tenant_id = $1');
  if ((count?.n ?? 0) >= MAX_DOMAINS)
    throw problem(tooManyDomains, { extra: { limit: 'domains', allowed: MAX_DOMAINS, used: count?.n } });
  const token = randomBytes(24).toString('base64url');
  const [row] = await ctx.sql<Row>(
    `insert into domains (tenant_id, id, domain, verification_token) values ($1, $2, $3, $4)
     on conflict (tenant_id, domain) do nothing returning ${COLUMNS}`,
    [ctx.newId(), domain, token],
  );
  if (!row) throw problem(domainClaimed);
  ctx.audit({ action: 'domains.create', subject: 'domains', subject_id: row.id, after: { domain } });
  return shown(row);
}

async function lockDomain(ctx: Context, name: string): Promise<Row> {
  const [row] = await ctx.sql<Row>(
    `select ${COLUMNS} from domains where tenant_id = $1 and (domain = $2 or id::text = $2) for update`,
    [name.toLowerCase()],
  );
  if (!row) throw problem(domainNotFound);
  return row;
}

/** The texts of the record as the domain's DNS has them; none when there is no answer. */
async function lookUp(ctx: Context, name: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: 1 });
  const { dns_servers } = ctx.kernel.config;
  if (dns_servers && dns_servers.length > 0) resolver.setServers([...dns_servers]);
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
  } catch (error) {
    ctx.log.info({ name, code: (error as { code?: string }).code }, 'no TXT record');
    return [];
  }
}

/** Looks for the proof and makes the domain name the tenant. */
export async function verifyDomain(ctx: Context, name: string): Promise<Domain> {
  // Read aside, so that no transaction waits for a name server.
  const [found] = await reading(ctx.kernel.aside, ctx.binding).sql<Row>(
    `select ${COLUMNS} from domains where tenant_id = $1 and (domain = $2 or id::text = $2)`,
    [name.toLowerCase()],
  );
  if (!found) throw problem(domainNotFound);
  const claimed = shown(found);
  const texts = await lookUp(ctx, claimed.record_name);
  if (!texts.includes(claimed.record_value))
    throw problem(domainUnproved, {
      detail: `Add a TXT record ${claimed.record_name} with the text ${claimed.record_value}; it can take some minutes to be seen.`,
      extra: { record_name: claimed.record_name, record_value: claimed.record_value, found: texts.length },
    });
  const row = await lockDomain(ctx, claimed.domain);
  const [verified] = await ctx.sql<Row>(
    `update domains set verified_at = coalesce(verified_at, now()), version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    [row.id],
  );
  ctx.audit({ action: 'domains.verify', subject: 'domains', subject_id: row.id, after: { domain: row.domain } });
  await announceTenant(ctx);
  return shown(verified as Row);
}

/** Gives a domain up; at once it names nobody. */
export async function deleteDomain(ctx: Context, name: string): Promise<Domain> {
  const row = await lockDomain(ctx, name);
  await ctx.execute('delete from domains where tenant_id = $1 and id = $2', [row.id]);
  ctx.audit({ action: 'domains.delete', subject: 'domains', subject_id: row.id, before: { domain: row.domain } });
  await announceTenant(ctx);
  return shown(row);
}
