/** Branding of a tenant: what it set and its plan includes, over its template, over the default of its kind. */
import { invalidInput, versionMismatch } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { readLogo } from '../logos/logos.service.ts';
import { announceTenant } from '../tenants/announce.ts';
import type { Branding, BrandingChanges } from './branding.schema.ts';
import { defaultTemplate, findTemplate, templates } from './templates.ts';

const FIELDS = ['company_name', 'primary_color', 'secondary_color', 'accent_color', 'logo_url', 'template'] as const;
type Field = (typeof FIELDS)[number];
type Row = Record<Field, string | null> & { version: number; updated_at: string };

async function readRow(ctx: Context, lock = ''): Promise<Row | null> {
  const [row] = await ctx.sql<Row>(
    `select ${FIELDS.join(', ')}, version, updated_at from branding where tenant_id = $1${lock}`,
  );
  return row ?? null;
}

/**
 * What holds of a stored row: all of it where the organisation has the feature, else the one colour that every organisation is
 * founded in. The rest is kept for the day on which a plan includes it again.
 */
export function heldOf<T extends Partial<Record<Field, string | null>>>(kernel: Kernel, tenant: Tenant, row: T | null) {
  if (!row || kernel.features.isOn(tenant, 'branding')) return row;
  const { primary_color = null } = row;
  return {
    ...row,
    company_name: null,
    secondary_color: null,
    accent_color: null,
    logo_url: null,
    template: null,
    primary_color,
  };
}

async function shown(ctx: Context, stored: Row | null): Promise<Branding> {
  const row = heldOf(ctx.kernel, ctx.tenant, stored);
  const template = (row?.template && findTemplate(row.template)) || defaultTemplate(ctx.tenant.organization_type);
  return {
    company_name: row?.company_name ?? ctx.tenant.name,
    primary_color: row?.primary_color ?? template.primary_color,
    secondary_color: row?.secondary_color ?? template.secondary_color,
    accent_color: row?.accent_color ?? template.accent_color,
    logo_url: row?.logo_url ?? null,
    logo: await readLogo(ctx.kernel, ctx.tenant),
    template: row?.template ?? null,
    is_default: row === null || FIELDS.every((field) => row[field] === null),
    version: row?.version ?? 0,
    updated_at: row?.updated_at ?? null,
  };
}

/** The branding that holds, defaults included. */
export async function getBranding(ctx: Context): Promise<Branding> {
  return shown(ctx, await readRow(ctx));
}

/** Whether browsers may be sent to the address for a picture: https with a name, or a path of this installation. */
function isLogoUrl(text: string): boolean {
  if (/^\/(?![/\\])[\w./-]+$/.test(text)) return !text.includes('..');
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.');
}

function assertBranding(changes: BrandingChanges): void {
  if (changes.logo_url && !isLogoUrl(changes.logo_url))
    throw problem(invalidInput, {
      errors: [
        { pointer: '/logo_url', detail: 'Give an https address without a password, or a path that begins with /.' },
      ],
    });
  if (changes.template && !findTemplate(changes.template))
    throw problem(invalidInput, {
      errors: [
        { pointer: '/template', detail: `Use one of: ${templates.map(({ template }) => template).join(', ')}.` },
      ],
    });
}

/** Changes what is given. A template replaces colours that were set, unless colours come with it. */
export async function changeBranding(ctx: Context, changes: BrandingChanges): Promise<Branding> {
  assertBranding(changes);
  await ctx.sql(
    'insert into branding (tenant_id, version) values ($1, 0) on conflict (tenant_id) do nothing returning tenant_id',
  );
  const before = (await readRow(ctx, ' for update')) as Row;
  const { version, ...given } = changes;
  if (version !== undefined && version !== before.version)
    throw problem(versionMismatch, { extra: { current_version: before.version } });
  const reset = given.template ? { primary_color: null, secondary_color: null, accent_color: null } : {};
  const wanted: Partial<Record<Field, string | null | undefined>> = { ...reset, ...given };
  const names = FIELDS.filter((field) => wanted[field] !== undefined && (wanted[field] || null) !== before[field]);
  const values = names.map((field) => wanted[field] || null);
  const sets = names.map((field, index) => `${field} = $${index + 2}`);
  await ctx.execute(
    `update branding set ${[...sets, 'version = version + 1', 'updated_at = now()'].join(', ')} where tenant_id = $1`,
    values,
  );
  ctx.audit({
    action: 'branding.update',
    subject: 'branding',
    subject_id: ctx.tenant.id,
    before: Object.fromEntries(names.map((field) => [field, before[field]])),
    after: Object.fromEntries(names.map((field, index) => [field, values[index]])),
  });
  await announceTenant(ctx);
  return getBranding(ctx);
}

/** Whether branding is at work: over all organisations for an operator, of the caller's own for everybody else. */
export async function getBrandingStatus(ctx: Context) {
  const isOperator = ctx.actor.kind === 'operator';
  const own = isOperator || ctx.actor.role === null ? null : ctx.tenant.id;
  const counts =
    isOperator || own
      ? await ctx.sql<{ tenants_total: number; tenants_branded: number }>(
          `select count(*) as tenants_total, count(b.tenant_id) as tenants_branded
           from tenants t left join branding b on b.tenant_id = t.id
           where t.status <> 'archived' and ($1::uuid is null or t.id = $1::uuid)`,
          [own],
        )
      : [];
  const { tenants_total = 0, tenants_branded = 0 } = counts[0] ?? {};
  return { enabled: true, templates: templates.length, tenants_total, tenants_branded };
}
