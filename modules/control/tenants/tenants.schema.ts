/** Tenants: organisations that share the installation, as the API shows them and takes them. */
import { Email, Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

/** What kinds of organisation there are. */
export const ORGANIZATION_TYPES = ['business', 'dental_clinic', 'clinic', 'manufacturing'] as const;
export type OrganizationType = (typeof ORGANIZATION_TYPES)[number];

const STATUSES = ['provisioning', 'active', 'suspended', 'archived'] as const;

const Phone = Line(20, {
  pattern: '^$|^[0-9+() -]{6,20}$',
  'x-hint': 'Give 6 to 20 digits, with + and blanks if you like.',
});

/** What an organisation may say about itself. An empty text and null both mean that there is none. */
export const profile = {
  contact_person: Type.Optional(Nullable(Line(120))),
  contact_email: Type.Optional(Nullable(Email())),
  contact_phone: Type.Optional(Nullable(Phone)),
  gstin: Type.Optional(
    Nullable(Line(20, { description: '15 characters. A wrong check digit is a warning, a wrong form is refused.' })),
  ),
  industry: Type.Optional(Nullable(Line(80))),
  size: Type.Optional(Nullable(Line(40, { description: 'How many people, e.g. 11-50.' }))),
  address_line1: Type.Optional(Nullable(Line(200))),
  address_line2: Type.Optional(Nullable(Line(200))),
  city: Type.Optional(Nullable(Line(80))),
  state: Type.Optional(Nullable(Line(60, { description: 'Name or GST code, in India.' }))),
  pincode: Type.Optional(Nullable(Line(12))),
  country: Type.Optional(Line(60, { description: 'Two letters, ISO 3166; India when left out.' })),
  time_zone: Type.Optional(Line(60, { description: 'IANA name, e.g. Asia/Kolkata.' })),
};

const Slug = Line(100, { description: '3 to 40 of a-z, digits and inner hyphens; the name in addresses.' });
const Plan = Line(40, { description: 'One of GET /plans.' });
const MaxUsers = Type.Integer({ minimum: 1, maximum: 1_000_000 });
const MaxStorage = Type.Integer({ minimum: 0, maximum: 2 ** 50, description: 'Bytes.' });

/** What only the platform decides, with the names that earlier clients use for it. */
export const terms = {
  slug: Type.Optional(Slug),
  subdomain: Type.Optional(Line(100, { description: 'The same as slug.' })),
  plan: Type.Optional(Plan),
  subscription_plan: Type.Optional(Line(40, { description: 'The same as plan.' })),
  organization_type: Type.Optional(OneOf(ORGANIZATION_TYPES)),
  max_users: Type.Optional(MaxUsers),
  maxUsers: Type.Optional(Type.Integer({ ...MaxUsers, description: 'The same as max_users.' })),
  max_storage: Type.Optional(MaxStorage),
  maxStorage: Type.Optional(Type.Integer({ ...MaxStorage, description: 'The same as max_storage.' })),
};

export const NewTenant = Type.Object(
  {
    name: Line(120, { minLength: 1 }),
    ...profile,
    ...terms,
    placement: Type.Optional(OneOf(['pool', 'silo'], { description: 'Where its records live.' })),
    domain: Type.Optional(
      Line(253, { description: 'A domain of its own, to be verified before it names the tenant.' }),
    ),
    features: Type.Optional(
      Type.Unsafe<Record<string, boolean> | string[]>({
        anyOf: [
          { type: 'object', additionalProperties: { type: 'boolean' }, maxProperties: 200 },
          { type: 'array', items: { type: 'string', maxLength: 60 }, maxItems: 200 },
        ],
        'x-hint': 'Give a list of features, or each feature with true or false.',
        description: 'Feature → on or off; a list switches its features on.',
      }),
    ),
    settings: Type.Optional(
      Type.Unsafe<Record<string, unknown>>({
        type: 'object',
        additionalProperties: true,
        maxProperties: 50,
        description: 'Key → value, as POST …/config takes them.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type NewTenant = Static<typeof NewTenant>;

export const TenantChanges = Type.Object(
  {
    name: Type.Optional(Line(120, { minLength: 1 })),
    ...profile,
    ...terms,
    version: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);
export type TenantChanges = Static<typeof TenantChanges>;

/** What an organisation's own people may change. */
export const OWN_FIELDS: ReadonlySet<string> = new Set(['name', 'version', ...Object.keys(profile)]);

export const Tenant = Type.Object({
  id: Id(),
  slug: Type.String({ examples: ['smile-dental'] }),
  name: Line(120),
  status: OneOf(STATUSES),
  status_reason: Nullable(Line(500)),
  organization_type: Type.String(),
  plan: Type.String(),
  placement: Type.String(),
  time_zone: Type.String(),
  contact_person: Nullable(Line(120)),
  contact_email: Nullable(Line(254)),
  contact_phone: Nullable(Line(20)),
  gstin: Nullable(Line(15)),
  industry: Nullable(Line(80)),
  size: Nullable(Line(40)),
  address_line1: Nullable(Line(200)),
  address_line2: Nullable(Line(200)),
  city: Nullable(Line(80)),
  state: Nullable(Line(60)),
  state_code: Nullable(Line(2)),
  pincode: Nullable(Line(12)),
  country: Type.String(),
  max_users: Type.Optional(Type.Unsafe<number | null>({ type: ['integer', 'null'] })),
  archived_at: Nullable(Instant()),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
  warnings: Type.Optional(
    Type.Array(Type.String(), { description: 'What is odd but was accepted, in answers to changes.' }),
  ),
});
export type Tenant = Static<typeof Tenant>;

/** The columns behind it; `max_users` and `warnings` are added by the service. */
export type TenantRow = Omit<Tenant, 'max_users' | 'warnings'> & { created_by: string | null; cell_id: string };

declare module '@tenantry/kernel/db/tables.ts' {
  interface Tables {
    tenants: TenantRow;
    retired_slugs: { slug: string; former_tenant_id: string };
  }
}
