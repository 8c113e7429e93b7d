/** Branding: the colours, logo and name under which an organisation appears. */
import { Instant, Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { Logo } from '../logos/logos.schema.ts';

export const Color = Line(7, {
  pattern: '^#[0-9a-fA-F]{6}$',
  'x-hint': 'Give a colour as #rrggbb.',
  examples: ['#0f766e'],
});

/** A path of this installation or an https address; never fetched by the server. */
const LogoUrl = Line(500, {
  examples: ['https://cdn.example.in/logo.png'],
  description: 'https address or a path here.',
});

export const Branding = Type.Object({
  company_name: Type.String(),
  primary_color: Color,
  secondary_color: Color,
  accent_color: Color,
  logo_url: Nullable(LogoUrl),
  logo: Nullable(Type.Unsafe<Logo>(Logo)),
  template: Nullable(Line(40)),
  is_default: Type.Boolean({ description: 'Nothing was set yet.' }),
  version: Type.Integer(),
  updated_at: Nullable(Instant()),
});
export type Branding = Static<typeof Branding>;

/** Null goes back to the default. */
export const BrandingChanges = Type.Object(
  {
    company_name: Type.Optional(Nullable(Line(120))),
    primary_color: Type.Optional(Nullable(Color)),
    secondary_color: Type.Optional(Nullable(Color)),
    accent_color: Type.Optional(Nullable(Color)),
    logo_url: Type.Optional(Nullable(LogoUrl)),
    template: Type.Optional(Nullable(Line(40, { description: 'One of GET /branding/templates.' }))),
    version: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);
export type BrandingChanges = Static<typeof BrandingChanges>;

export const Template = Type.Object({
  template: Type.String(),
  title: Type.String(),
  organization_types: Type.Array(Type.String()),
  primary_color: Color,
  secondary_color: Color,
  accent_color: Color,
});
export type Template = Static<typeof Template>;

export const BrandingStatus = Type.Object({
  enabled: Type.Boolean(),
  templates: Type.Integer({ description: 'How many there are to begin with.' }),
  tenants_total: Type.Integer({ description: 'Organisations in the caller’s sight.' }),
  tenants_branded: Type.Integer({ description: 'Those of them that have set something.' }),
});
