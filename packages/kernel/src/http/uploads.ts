/** Uploads that go into the store as they arrive: no transaction is open meanwhile, and what comes to nothing leaves nothing. */
import type { ValidateFunction } from 'ajv';
import type { FastifyRequest } from 'fastify';
import type { Received } from '../files/intake.ts';
import { problem } from '../problems/problem.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Admission } from './admit.ts';
import type { Receiver } from './input.ts';
import type { Outcome } from './perform.ts';
import { tooLarge } from './problems.ts';
import type { AnyRoute } from './route.ts';

/** What a form has around its file. */
const FORM_BYTES = 262_144;

/** The receiver of a route that stores what is uploaded; undefined for the others. Refuses at once what announces itself too large. */
export async function receiverOf(
  kernel: Kernel,
  route: AnyRoute,
  request: FastifyRequest,
  check?: ValidateFunction,
): Promise<Receiver<Received> | undefined> {
  if (!route.stored_upload) return undefined;
  const { tenant } = request.admission as Admission;
  if (!tenant) throw new Error(`${route.name} stores files and has no tenant`);
  const bound = (route.upload_mb ?? 0) * 1_048_576;
  const max_bytes = Math.min(bound, await kernel.files.maxBytes({ tenant }));
  if (Number(request.headers['content-length']) > max_bytes + FORM_BYTES)
    throw problem(tooLarge, {
      detail: `A file may have ${max_bytes} bytes.`,
      extra: { limit: 'file_upload.max_size', allowed: max_bytes },
    });
  return {
    max_bytes,
    ...(check ? { check } : {}),
    receive: (name, content) => kernel.files.receive(tenant, { name, content, max_bytes }),
    discard: kernel.files.discard,
  };
}

/** Runs the work on an input; its stored upload is discarded when the work fails, or was done by an earlier request. */
export async function withUpload(
  kernel: Kernel,
  route: AnyRoute,
  raw: Record<string, unknown>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const received = route.stored_upload ? (raw.file as Received | undefined) : undefined;
  if (!received) return work();
  let isKept = false;
  try {
    const outcome = await work();
    isKept = !('replay' in outcome);
    return outcome;
  } finally {
    if (!isKept) await kernel.files.discard(received);
  }
}
