/** The jobs of the example: one in a single transaction, one in many steps, one that fails as often as it is told. */
import Type from 'typebox';
import { insertRecord } from '../../db/records.ts';
import { defineJob } from '../../jobs/definition.ts';
import { defineProblem, problem } from '../../problems/problem.ts';
import { noteRecord } from './notes.service.ts';

const strict = { additionalProperties: false };
const DUE = '2026-11-21';

export const tooMany = defineProblem('notes.too_many', 422, 'That would be too many notes.');

/** Writes one note; as often as it is tried, there is one. */
export const writeNote = defineJob({
  name: 'notes.write',
  input: Type.Object({ title: Type.String({ minLength: 1 }) }, strict),
  async run(ctx, { title }) {
    const { id } = await insertRecord<{ id: string }>(ctx, noteRecord, { title, due_on: DUE });
    return { note_id: id };
  },
});

/** Writes many notes, each in a step of its own. */
export const writeManyNotes = defineJob({
  name: 'notes.write_many',
  input: Type.Object({ title: Type.String(), count: Type.Integer({ minimum: 1, maximum: 10_000 }) }, strict),
  long: true,
  async run(_ctx, { title, count }, job) {
    for (let n = 1; n <= count; n++) {
      await job.step(`note ${n}`, async (ctx) => {
        await insertRecord(ctx, noteRecord, { title: `${title} ${n}`, due_on: DUE });
      });
      await job.progress(n, count, `${n} of ${count} notes`);
    }
    return { written: count };
  },
});

/** Fails: with a rule of the business, or by a fault of the program for the first tries. */
export const failNotes = defineJob({
  name: 'notes.fail',
  input: Type.Object({ refused: Type.Boolean(), times: Type.Integer() }, strict),
  attempts: 3,
  retry_ms: 20,
  async run(ctx, { refused, times }, { attempt }) {
    await insertRecord(ctx, noteRecord, { title: `try ${attempt}`, due_on: DUE });
    if (refused) throw problem(tooMany);
    if (attempt <= times) throw new Error('a secret detail of the program');
    return { attempt };
  },
});

export const noteJobs = [writeNote, writeManyNotes, failNotes];
