/** `doctor`: the isolation audit of the live database, the counters and the health of the server, in words. */
import { ApiError } from '@tenantry/kernel/http/client.ts';
import { readSession } from './session.ts';

interface Finding {
  rule: string;
  object: string;
  detail: string;
  fix: string;
}

async function ask<T>(server: string, path: string, token: string, input?: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${token}` };
  const posted = {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  };
  const response = await fetch(new URL(path, server), input === undefined ? { headers } : posted);
  const body = (await response.json()) as { data: T } & Record<string, unknown>;
  if (!response.ok) throw new ApiError(response.status, body);
  return body.data;
}

function mark(good: boolean): string {
  return good ? 'ok  ' : 'BAD ';
}

interface Counters {
  tenants: number;
  findings: { tenant: string; limit: string; counter: number; counted: number }[];
  next: string | null;
}

/** Compares the counters of limits with what is there, page by page; mends them when asked. True when none is wrong any more. */
async function counters(server: string, token: string, isMended: boolean): Promise<boolean> {
  const all: Counters = { tenants: 0, findings: [], next: null };
  do {
    const after: Record<string, string> = all.next === null ? {} : { after: all.next };
    const page = isMended
      ? await ask<Counters>(server, '/api/system/counters/mend', token, after)
      : await ask<Counters>(server, `/api/system/counters?${new URLSearchParams(after)}`, token);
    all.tenants += page.tenants;
    all.findings.push(...page.findings);
    all.next = page.next;
  } while (all.next !== null);
  const { tenants, findings } = all;
  const good = findings.length === 0 || isMended;
  const what = isMended ? 'mended' : 'differ';
  process.stdout.write(`${mark(good)} counters: ${tenants} organisations looked at, ${findings.length} ${what}\n`);
  for (const { tenant, limit, counter, counted } of findings)
    process.stdout.write(`     ${tenant} ${limit}: the counter said ${counter}, ${counted} are there\n`);
  if (!good) process.stdout.write('       tenantry doctor --fix puts them right\n');
  return good;
}

/** Asks the server as an operator and prints what it finds; true when everything is in order. `isMended`: what can be is put right. */
export async function doctor(server: string, isMended = false): Promise<boolean> {
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
  const exact = await counters(server, token, isMended);
  return healthy && findings.length === 0 && tables > 0 && exact;
}
