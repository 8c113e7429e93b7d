/** `keys`: the keys of an organisation and the master keys above them, for operators. */
import { ApiError } from '@tenantry/kernel/http/client.ts';
import type { Command } from 'commander';
import { tableOf } from './print.ts';
import { readSession } from './session.ts';

interface Options {
  server: string;
  tenant?: string;
  json?: boolean;
}

interface Answer {
  message: string;
  data: unknown;
}

interface TenantKeys {
  status: string;
  versions: Record<string, unknown>[];
  sealed: Record<string, unknown>[];
  unreadable: string[];
}

async function call({ server }: Options, method: string, path: string): Promise<Answer> {
  const token = await readSession(server);
  if (!token) throw new Error('Sign in as a platform operator first: tenantry login <email>');
  const response = await fetch(new URL(path, server), { method, headers: { authorization: `Bearer ${token}` } });
  const body = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new ApiError(response.status, body);
  return body as unknown as Answer;
}

/** `version` is left out of tables, and here it is what matters. */
function table(rows: Record<string, unknown>[]): string {
  const named = rows.map(({ version, ...rest }) => (version === undefined ? rest : { key: `v${version}`, ...rest }));
  return tableOf(named, process.stdout.columns ?? 160);
}

function tell({ json }: Options, answer: Answer): void {
  const { data, message } = answer;
  if (json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else if (Array.isArray(data)) process.stdout.write(`${message}\n${table(data)}\n`);
  else {
    const { status, versions, sealed, unreadable } = data as TenantKeys;
    process.stdout.write(`${message}: ${status}\n${table(versions)}\n\nsealed values\n${table(sealed)}\n`);
    for (const row of unreadable) process.stdout.write(`BAD  no key opens ${row}\n`);
  }
}

function pathOf({ tenant }: Options): string {
  if (!tenant) throw new Error('Name the organisation with --tenant <slug>.');
  return `/api/tenants/${encodeURIComponent(tenant)}/keys`;
}

/** Adds `keys status`, `keys rotate` and `keys destroy`. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('keys of organisations, and master keys: status, rotate, destroy');
  const options = (): Options => program.opts<Options>();
  keys
    .command('status')
    .description('the keys of the organisation that --tenant names, or the master keys')
    .action(async () => {
      const path = options().tenant ? pathOf(options()) : '/api/system/keys';
      tell(options(), await call(options(), 'GET', path));
    });
  keys
    .command('rotate')
    .description('a new key for the organisation that --tenant names, or with --master a new master key')
    .option('--master', 'wrap the keys of all organisations under a new master key')
    .action(async ({ master }: { master?: boolean }) => {
      if (Boolean(master) === Boolean(options().tenant)) throw new Error('Give one of --tenant <slug> and --master.');
      const path = master ? '/api/system/keys/rotate' : `${pathOf(options())}/rotate`;
      tell(options(), await call(options(), 'POST', path));
    });
  keys
    .command('destroy')
    .description('destroy the key of the organisation that --tenant names: what is sealed cannot be read ever again')
    .requiredOption('--confirm <slug>', 'the slug of the organisation, typed again')
    .action(async ({ confirm }: { confirm: string }) => {
      tell(options(), await call(options(), 'DELETE', `${pathOf(options())}?confirm=${encodeURIComponent(confirm)}`));
    });
}
