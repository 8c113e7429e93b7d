/** The signed-in session of the command line: tokens in a file that only its owner can read, refreshed when they run out. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { createClient } from '@tenantry/kernel/http/client.ts';
import type { authRoutes } from '@tenantry/kernel/identity/auth.routes.ts';

/** What is kept between calls. */
interface Session {
  server: string;
  access_token: string;
  refresh_token: string;
  expires_at: number;
}

type AuthRoutes = (typeof authRoutes)[number];

const file = join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'tenantry', 'session.json');

async function keep(session: Session): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(session), { mode: 0o600 });
}

async function askPassword(): Promise<string> {
  if (process.env.TENANTRY_PASSWORD) return process.env.TENANTRY_PASSWORD;
  if (!process.stdin.isTTY) throw new Error('Set TENANTRY_PASSWORD, or run this where a password can be typed.');
  process.stdout.write('Password: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input: process.stdin, output: silent, terminal: true });
  const password = await asking.question('');
  asking.close();
  process.stdout.write('\n');
  return password;
}

function kept(server: string, data: { access_token: string; refresh_token: string; expires_in: number }): Session {
  return {
    server,
    access_token: data.access_token,
    refresh_token: data.refresh_token,
    expires_at: Date.now() + data.expires_in * 1000,
  };
}

/** Signs in and keeps the session. */
export async function signIn(server: string, email: string, tenant: string | undefined): Promise<void> {
  const api = createClient<AuthRoutes>({ base_url: server });
  const { data } = await api('POST /auth/login', {
    email,
    password: await askPassword(),
    ...(tenant ? { tenant } : {}),
  } as never);
  await keep(kept(server, data as never));
}

/** The access token for a server: from TENANTRY_TOKEN, or from the kept session, refreshed when less than a minute is left. */
export async function readSession(server: string): Promise<string | null> {
  if (process.env.TENANTRY_TOKEN) return process.env.TENANTRY_TOKEN;
  let session: Session;
  try {
    session = JSON.parse(await readFile(file, 'utf8')) as Session;
  } catch {
    return null;
  }
  if (session.server !== server) return null;
  if (session.expires_at - Date.now() > 60_000) return session.access_token;
  try {
    const api = createClient<AuthRoutes>({ base_url: server });
    const { data } = await api('POST /auth/refresh', { refresh_token: session.refresh_token } as never);
    const fresh = kept(server, data as never);
    await keep(fresh);
    return fresh.access_token;
  } catch {
    return null;
  }
}

/** Ends the session on the server and forgets it here. */
export async function forgetSession(): Promise<void> {
  try {
    const session = JSON.parse(await readFile(file, 'utf8')) as Session;
    const token = await readSession(session.server);
    if (token) await createClient<AuthRoutes>({ base_url: session.server, token })('POST /auth/logout', {} as never);
  } catch {
    // Signed out already, or the server is gone: forgetting is what is left to do.
  }
  await rm(file, { force: true });
}
