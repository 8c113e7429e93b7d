/** One input of a route from its three places: the path, the query and the body; headers and forms included. */

import type { Readable } from 'node:stream';
import type { ValidateFunction } from 'ajv';
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { cookiesAt, deskOf, isPage } from '../identity/desks.ts';
import { problem } from '../problems/problem.ts';
import { wireInput } from './convert.ts';
import { fieldErrors } from './faults.ts';
import { invalidInput, malformed, unsupportedMediaType } from './problems.ts';
import { type AnyRoute, pathNames } from './route.ts';

/** The schemas of the parts, as Fastify takes them. */
export interface InputParts {
  schemas: { params?: object; querystring?: object; body?: object };
  /** What the texts of a form with a stored upload must be. */
  form?: object;
  /** Whether the input has a `version` that `If-Match` may give. */
  versioned: boolean;
}

/** A file that came with a form. */
export interface Upload {
  name: string;
  media_type: string;
  bytes: Buffer;
}

interface ObjectSchema {
  type: 'object';
  properties: Record<string, TSchema>;
  required?: string[];
  additionalProperties: false;
}

function part(whole: ObjectSchema, names: string[]): ObjectSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, whole.properties[name] as TSchema])),
    required: (whole.required ?? []).filter((name) => names.includes(name)),
    additionalProperties: false,
  };
}

/** A body whose schema says what its other fields are is a map: names that only the installation knows, such as features. */
function bodyPart(whole: ObjectSchema & { additionalProperties?: boolean | object }, names: string[]): object {
  const { additionalProperties } = whole;
  return { ...part(whole, names), ...(typeof additionalProperties === 'object' ? { additionalProperties } : {}) };
}

/** Divides the input of a route over path, query and body. `url` may name the tenant in addition. */
export function splitInput(route: AnyRoute, url: string): InputParts {
  const whole = wireInput(route.input) as unknown as ObjectSchema;
  const inPath = pathNames(route.path).filter((name) => Object.hasOwn(whole.properties, name));
  const rest = Object.keys(whole.properties).filter((name) => !inPath.includes(name) && name !== 'file');
  const params = part(whole, inPath);
  if (url.includes(':tenant')) params.properties.tenant ??= { type: 'string', minLength: 1, maxLength: 100 } as TSchema;
  for (const match of url.matchAll(/:(\w+)/g)) {
    const name = match[1] as string;
    if (!Object.hasOwn(params.properties, name))
      throw new Error(`${route.name}: {${name}} is not a field of its input`);
  }
  const inQuery = route.method === 'GET' || route.method === 'DELETE';
  const none: ObjectSchema = { type: 'object', properties: {}, additionalProperties: false };
  const schemas: InputParts['schemas'] = {
    params,
    querystring: inQuery ? part(whole, rest) : none,
  };
  if (!inQuery && !route.upload_mb) schemas.body = bodyPart(whole, rest);
  return {
    schemas,
    ...(route.stored_upload ? { form: bodyPart(whole, rest) } : {}),
    versioned: Object.hasOwn(whole.properties, 'version'),
  };
}

/** Takes an uploaded file into the store while it arrives; `discard` removes it when the rest of the form is not in order. */
export interface Receiver<R = unknown> {
  max_bytes: number;
  receive(name: string, content: Readable): Promise<R>;
  discard(received: R): Promise<void>;
  /** Whether the texts of the form are in order; turns those that stand for numbers into numbers. */
  check?: ValidateFunction;
}

const fileExpected = (): Error => problem(invalidInput, { errors: [{ pointer: '/file', detail: 'Send a file.' }] });

async function receiveForm(request: FastifyRequest, receiver: Receiver): Promise<Record<string, unknown>> {
  if (!request.isMultipart()) {
    const unknown = Object.keys((request.body as object | null | undefined) ?? {}).filter((name) => name !== 'file');
    const errors = unknown.map((name) => ({ pointer: `/${name}`, detail: 'This field is not known; remove it.' }));
    if (errors.length > 0) throw problem(invalidInput, { errors: errors.slice(0, 50) });
    throw problem(unsupportedMediaType, { detail: 'Send the file as multipart/form-data.' });
  }
  const fields: Record<string, unknown> = {};
  try {
    // One byte more than is allowed may come, so that the store tells what is too much.
    for await (const one of request.parts({ limits: { fileSize: receiver.max_bytes + 1 } })) {
      if (one.type === 'file') fields.file = await receiver.receive(one.filename ?? '', one.file);
      else if (one.fieldname === 'file') throw fileExpected();
      else if (one.fieldname !== '__proto__') fields[one.fieldname] = one.value;
    }
    const { file, ...texts } = fields;
    if (receiver.check?.(texts) === false)
      throw problem(invalidInput, { errors: fieldErrors(receiver.check.errors ?? []) });
    return file === undefined ? texts : { ...texts, file };
  } catch (error) {
    if (fields.file) await receiver.discard(fields.file);
    throw error;
  }
}

async function readForm(request: FastifyRequest): Promise<Record<string, unknown>> {
  if (!request.isMultipart()) throw problem(unsupportedMediaType, { detail: 'Send the file as multipart/form-data.' });
  const fields: Record<string, unknown> = {};
  for await (const one of request.parts()) {
    if (one.type === 'file') {
      fields.file = { name: one.filename, media_type: one.mimetype, bytes: await one.toBuffer() } satisfies Upload;
    } else if (one.fieldname !== '__proto__') fields[one.fieldname] = one.value;
  }
  return fields;
}

/** `If-Match: "7"` and a `version` in the body say the same; the header wins nothing, they must agree. */
function versionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header);
  if (!match) throw problem(malformed, { detail: 'If-Match: give the version in quotation marks, e.g. "7".' });
  return Number(match[1]);
}

/** The whole input as one object. */
export async function prepareInput(
  route: AnyRoute,
  request: FastifyRequest,
  parts: InputParts,
  receiver?: Receiver,
): Promise<Record<string, unknown>> {
  const { tenant, ...params } = request.params as Record<string, unknown>;
  const rest = receiver
    ? await receiveForm(request, receiver)
    : route.upload_mb && request.isMultipart()
      ? await readForm(request)
      : (request.body ?? request.query);
  const input: Record<string, unknown> = { ...(rest as object), ...params };
  if (tenant !== undefined && Object.hasOwn(route.input.properties, 'tenant')) input.tenant = tenant;
  const client = request.headers['x-client'];
  const cookies = isPage(client) ? (route.cookies ?? {}) : {};
  for (const [name, cookie] of Object.entries(cookies)) {
    const value = request.cookies[cookiesAt(deskOf(client))[cookie]];
    if (input[name] === undefined && value) input[name] = value;
  }
  if (parts.versioned) {
    const version = versionOf(request);
    if (version !== undefined && input.version !== undefined && input.version !== version) {
      throw problem(invalidInput, {
        errors: [{ pointer: '/version', detail: 'This is not the version that If-Match names.' }],
      });
    }
    if (version !== undefined) input.version = version;
  }
  return input;
}
