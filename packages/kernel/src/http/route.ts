/** Routes as data: everything the server, the OpenAPI text, the typed client and the command line must know of an endpoint. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject, TSchema } from 'typebox';
import type { ProblemKind } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Download } from './download.ts';

/**
 * Who may call, and what `ctx` is bound to:
 * - `tenant`: a member of the tenant; `ctx` reaches the tenant's own records (application plane).
 * - `control`: the tenant's own admin or a platform operator; `ctx` reaches what the control plane keeps of this one tenant.
 * - `platform`: a platform operator; control plane, all tenants.
 * - `account`: anyone signed in, for his own account.
 * - `public`: everyone.
 */
export type Scope = 'tenant' | 'control' | 'platform' | 'account' | 'public';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A page of a list: rows and where the next page begins (null at the end). `total` and `totals` only when they were asked for. */
export interface Page<T> {
  rows: T[];
  next_cursor: string | null;
  limit: number;
  total?: number;
  /** Field → sum over all that match, money in paise; null where it is beyond what JSON holds exactly. */
  totals?: Record<string, number | null>;
}

/** Rows in a file: the columns in order, and the pages to be written as they come. */
export interface Sheet {
  name: string;
  format: 'csv' | 'xlsx';
  columns: { key: string; title: string }[];
  /** Sums over all rows, by key. A workbook has them below its rows; a CSV never, for programs read it. */
  totals?: Record<string, unknown>;
  pages: AsyncIterable<Record<string, unknown>[]>;
}

export interface Route<I extends TObject = TObject, O extends TSchema = TSchema> {
  /** `noun.verb`: operation id, command of the CLI, action in the audit trail. */
  name: string;
  method: Method;
  /** Below `/api`, with `{names}` that are fields of the input: `/products/{product}`. */
  path: string;
  /** Further paths that answer the same. */
  aliases?: string[];
  scope: Scope;
  /** Needed for `tenant` and `control`. Null is allowed only for what every member may do. */
  permission?: string | null;
  feature?: string;
  summary: string;
  /** All fields together: those named in the path, the rest in the query (GET, DELETE) or in the body. */
  input: I;
  output: O;
  /** Lists answer a page: `output` is the schema of one row. */
  list?: boolean;
  status?: 200 | 201 | 202;
  message: string;
  /** Every problem that `run` may throw beside those of the kernel; others fail the tests. */
  problems?: readonly ProblemKind[];
  /** Database constraints that a caller can violate: name → the problem it means and the field at fault. */
  constraints?: Readonly<Record<string, { kind: ProblemKind; pointer?: string; detail?: string }>>;
  /** `snapshot` gives a read several statements of one instant. Writes are always one transaction. */
  transaction?: 'snapshot';
  /** Writes that leave no audit entry, such as refreshing a session or a dry run, say why. */
  unaudited?: string;
  /**
   * For GET of sensitive records: each read leaves an entry `noun.read`, with the record's id or the list's filter. A list that
   * leaves as a file does so on every route. `operators`: only their reads do, of what is the organisation's own.
   */
  audit_reads?: boolean | 'operators';
  /** An Idempotency-Key is not heard, because the answer must not be stored; says why. */
  unrepeatable?: string;
  /** Neither counted in a rate nor held back while others work, such as what a load balancer asks; says why. */
  uncounted?: string;
  /** The answer holds a credential and is never packed, because its length would tell of it (BREACH); says which. */
  unpacked?: string;
  /** A multipart upload of one file; its text fields are the input, the file is `input.file`. Megabytes allowed. */
  upload_mb?: number;
  /** The uploaded file goes into the store as it comes; `input.file` is a `Received`, which `run` keeps. */
  stored_upload?: true;
  /** The answer is a file's content. */
  download?: true;
  /** Lists what hangs on records of this noun; who may call it may see the files that are attached to them. */
  lists?: { of: string; part: 'attachments' | 'comments' };
  /** Input fields that a cookie gives when the body does not and the caller is a page of ours (`X-Client`), which no foreign one can say. */
  cookies?: Readonly<Record<string, 'access' | 'refresh'>>;
  /** Sees the raw exchange, for cookies; `run` has been called. */
  reply?(request: FastifyRequest, reply: FastifyReply, data: Static<O>): Static<O>;
  run(ctx: Context, input: Static<I>): Promise<Result<Static<O>>>;
}

/** What `run` may answer: the record, a page of records, a file of rows, or a file's bytes; of a GET also what makes the bytes when its transaction is over. */
export type Result<T> =
  | T
  | Page<T>
  | { sheet: Sheet }
  | { download: Download }
  | { later(): Promise<{ download: Download }> }
  | { warnings: string[]; data: T };

/** Declares one route; the types of `input` and `output` flow into `run` and into the typed client. */
export function route<
  I extends TObject,
  O extends TSchema,
  const N extends string,
  const P extends string,
  const M extends Method,
>(definition: Route<I, O> & { name: N; path: P; method: M }): Route<I, O> & { name: N; path: P; method: M } {
  return definition;
}

/** The names in a path: `/products/{product}/files/{file}` has `product` and `file`. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}

/** A list of routes of unlike inputs. */
// biome-ignore lint/suspicious/noExplicitAny: variance of `run` makes unlike routes incomparable otherwise
export type AnyRoute = Route<any, any>;
