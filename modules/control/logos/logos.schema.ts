/** The shape of an organisation's logo, and where it is shown from. */
import { Id, Instant, Line, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const Logo = Type.Object({
  id: Id(),
  media_type: OneOf(['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml']),
  path: Line(200, { description: 'Where the picture is, on this installation; open to everybody.' }),
  created_at: Instant(),
});
export type Logo = Static<typeof Logo>;

/** Where a logo is; another picture has another address, so that it may be kept. */
export const logoPath = (tenantId: string, id: string): string => `/api/logos/${tenantId}/${id}`;
