/** Who is named in a comment: somebody who may read the record, told by an event and by a mail from the organisation. */
import Type from 'typebox';
import type { RecordType, Row } from '../db/records.ts';
import { asSystem } from '../http/perform.ts';
import { inIdentityPlane } from '../identity/plane.ts';
import { type AnyJob, defineJob } from '../jobs/definition.ts';
import { defineLetter } from '../mail/letters.ts';
import { postLetter } from '../mail/post.ts';
import { notify } from '../notifications/notify.ts';
import { problem } from '../problems/problem.ts';
import { Id } from '../schema/fields.ts';
import type { Context } from '../tenancy/context.ts';
import { allows } from '../tenancy/roles.ts';
import { unknownMember, unknownReader } from './comments.schema.ts';

export const mentionLetter = defineLetter({
  name: 'comments.mention',
  title: 'Somebody was named in a comment',
  fields: { person: 'Meena Rao', by: 'Asha Rao', record: 'Gupta Stores', organisation: 'Smile Dental Clinic' },
  texts: {
    en: {
      subject: '{{by}} named you in a comment on {{record}}',
      body: 'Hello {{person}},\n\n{{by}} named you in a comment on {{record}} in {{organisation}}. What was said stands beside the record.',
      button: 'Open the record',
    },
    hi: {
      subject: '{{by}} ने {{record}} की टिप्पणी में आपका नाम लिया',
      body: 'नमस्ते {{person}},\n\n{{organisation}} में {{by}} ने {{record}} की टिप्पणी में आपका नाम लिया है। पूरी बात रिकॉर्ड के साथ लिखी है।',
      button: 'रिकॉर्ड खोलें',
    },
  },
});

/** Whether the member may read the records of a noun, and so what is said about them. */
async function mayRead({ kernel, tenant }: Context, noun: string, userId: string): Promise<boolean | null> {
  const member = await kernel.identity.membership(userId, tenant);
  if (!member) return null;
  const permission = kernel.subjects.get(noun)?.comments?.permission ?? null;
  return permission === null || allows(member.permissions, permission);
}

/** Throws `comments.unknown_member` or `comments.unknown_reader`, which name the places in the list. */
export async function assertReaders(ctx: Context, noun: string, people: readonly string[]): Promise<void> {
  const strangers: { pointer: string; detail: string }[] = [];
  const blind: typeof strangers = [];
  for (const [index, id] of people.entries()) {
    const pointer = `/mentions/${index}`;
    const may = await mayRead(ctx, noun, id);
    if (may === null) strangers.push({ pointer, detail: 'There is no such member.' });
    else if (!may) blind.push({ pointer, detail: `This member may not read ${noun}, and would not see the comment.` });
  }
  if (strangers.length > 0) throw problem(unknownMember, { errors: strangers });
  if (blind.length > 0) throw problem(unknownReader, { errors: blind });
}

/** What people call the record; nothing that is sealed. */
function labelOf({ noun, number, sealed = [] }: RecordType, row: Row): string {
  const names = ['name', 'title', ...(number ? [number] : [])].filter((name) => !sealed.includes(name));
  const said = names.map((name) => row[name]).find((value) => typeof value === 'string' && value !== '');
  return String(said ?? noun).slice(0, 120);
}

/** Tells those who are named of the comment, beside the one who names them; the mails go when the change is committed. */
export async function tellMentioned(
  ctx: Context,
  type: RecordType,
  row: Row,
  { comment_id, by, people }: { comment_id: string; by: string; people: readonly string[] },
): Promise<void> {
  if (people.length === 0) return;
  const { noun } = type;
  const record_id = row.id as string;
  ctx.emit({
    type: 'comments.mention',
    subject: noun,
    subject_id: record_id,
    data: { comment_id, user_ids: people, by: ctx.actor.id },
  });
  await notify(ctx, {
    kind: 'mention',
    user_ids: people.filter((id) => id !== ctx.actor.id),
    subject: noun,
    subject_id: record_id,
    by_name: by,
    key: `comment:${comment_id}`,
  });
  const record = labelOf(type, row);
  for (const user_id of people)
    if (user_id !== ctx.actor.id)
      await ctx.enqueue({ job: mentionJob, data: { noun, record_id, record, by: by.slice(0, 120), user_id } });
}

const text = Type.String();

/** Mails it to one person, who must still be able to read the record then. */
export const mentionJob: AnyJob = defineJob({
  name: 'comments.mention',
  input: Type.Object({ noun: text, record_id: Id(), record: text, by: text, user_id: Id() }),
  quiet: true,
  async run(ctx, { noun, record_id, record, by, user_id }) {
    const { kernel, tenant } = ctx;
    if (!(await mayRead(ctx, noun, user_id))) return;
    const binding = { tenant_id: tenant.id, plane: '' } as const;
    await asSystem(kernel, { tenant, database: kernel.control, binding, label: 'comments' }, (own) =>
      inIdentityPlane(own, async () => {
        const person = await own.db.selectFrom('users').select(['email', 'name']).where('id', '=', user_id).execute();
        for (const { email, name } of person)
          await postLetter(own, {
            letter: mentionLetter,
            to: email,
            fields: { person: name, by, record, organisation: tenant.name },
            link: `${kernel.config.public_url}/t/${tenant.slug}/${noun}/${record_id}`,
            inNameOf: tenant,
          });
      }),
    );
  },
});
