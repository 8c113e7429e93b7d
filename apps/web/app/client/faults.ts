/** What went wrong, in words: what happened, what to do, and the number by which the server's log knows it. */
import { ApiError } from '@tenantry/kernel/http/client.ts';
import type { AppFault } from '@tenantry/ui/screens/app.tsx';
import { type Sentence, said, type Words } from '@tenantry/ui/words/words.tsx';

interface Problem {
  code?: string;
  detail?: string;
  message?: string;
  request_id?: string;
  errors?: (Sentence & { pointer?: string })[];
}

function sayIn(words: Words, status: number, { code, detail, message }: Problem): string {
  if (code === 'web.offline') return words('problem.offline');
  if (code === 'identity.wrong_credentials') return words('problem.wrong_credentials');
  if (status === 412) return words('problem.changed_meanwhile');
  if (status === 429) return words('problem.too_fast');
  if (status === 503) return words('problem.unavailable');
  if (status >= 500) return words('problem.fault');
  return said.inWords({ detail: detail ?? message ?? words('problem.fault') });
}

/** The fault of anything that was thrown. */
export function faultOf(error: unknown, words: Words): AppFault {
  if (!(error instanceof ApiError))
    return { status: 0, code: 'web.fault', text: words('problem.fault'), request_id: null, errors: [], fields: {} };
  const problem = error.body as Problem;
  const errors = (problem.errors ?? []).map((one) => ({ pointer: '', ...one, detail: said.inWords(one) }));
  return {
    status: error.status,
    code: error.code,
    text: sayIn(words, error.status, problem),
    request_id: problem.request_id ?? null,
    errors,
    fields: Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.replace(/^\//, ''), detail])),
  };
}
