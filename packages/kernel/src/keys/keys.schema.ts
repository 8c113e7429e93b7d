/** The shapes of keys as operators see them; never a key itself. */
import Type, { type Static } from 'typebox';
import { Instant, Nullable, OneOf } from '../schema/fields.ts';

export const KeyVersion = Type.Object({
  version: Type.Integer(),
  state: OneOf(['current', 'old', 'destroyed'], { description: 'old: opens until all is sealed anew.' }),
  master_key_id: Type.String(),
  created_at: Instant(),
  replaced_at: Nullable(Instant()),
  destroyed_at: Nullable(Instant()),
});
export type KeyVersion = Static<typeof KeyVersion>;

export const TenantKeys = Type.Object({
  status: OneOf(['none', 'live', 'rotating', 'destroyed'], { description: 'none: nothing was ever sealed.' }),
  versions: Type.Array(KeyVersion),
  sealed: Type.Array(
    Type.Object({
      table: Type.String(),
      field: Type.String(),
      version: Type.Integer({ description: '0: not in the form of sealed values.' }),
      values: Type.Integer(),
    }),
  ),
  unreadable: Type.Array(Type.String(), { description: 'Rows for whose sake an old version is kept.' }),
});
export type TenantKeys = Static<typeof TenantKeys>;

export const MasterKeyList = Type.Array(
  Type.Object({
    id: Type.String(),
    is_current: Type.Boolean(),
    keys: Type.Integer({ description: 'Data keys that are wrapped under it.' }),
  }),
);
export type MasterKeyList = Static<typeof MasterKeyList>;
