/** Makes what was asked for of many documents: one after another, written to the store as they come. */

import type { Received } from '@tenantry/kernel/files/intake.ts';
import { writeZip, type ZipEntry } from '@tenantry/kernel/http/zip.ts';
import { defineJob, type ScheduleDefinition } from '@tenantry/kernel/jobs/definition.ts';
import { Problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Transport } from '../einvoice/eway.schema.ts';
import { COPIES } from '../letterhead/letterhead.schema.ts';
import { printedKinds } from '../print/kinds.ts';
import { joined } from '../print/pdf_joined.ts';
import { fileNameOf, printed, type Wanted } from '../print/print.service.ts';
import { portalFile } from './portal_files.ts';
import { endingOf, FORMS, isForPortal, type LeftOut } from './printouts.schema.ts';
import { expirePrintouts, MAKE_JOB } from './printouts.service.ts';

/** Two files of one name would hide each other: the later one is numbered. */
function unlike(taken: Set<string>, name: string): string {
  const stem = name.replace(/\.pdf$/, '');
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${stem} (${n}).pdf`;
    if (taken.has(tried.toLowerCase())) continue;
    taken.add(tried.toLowerCase());
    return tried;
  }
}

async function* only(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

/** The same from its first piece on; null where there is none. */
async function begun(pieces: AsyncGenerator<Buffer>): Promise<AsyncGenerator<Buffer> | null> {
  const first = await pieces.next();
  if (first.done) return null;
  async function* whole(): AsyncGenerator<Buffer> {
    yield first.value as Buffer;
    yield* pieces;
  }
  return whole();
}

/** Far beyond what a thousand documents have. */
const MOST_BYTES = 1_073_741_824;

export const makePrintout = defineJob({
  name: MAKE_JOB,
  input: Type.Object({
    printout_id: Id(),
    noun: Type.String(),
    form: OneOf(FORMS),
    ids: Type.Array(Id()),
    copy: Type.Optional(OneOf(COPIES)),
    transport: Type.Optional(Type.Object(Transport)),
    gstin: Type.Optional(Type.String()),
  }),
  attempts: 3,
  long: true,
  async run(ctx, { printout_id, noun, form, ids, copy, transport = {}, gstin }, job) {
    const kind = printedKinds.find((one) => one.noun === noun);
    const [before] = await ctx.sql<{ file_id: string | null; left_out: LeftOut[] | null }>(
      'select file_id, left_out from printouts where tenant_id = $1 and id = $2',
      [printout_id],
    );
    if (!kind || !before || before.file_id || before.left_out) return;
    const { ready: readyOf } = kind;
    const wanted: Wanted = copy ? { copy } : {};
    /** Null for a draft that was removed meanwhile. */
    const setOne = async (id: string): Promise<{ name: string; content: Buffer } | null> => {
      try {
        const ready = await readyOf(ctx, id);
        const { content } = await printed(ready, wanted, 'pdf', 'bare');
        return { name: fileNameOf(ready), content };
      } catch (error) {
        if (error instanceof Problem && error.kind === kind.record.notFound) return null;
        throw error;
      }
    };
    const progress = (done: number): Promise<void> => job.progress(done, ids.length);
    async function* each(): AsyncGenerator<{ name: string; content: Buffer }> {
      for (const [index, id] of ids.entries()) {
        const one = await setOne(id);
        await progress(index + 1);
        if (one) yield one;
      }
    }
    async function* contents(): AsyncGenerator<Buffer> {
      for await (const { content } of each()) yield content;
    }
    async function* entries(): AsyncGenerator<ZipEntry> {
      const taken = new Set<string>();
      for await (const { name, content } of each()) yield { name: unlike(taken, name), content: only(content) };
    }
    const left_out: LeftOut[] = [];
    const wholeOf = (): AsyncGenerator<Buffer> => {
      if (form === 'zip') return writeZip(entries());
      if (form === 'pdf') return joined(contents());
      return portalFile(ctx, { form, noun, ids, transport, gstin }, left_out, progress);
    };
    /** What broke it off; the store would call it a broken upload. */
    let fault: unknown;
    async function* pieces(): AsyncGenerator<Buffer> {
      try {
        yield* wholeOf();
      } catch (error) {
        fault = error;
        throw error;
      }
    }
    const { files } = ctx.kernel;
    const content = await begun(pieces());
    const keep = (received: Received | null): Promise<void> =>
      job.step('kept', async (own) => {
        const file_id = received && (await files.keep(own, received)).id;
        await own.execute('update printouts set file_id = $3, left_out = $4 where tenant_id = $1 and id = $2', [
          ...[printout_id, file_id],
          isForPortal(form) ? JSON.stringify(left_out) : null,
        ]);
      });
    // A file of nothing is none.
    if (!content) {
      await keep(null);
      return { documents: 0, bytes: 0 };
    }
    const received = await files
      .receive(ctx.tenant, { name: `${noun}.${endingOf(form)}`, content, max_bytes: MOST_BYTES })
      .catch((error: unknown) => {
        throw fault ?? error;
      });
    try {
      await keep(received);
    } catch (error) {
      await files.discard(received);
      throw error;
    }
    return { documents: ids.length - left_out.length, bytes: received.bytes };
  },
});

export const sweepPrintouts = defineJob({
  name: 'printouts.expire',
  input: Type.Object({}),
  quiet: true,
  run: expirePrintouts,
});

export const printoutExpiry: ScheduleDefinition = {
  name: 'printouts.expire',
  job: 'printouts.expire',
  cron: '40 3 * * *',
};
