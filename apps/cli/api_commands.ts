/** Makes a command of every operation in the server's OpenAPI description. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { ApiError, requestOf } from '@tenantry/kernel/http/client.ts';
import type { Method } from '@tenantry/kernel/http/route.ts';
import { Command, Option } from 'commander';
import { print, save } from './print.ts';

interface Schema {
  type?: string | string[];
  enum?: unknown[];
  description?: string;
}

interface Operation {
  operationId: string;
  summary: string;
  parameters?: { name?: string; in?: string; required?: boolean; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: { properties: Record<string, Schema>; required?: string[] } }> };
}

interface Field {
  name: string;
  schema: Schema;
  required: boolean;
}

const FORM = 'multipart/form-data';

/** Words from the command line as the schema wants them: numbers, booleans, JSON for lists and objects. */
export function readValue(text: string, schema: Schema): unknown {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (text === 'null' && types.includes('null')) return null;
  if (types.includes('boolean')) return text === 'true' ? true : text === 'false' ? false : text;
  if (types.includes('number') || types.includes('integer')) return Number.isNaN(Number(text)) ? text : Number(text);
  if (types.includes('string')) return text;
  return JSON.parse(text);
}

function fieldsOf(operation: Operation): { path: Field[]; others: Field[] } {
  const path: Field[] = [];
  const others: Field[] = [];
  for (const { name, in: place, required = false, schema = {} } of operation.parameters ?? []) {
    if (name && place === 'path') path.push({ name, schema, required: true });
    if (name && place === 'query') others.push({ name, schema, required });
  }
  const { content = {} } = operation.requestBody ?? {};
  const body = (content['application/json'] ?? content[FORM])?.schema;
  for (const [name, schema] of Object.entries(body?.properties ?? {}))
    others.push({ name, schema, required: body?.required?.includes(name) ?? false });
  return { path, others };
}

/** A form with the file of that path, and the other fields as texts. */
async function formOf(path: string, body: string): Promise<FormData> {
  const form = new FormData();
  for (const [name, value] of Object.entries(JSON.parse(body) as object))
    form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  form.set('file', await openAsBlob(path), basename(path));
  return form;
}

function commandOf(
  program: Command,
  server: string,
  token: string | null,
  method: Method,
  path: string,
  operation: Operation,
): Command {
  const verb = operation.operationId.slice(operation.operationId.lastIndexOf('.') + 1);
  const command = new Command(verb).description(operation.summary);
  const { path: names, others } = fieldsOf(operation);
  for (const { name } of names) command.argument(`<${name}>`);
  for (const { name, schema, required } of others) {
    const option = new Option(`--${name.replaceAll('_', '-')} <value>`, schema.description ?? '').argParser((text) =>
      readValue(text, schema),
    );
    if (schema.enum) option.description = `${option.description} (${schema.enum.join(', ')})`.trim();
    command.addOption(required ? option.makeOptionMandatory() : option);
  }
  return command.action(async (...given: unknown[]) => {
    const options = given[names.length] as Record<string, unknown>;
    const input: Record<string, unknown> = Object.fromEntries(names.map(({ name }, index) => [name, given[index]]));
    for (const { name } of others) {
      const value = options[name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())];
      if (value !== undefined) input[name] = value;
    }
    const { file, ...texts } = input;
    const isForm = operation.requestBody?.content[FORM] !== undefined && typeof file === 'string';
    const { url, body } = requestOf(method, path.replace(/^\/api/, ''), isForm ? texts : input);
    const { tenant, json, output } = program.opts<{ tenant?: string; json?: boolean; output?: string }>();
    const response = await fetch(new URL(url, server), {
      method,
      ...(body === undefined ? {} : { body: isForm ? await formOf(file, body) : body }),
      headers: {
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(tenant ? { 'x-tenant-id': tenant } : {}),
      },
    });
    if (output !== undefined) await save(response, output);
    else await print(response, json ?? false);
  });
}

/** What can be done with a noun, for the list of commands. */
function verbsOf(paths: Record<string, Record<string, Operation>>, noun: string): string {
  const names = Object.values(paths).flatMap((operations) => Object.values(operations).map((one) => one.operationId));
  return names
    .filter((name) => name.startsWith(`${noun}.`))
    .map((name) => name.slice(noun.length + 1))
    .join(', ');
}

/** Reads the description and adds `<noun> <verb>` for each operation. Throws when no server answers. */
export async function addApiCommands(program: Command, server: string, token: string | null): Promise<void> {
  const response = await fetch(new URL('/api/openapi.json', server));
  if (!response.ok) throw new ApiError(response.status, { message: `${server} is not a Tenantry server` });
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, Operation>> };
  const nouns = new Map<string, Command>();
  const own = new Set(program.commands.map((command) => command.name()));
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const noun = operation.operationId.slice(0, operation.operationId.lastIndexOf('.'));
      if (own.has(noun)) continue;
      let parent = nouns.get(noun);
      if (!parent) {
        parent = program.command(noun).description(verbsOf(paths, noun));
        nouns.set(noun, parent);
      }
      parent.addCommand(commandOf(program, server, token, method.toUpperCase() as Method, path, operation));
    }
  }
}
