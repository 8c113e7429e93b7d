/** The kernel's own problems, and how any error becomes one: named errors as they are, the database's by SQLSTATE, the rest 500. */
import type { FastifyError } from 'fastify';
import { unreadable } from '../keys/cipher.ts';
import { keyServiceUnavailable } from '../keys/key_service.ts';
import { keysDestroyed } from '../keys/ring.ts';
import { limitReached, requestsReached } from '../limits/limit.ts';
import { defineProblem, Problem, type ProblemKind, problem } from '../problems/problem.ts';
import { featureOff } from '../tenancy/features.ts';
import type { AnyRoute } from './route.ts';

export const malformed = defineProblem('http.malformed', 400, 'The request could not be read.');
export const invalidInput = defineProblem('http.invalid_input', 400, 'Some fields need correcting.');
export const unauthenticated = defineProblem('identity.unauthenticated', 401, 'Sign in first.');
export const forbidden = defineProblem('http.forbidden', 403, 'You may not do this.');
export const tenancyConflict = defineProblem('tenancy.conflict', 403, 'The request names more than one organisation.');
export const tenantSuspended = defineProblem('tenancy.suspended', 403, 'This organisation is suspended.');
export const tenantConsentNeeded = defineProblem(
  'tenancy.consent_needed',
  403,
  'Operators do not see an organisation’s own records.',
);
export const notFound = defineProblem('http.not_found', 404, 'There is nothing at this address.');
export const tenantNotFound = defineProblem('tenancy.not_found', 404, 'There is no such organisation.');
export const tenantRequired = defineProblem('tenancy.required', 400, 'Say which organisation you mean.');
export const tenantArchived = defineProblem('tenancy.archived', 410, 'This organisation has been archived.');
export const tenantNotReady = defineProblem('tenancy.not_ready', 503, 'This organisation is still being set up.');
export const cellUnavailable = defineProblem(
  'tenancy.cell_unavailable',
  503,
  'The database of this organisation is not available right now.',
);
export const trailUnavailable = defineProblem(
  'audit.unavailable',
  503,
  'Who reads this is written down, and that cannot be done at the moment. Try again soon.',
);
export const methodNotAllowed = defineProblem(
  'http.method_not_allowed',
  405,
  'This address does not answer that method.',
);
export const conflict = defineProblem('http.conflict', 409, 'Another change got in between; try again.');
export const inProgress = defineProblem('http.in_progress', 409, 'The same request is still being worked on.');
export const stillReferred = defineProblem('http.still_referred', 409, 'Other records refer to this one.');
export const versionMismatch = defineProblem(
  'http.version_mismatch',
  412,
  'Somebody changed this record in the meantime.',
);
export const tooLarge = defineProblem('http.too_large', 413, 'The request is too large.');
export const unsupportedMediaType = defineProblem(
  'http.unsupported_media_type',
  415,
  'Send JSON with content type application/json.',
);
export const keyReused = defineProblem(
  'http.idempotency_key_reused',
  422,
  'This Idempotency-Key was used for another request.',
);
export const ruleBroken = defineProblem('http.rule_broken', 422, 'The values do not go together.');
export const tooMany = defineProblem('http.too_many_requests', 429, 'Too many requests; wait a little.');
export const tenancyBusy = defineProblem(
  'tenancy.busy',
  429,
  'Too much is being done at once for this organisation; wait a little.',
);
export const internal = defineProblem('http.internal', 500, 'Something went wrong on our side.');
export const unavailable = defineProblem(
  'http.unavailable',
  503,
  'The service is not available right now; try again shortly.',
);
export const timedOut = defineProblem(
  'http.timed_out',
  503,
  'This took too long and was stopped; nothing was changed.',
);

/** What any route may answer without declaring it. */
export const kernelProblems: ReadonlySet<ProblemKind> = new Set([
  malformed,
  invalidInput,
  unauthenticated,
  forbidden,
  featureOff,
  tenancyConflict,
  tenantSuspended,
  tenantConsentNeeded,
  notFound,
  tenantNotFound,
  tenantRequired,
  tenantArchived,
  tenantNotReady,
  cellUnavailable,
  trailUnavailable,
  methodNotAllowed,
  conflict,
  inProgress,
  stillReferred,
  versionMismatch,
  tooLarge,
  unsupportedMediaType,
  keyReused,
  ruleBroken,
  tooMany,
  tenancyBusy,
  limitReached,
  requestsReached,
  internal,
  unavailable,
  timedOut,
  unreadable,
  keysDestroyed,
  keyServiceUnavailable,
]);

interface DatabaseError extends Error {
  code: string;
  constraint?: string;
  column?: string;
}

/** `_102131` at the end of a name is a shard's, never shown (Citus). */
const shardSuffix = /_\d{6,}$/;

function fromDatabase(error: DatabaseError, route: AnyRoute | undefined): Problem {
  const constraint = error.constraint?.replace(shardSuffix, '');
  const declared = constraint === undefined ? undefined : route?.constraints?.[constraint];
  if (declared) {
    const errors = declared.pointer
      ? [{ pointer: declared.pointer, detail: declared.detail ?? declared.kind.title }]
      : [];
    return problem(declared.kind, { detail: declared.detail, errors, cause: error });
  }
  switch (error.code) {
    case '40001':
    case '40P01':
    case '55P03':
    case '23505':
    case '23P01':
      return problem(conflict, { cause: error });
    case '23503':
      return problem(stillReferred, { cause: error });
    case '22P02':
    case '22007':
    case '22008':
      return problem(malformed, { detail: 'A value does not have the form that is needed here.', cause: error });
    case '22021':
    case '22P05':
      return problem(malformed, { detail: 'Text must not contain the NUL character.', cause: error });
    case '22003':
      return problem(ruleBroken, { detail: 'A number is too large.', cause: error });
    case '57014':
      return problem(timedOut, { cause: error });
  }
  if (/^(08|53|57P)/.test(error.code)) return problem(unavailable, { cause: error });
  return problem(internal, { cause: error });
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/** What is wrong with a request before its fields are looked at, by the code of who found it. */
const UNREADABLE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; send the fields as JSON, {} for none.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is no JSON: a quotation mark, comma or bracket is missing or one too many.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'Less or more came than Content-Length says; send it again.',
  FST_ERR_BAD_URL: 'The address cannot be read; write % in it as %25.',
  FST_PROTO_VIOLATION: 'A field must not be called __proto__.',
  FST_PARTS_LIMIT: 'The form has too many parts.',
  FST_FILES_LIMIT: 'Send one file at a time.',
  FST_FIELDS_LIMIT: 'The form has too many fields.',
  FST_INVALID_JSON_FIELD_ERROR: 'A field of the form says that it is JSON and is none.',
  FST_MP_PREMATURE_CLOSE: 'The form ended before all of it had come; send it again.',
};

/** Turns whatever was thrown into a problem. */
export function toProblem(error: unknown, route?: AnyRoute): Problem {
  if (error instanceof Problem) return error;
  const { code, message } = error as FastifyError & DatabaseError;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return fromDatabase(error as DatabaseError, route);
  if (typeof code === 'string' && NETWORK.has(code)) return problem(unavailable, { cause: error });
  if (/timeout exceeded when trying to connect|Connection terminated|not queryable/.test(message ?? '')) {
    return problem(unavailable, { cause: error });
  }
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return problem(tooLarge, { cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return problem(unsupportedMediaType, { cause: error });
  }
  const status = (error as FastifyError).statusCode;
  if (status !== undefined && status >= 400 && status < 500)
    return problem(malformed, { detail: UNREADABLE[code], cause: error });
  return problem(internal, { cause: error });
}
