/** Roles of a tenant: the built-in ones of its kind, and its own. */
import { Id, Instant, Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

const Permissions = Type.Array(Type.String({ maxLength: 80 }), {
  maxItems: 300,
  description: 'Names of GET …/permissions; `products.*` stands for all of one noun.',
});
const Name = Line(40, {
  pattern: '^[a-z][a-z0-9_]{1,39}$',
  'x-hint': 'Use a-z, digits and _, beginning with a letter.',
});
const Title = Line(80, { minLength: 1 });

export const RoleRecord = Type.Object({
  id: Nullable(Id({ description: 'Null for a built-in role.' })),
  name: Type.String(),
  title: Type.String(),
  permissions: Type.Array(Type.String()),
  is_built_in: Type.Boolean(),
  members: Type.Integer({ description: 'How many people have it.' }),
  version: Nullable(Type.Unsafe<number>({ type: 'integer' })),
  updated_at: Nullable(Instant()),
});
export type RoleRecord = Static<typeof RoleRecord>;

export const NewRole = Type.Object(
  { name: Name, title: Title, permissions: Permissions },
  { additionalProperties: false },
);
export type NewRole = Static<typeof NewRole>;

export const RoleChanges = Type.Object(
  {
    role: Line(40),
    title: Type.Optional(Title),
    permissions: Type.Optional(Permissions),
    version: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);
export type RoleChanges = Static<typeof RoleChanges>;

export const Permission = Type.Object({
  permission: Type.String(),
  noun: Type.String(),
  verb: Type.String(),
  granted: Type.Boolean({ description: 'The caller has it, and may put it into a role.' }),
});
