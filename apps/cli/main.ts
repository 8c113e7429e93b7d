/** `tenantry`: the platform from the command line; its commands are read from the server's own OpenAPI description. */
import { parseArgs } from 'node:util';
import { ApiError } from '@tenantry/kernel/http/client.ts';
import { Command } from 'commander';
import { addApiCommands } from './api_commands.ts';
import { doctor } from './doctor.ts';
import { addKeyCommands } from './keys.ts';
import { forgetSession, readSession, signIn } from './session.ts';
import { verifyTrails } from './verify.ts';

const program = new Command('tenantry')
  .description('Works with a Tenantry server. Every resource of its API is a command: tenantry <noun> <verb>.')
  .option('--server <url>', 'address of the server', process.env.TENANTRY_SERVER ?? 'http://localhost:8000')
  .option('--tenant <slug>', 'organisation to work in', process.env.TENANTRY_TENANT)
  .option('--json', 'print the whole answer as JSON')
  .option('-o, --output <file>', 'write the answer into this file, such as the content of a download')
  .showHelpAfterError();

program
  .command('login')
  .description('sign in; the password is asked for, or taken from TENANTRY_PASSWORD')
  .argument('<email>')
  .action(async (email: string) => {
    const { server, tenant } = program.opts<{ server: string; tenant?: string }>();
    await signIn(server, email, tenant);
    process.stdout.write(`Signed in to ${server} as ${email}.\n`);
  });

program
  .command('logout')
  .description('sign out and forget the session')
  .action(async () => {
    await forgetSession();
    process.stdout.write('Signed out.\n');
  });

program
  .command('migrate')
  .description('bring the database of DATABASE_URL or DATA_DIR up to date')
  .action(async () => {
    const { migrateOnly } = await import('@tenantry/server/migrate.ts');
    await migrateOnly(process.env);
  });

program
  .command('doctor')
  .description('prove the isolation of tenants and the counters of limits, and look at the health of the server')
  .option('--fix', 'put counters right that say something else than what is there')
  .action(async ({ fix }: { fix?: boolean }) => {
    const { server } = program.opts<{ server: string }>();
    process.exitCode = (await doctor(server, fix)) ? 0 : 1;
  });

/** Its exit code tells the verdict, which a command of the API would not. */
function addVerify(audit: Command): void {
  audit
    .command('verify')
    .description('recompute the chain of the audit trail; with --all those of every organisation and the platform')
    .option('--all', 'every organisation, as a platform operator')
    .action(async ({ all }: { all?: boolean }) => {
      const { server, tenant } = program.opts<{ server: string; tenant?: string }>();
      process.exitCode = (await verifyTrails(server, { tenant, all })) ? 0 : 1;
    });
}

addKeyCommands(program);

const OWN = new Set(['login', 'logout', 'migrate', 'doctor', 'keys']);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    strict: false,
    allowPositionals: true,
    options: { server: { type: 'string' }, tenant: { type: 'string' } },
  });
  const wanted = positionals[0];
  // The server is asked for its commands only when one of them is wanted; `tenantry login` works before anything runs.
  if (wanted === 'audit' && positionals[1] === 'verify') addVerify(program.command('audit'));
  else if (wanted === undefined || !OWN.has(wanted)) {
    const server = (values.server as string | undefined) ?? program.opts<{ server: string }>().server;
    try {
      await addApiCommands(program, server, await readSession(server));
    } catch (error) {
      if (wanted !== undefined && wanted !== 'help') throw error;
      program.addHelpText('after', `\nNo server answers at ${server}, so its commands are not listed.`);
    }
  }
  await program.parseAsync();
}

main().catch((error: Error) => {
  if (error instanceof ApiError) {
    process.stderr.write(`${error.code}: ${error.message}\n`);
    for (const one of (error.body.errors as { pointer: string; detail: string }[] | undefined) ?? [])
      process.stderr.write(`  ${one.pointer}: ${one.detail}\n`);
    if (error.body.request_id) process.stderr.write(`  request ${error.body.request_id}\n`);
  } else {
    const cause = (error.cause as Error | undefined)?.message;
    process.stderr.write(`${error.message}${cause ? `: ${cause}` : ''}\n`);
  }
  process.exitCode = 1;
});
