/** Makes what was asked to be printed: one document after another, written to the store as they come. */
import { writeZip, type ZipEntry } from '@tenantry/kernel/http/zip.ts';
import { defineJob, type ScheduleDefinition } from '@tenantry/kernel/jobs/definition.ts';
import { Problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { COPIES } from '../letterhead/letterhead.schema.ts';
import { printedKinds } from '../print/kinds.ts';
import { joined } from '../print/pdf_joined.ts';
import { fileNameOf, printed, type Wanted } from '../print/print.service.ts';
import { FORMS } from './printouts.schema.ts';
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
  }),
  attempts: 3,
  long: true,
  async run(ctx, { printout_id, noun, form, ids, copy }, job) {
    const kind = printedKinds.find((one) => one.noun === noun);
    const [before] = await ctx.sql<{ file_id: string | null }>(
      'select file_id from printouts where tenant_id = $1 and id = $2',
      [printout_id],
    );
    if (!kind || !before || before.file_id) return;
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
    /** What broke it off; the store would call it a broken upload. */
    let fault: unknown;
    async function* each(): AsyncGenerator<{ name: string; content: Buffer }> {
      try {
        for (const [index, id] of ids.entries()) {
          const one = await setOne(id);
          await job.progress(index + 1, ids.length);
          if (one) yield one;
        }
      } catch (error) {
        fault = error;
        throw error;
      }
    }
    async function* contents(): AsyncGenerator<Buffer> {
      for await (const { content } of each()) yield content;
    }
    async function* entries(): AsyncGenerator<ZipEntry> {
      const taken = new Set<string>();
      for await (const { name, content } of each()) yield { name: unlike(taken, name), content: only(content) };
    }
    const { files } = ctx.kernel;
    const content = form === 'zip' ? writeZip(entries()) : joined(contents());
    const received = await files
      .receive(ctx.tenant, { name: `${noun}.${form}`, content, max_bytes: MOST_BYTES })
      .catch((error: unknown) => {
        throw fault ?? error;
      });
    try {
      await job.step('kept', async (own) => {
        const { id } = await files.keep(own, received);
        await own.execute('update printouts set file_id = $3 where tenant_id = $1 and id = $2', [printout_id, id]);
      });
    } catch (error) {
      await files.discard(received);
      throw error;
    }
    return { documents: ids.length, bytes: received.bytes };
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
