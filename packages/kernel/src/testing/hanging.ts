/** Files and comments on a record, for tests that need a record with something on it. */
import { expect } from 'vitest';
import type { Caller } from './caller.ts';
import { uploadTo } from './uploads.ts';

/** Two files and two comments on the record; answers the ids of the first of each, as the attack knows them. */
export async function hangOn(owner: Caller, noun: string, id: string): Promise<Record<string, string>> {
  const path = `/api/${noun}/${id}`;
  for (const name of ['one.txt', 'two.txt'])
    expect((await uploadTo(owner, `${path}/attachments/upload`, name, 'Scanned')).status).toBe(201);
  for (const text of ['Paid?', 'Not yet']) expect((await owner.post(`${path}/comments`, { text })).status).toBe(201);
  const first = async (part: string): Promise<string> => (await owner.get(`${path}/${part}?limit=1`)).body.data[0].id;
  return { [`${noun}.attachment`]: await first('attachments'), [`${noun}.comment`]: await first('comments') };
}
