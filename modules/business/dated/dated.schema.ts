/** What dated entries of all kinds answer beside what they say. */
import { Id, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { STANDINGS } from './dated.ts';

export const standing = {
  id: Nullable(Id({ description: 'Null of what comes with the product.' })),
  is_own: Type.Boolean({ description: 'Whether the organisation set it.' }),
  standing: OneOf(STANDINGS, { description: 'Today: another one followed, it counts, it will.' }),
};
