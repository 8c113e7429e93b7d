/** Organisations declared in TENANT_CONFIGS, as earlier clients write them: brought about at each start, only what differs. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { inputReader } from '@tenantry/kernel/http/validate.ts';
import { Problem } from '@tenantry/kernel/problems/problem.ts';
import { Line } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import Type, { type Static } from 'typebox';
import { changeBranding, getBranding } from '../branding/branding.service.ts';
import { getFeatures, switchFeatures } from '../features/features.service.ts';
import { createTenant } from '../tenants/create.ts';
import { moveTenant } from '../tenants/lifecycle.ts';
import { readTenant } from '../tenants/tenants.record.ts';
import type { OrganizationType } from '../tenants/tenants.schema.ts';
import { updateTenant } from '../tenants/tenants.service.ts';

/** An entry that cannot be used; the message names the key and the field. */
export class TenantConfigError extends Error {
  override name = 'TENANT_CONFIGS';
}

const Entry = Type.Object(
  {
    database_url: Type.Optional(Type.String()),
    domain: Type.Optional(
      Type.Unsafe<keyof typeof KINDS>({ type: 'string', enum: ['dental', 'manufacturing', 'clinic', 'default'] }),
    ),
    branding: Type.Optional(
      Type.Object(
        {
          company_name: Type.Optional(Line(120)),
          primary_color: Type.Optional(
            Line(7, { pattern: '^#[0-9a-fA-F]{6}$', 'x-hint': 'Give a colour as #rrggbb.' }),
          ),
          secondary_color: Type.Optional(
            Line(7, { pattern: '^#[0-9a-fA-F]{6}$', 'x-hint': 'Give a colour as #rrggbb.' }),
          ),
          accent_color: Type.Optional(Line(7, { pattern: '^#[0-9a-fA-F]{6}$', 'x-hint': 'Give a colour as #rrggbb.' })),
          logo_url: Type.Optional(Line(500)),
        },
        { additionalProperties: false },
      ),
    ),
    features: Type.Optional(Type.Array(Type.String({ maxLength: 60 }))),
    gst_number: Type.Optional(Line(20)),
    contact_info: Type.Optional(
      Type.Object({ phone: Type.Optional(Line(20)), email: Type.Optional(Line(254)) }, { additionalProperties: false }),
    ),
    is_active: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
type Entry = Static<typeof Entry>;

/** What their `domain` is called here. */
const KINDS = {
  dental: 'dental_clinic',
  manufacturing: 'manufacturing',
  clinic: 'clinic',
  default: 'business',
} as const satisfies Record<string, OrganizationType>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const readEntry = inputReader<Entry>(Entry);

function readEntries(configs: Record<string, unknown>): [string, Entry][] {
  return Object.entries(configs).map(([key, raw]) => {
    const { value, errors } = readEntry(raw, 'Asia/Kolkata');
    if (value) return [key.toLowerCase(), value];
    throw new TenantConfigError(errors.map(({ pointer, detail }) => `${key}${pointer}: ${detail}`).join(' '));
  });
}

/** A problem of a service as an error of the entry it came from. */
function failed(key: string, error: unknown): never {
  if (!(error instanceof Problem)) throw error;
  const { kind, details } = error;
  const where = (details.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`).join(' ');
  throw new TenantConfigError(`${key}: ${where || (details.detail ?? kind.title)}`, { cause: error });
}

/** Brings about what the entries say. Throws `TenantConfigError` before anything is changed for an entry of the wrong form. */
export async function applyTenantConfigs(kernel: Kernel, configs: Record<string, unknown>): Promise<void> {
  for (const [key, entry] of readEntries(configs)) {
    try {
      const known = await kernel.directory.find(key);
      if (entry.database_url)
        kernel.log.warn(
          { tenant: key },
          'TENANT_CONFIGS: database_url is not used; the organisation lives in the common database',
        );
      const tenant = known ?? (await createDeclared(kernel, key, entry));
      await changeDeclared(kernel, tenant, entry);
    } catch (error) {
      failed(key, error);
    }
  }
}

const label = 'TENANT_CONFIGS';

async function createDeclared(kernel: Kernel, key: string, entry: Entry): Promise<Tenant> {
  if (UUID.test(key))
    throw new TenantConfigError(`${key}: there is no organisation of this id; name a new one by its slug`);
  const binding = { tenant_id: null, plane: 'platform' } as const;
  await asSystem(kernel, { tenant: null, database: kernel.control, binding, label }, (ctx) =>
    createTenant(ctx, {
      name: entry.branding?.company_name || key,
      slug: key,
      organization_type: KINDS[entry.domain ?? 'default'],
      contact_email: entry.contact_info?.email,
      contact_phone: entry.contact_info?.phone,
      gstin: entry.gst_number,
    }),
  );
  kernel.directory.forget();
  const tenant = await kernel.directory.find(key);
  if (!tenant) throw new Error(`${key} was created and is not there`);
  return tenant;
}

/** Only what differs is changed, so that a start that changes nothing leaves no trace. */
async function changeDeclared(kernel: Kernel, tenant: Tenant, entry: Entry): Promise<void> {
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  await asSystem(kernel, { tenant, database: kernel.control, binding, label }, async (ctx) => {
    await changeProfile(ctx, entry);
    await changeSwitches(ctx, entry);
    await changeLooks(ctx, entry);
    await changeState(ctx, entry);
  });
}

async function changeProfile(ctx: Context, { domain, gst_number, contact_info }: Entry): Promise<void> {
  const row = await readTenant(ctx);
  const wanted = {
    organization_type: domain && KINDS[domain],
    gstin: gst_number?.replace(/\s/g, '').toUpperCase(),
    contact_email: contact_info?.email,
    contact_phone: contact_info?.phone,
  };
  const differing = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && (value || null) !== row[name as keyof typeof wanted],
  );
  if (differing.length > 0) await updateTenant(ctx, Object.fromEntries(differing));
}

async function changeLooks(ctx: Context, { branding }: Entry): Promise<void> {
  const held = await getBranding(ctx);
  const differing = Object.entries(branding ?? {}).filter(([name, value]) => held[name as keyof typeof held] !== value);
  if (differing.length > 0) await changeBranding(ctx, Object.fromEntries(differing));
}

/** Who declares looks for an organisation gives it the right to them, whatever its plan. */
async function changeSwitches(ctx: Context, { features = [], branding }: Entry): Promise<void> {
  const held = await getFeatures(ctx);
  const wanted = new Set([...features, ...(branding ? ['branding'] : [])]);
  const off = [...wanted].filter((name) => held[name] !== true);
  if (off.length > 0) await switchFeatures(ctx, Object.fromEntries(off.map((name) => [name, true])), '/features');
}

async function changeState(ctx: Context, { is_active }: Entry): Promise<void> {
  const { status } = await readTenant(ctx);
  if (is_active === false && status === 'active')
    await moveTenant(ctx, 'suspend', 'TENANT_CONFIGS says is_active: false');
  if (is_active === true && status === 'suspended') await moveTenant(ctx, 'resume', undefined);
}
