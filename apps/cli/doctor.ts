/** `doctor`: the isolation audit of the live database and the health of the server, in words. */
import { ApiError } from '@tenantry/kernel/http/client.ts';
import { readSession } from './session.ts';

interface Finding {
  rule: string;
  object: string;
  detail: string;
  fix: string;
}

async function ask<T>(server: string, path: string, token: string | null): Promise<T> {
  const response = await fetch(new URL(path, server), { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const body = (await response.json()) as { data: T } & Record<string, unknown>;
  if (!response.ok) throw new ApiError(response.status, body);
  return body.data;
}

function mark(good: boolean): string {
  return good ? 'ok  ' : 'BAD ';
}

/** Asks the server as an operator and prints what it finds; true when everything is in order. */
export async function doctor(server: string): Promise<boolean> {
  const token = await readSession(server);
  if (!token) throw new Error('Sign in as a platform operator first: tenantry login <email>');
  const health = await ask<Record<string, unknown>>(server, '/api/health/detailed', token);
  const healthy = health.status === 'healthy';
  process.stdout.write(`${mark(healthy)} server ${health.status}\n`);
  const isolation = await ask<{ tables: number; findings: Finding[] }>(server, '/api/system/isolation', token);
  const { findings, tables } = isolation;
  process.stdout.write(
    `${mark(findings.length === 0)} isolation: ${tables} tables looked at, ${findings.length} findings\n`,
  );
  for (const { rule, object, detail, fix } of findings)
    process.stdout.write(`     ${rule} ${object}: ${detail}\n       ${fix}\n`);
  return healthy && findings.length === 0 && tables > 0;
}
