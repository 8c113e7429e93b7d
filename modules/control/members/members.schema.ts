/** Members: people of a tenant, as the tenant sees them. */
import { Email, Id, Instant, Line, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const MemberRecord = Type.Object({
  id: Id(),
  user_id: Id(),
  email: Type.String(),
  name: Type.String(),
  role: Type.String(),
  status: OneOf(['active', 'invited', 'disabled']),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});

/** In a path: the id of the account or of the membership, or the address. */
export const user = Line(254, { description: 'Id or address of the person.' });

export const NewMember = Type.Object(
  {
    email: Type.Optional(Email()),
    user_id: Type.Optional(Id({ description: 'An account; for operators.' })),
    name: Type.Optional(Line(120)),
    role: Line(60, { description: 'One of GET …/roles.' }),
  },
  { additionalProperties: false },
);
export type NewMember = Static<typeof NewMember>;

export const MemberChanges = Type.Object(
  {
    user,
    role: Type.Optional(Line(60)),
    status: Type.Optional(OneOf(['active', 'disabled'])),
    version: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
);
export type MemberChanges = Static<typeof MemberChanges>;
