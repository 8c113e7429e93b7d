/** The server's command line: `serve` (the default), `work` and `migrate`. */
import { boot, type Running } from './boot.ts';
import { ConfigError } from './config.ts';

/** Stopping must not hang: after this long the process ends anyway, and the database recovers what it has to. */
const STOP_TIMEOUT_MS = 10_000;

function greet({ address, config, admin_password, demo_logins }: Running): void {
  if (address === null) {
    process.stdout.write('\nTenantry works off jobs. Ctrl-C stops it.\n\n');
    return;
  }
  const lines = [`Tenantry is running at ${address} (reference: ${address}/docs). Ctrl-C stops it.`];
  if (admin_password)
    lines.push(`Platform operator: ${config.admin_email}, password ${admin_password} (made now, shown once)`);
  else lines.push(`Platform operator: ${config.admin_email}`);
  if (demo_logins.length > 0) {
    lines.push('Demo organisations, with a person to sign in as:');
    for (const { tenant, email, password, role } of demo_logins)
      lines.push(`  ${tenant.padEnd(16)} ${email}  ${password}  (${role})`);
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
}

async function main(): Promise<void> {
  const [command = 'serve'] = process.argv.slice(2);
  if (command !== 'serve' && command !== 'work' && command !== 'migrate') {
    process.stderr.write(`There is no command ${command}; use serve, work or migrate.\n`);
    process.exitCode = 2;
    return;
  }
  if (command === 'migrate') {
    const { migrateOnly } = await import('./migrate.ts');
    await migrateOnly(process.env);
    return;
  }
  let stopping = false;
  let running: Running | null = null;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    process.stdout.write(`\n${signal}: stopping\n`);
    await running?.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
  running = await boot(process.env, command);
  if (stopping) await running.close();
  else greet(running);
}

main().catch((error: Error & { code?: string }) => {
  if (error instanceof ConfigError) process.stderr.write(`Settings: ${error.message}\n`);
  else if (error.code === 'EADDRINUSE')
    process.stderr.write('PORT: another program listens there; choose another with PORT=….\n');
  else
    process.stderr.write(
      `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}\n${process.env.LOG_LEVEL === 'debug' ? error.stack : ''}\n`,
    );
  process.exit(1);
});
