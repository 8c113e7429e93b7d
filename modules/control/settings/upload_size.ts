/** How large a file may be in an organisation: its setting `file_upload.max_size`, asked at each upload. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Module } from '@tenantry/kernel/http/module.ts';

/** Bytes of one file when the organisation has said nothing. */
export const UPLOAD_BYTES = 10_485_760;

export const readUploadSize: NonNullable<Module['upload_bytes']> = async ({ aside }, { id }) => {
  const [row] = await reading(aside, { tenant_id: id, plane: '' }).sql<{ value: number }>(
    "select value from settings where tenant_id = $1 and key = 'file_upload.max_size'",
  );
  return row?.value ?? UPLOAD_BYTES;
};
