/** Named problems: every refusal of the product has a code, a status and a sentence, declared beside the service that throws it. */

/** A kind of problem. `code` is `noun.reason`; `title` is a sentence for people; `status` an HTTP status. */
export interface ProblemKind {
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

/** One field at fault: a JSON pointer into the input (RFC 6901) and what to do about it. */
export interface FieldError {
  pointer: string;
  detail: string;
  /** Which sentence it is, and what it is filled with: by these a screen says it in another language. */
  code?: string;
  values?: Record<string, string | number>;
}

/** What an occurrence may add to its kind. `extra` members stand at the top level of the answer (RFC 9457 section 3.2). */
export interface ProblemDetails {
  detail?: string;
  errors?: FieldError[];
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** Declares a kind of problem, e.g. `defineProblem('products.sku_taken', 409, 'Another product has this SKU.')`. */
export function defineProblem(code: string, status: number, title: string): ProblemKind {
  return Object.freeze({ code, status, title });
}

/** An occurrence of a problem; thrown by services, turned into an answer by the kernel alone. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;

  constructor(kind: ProblemKind, details: ProblemDetails = {}) {
    super(details.detail ?? kind.title, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'Problem';
    this.kind = kind;
    this.details = details;
  }
}

/** `throw problem(skuTaken, { errors: [{ pointer: '/sku', detail: 'Choose another SKU.' }] })` */
export function problem(kind: ProblemKind, details?: ProblemDetails): Problem {
  return new Problem(kind, details);
}
