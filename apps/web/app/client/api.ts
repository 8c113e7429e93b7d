/** The API as the screens call it: `api('GET /auth/me')`, typed by the server's routes. */
import { type Client, createClient } from '@tenantry/kernel/http/client.ts';
import type { authRoutes } from '@tenantry/kernel/identity/auth.routes.ts';
import { transport } from './transport.ts';

type OwnRoutes = (typeof authRoutes)[number];

/** Calls of the shell, with their types. */
export const api: Client<OwnRoutes> = createClient<OwnRoutes>({ base_url: location.origin, fetch: transport });

/** Any call, for screens that are declared by data and for routes without types of their own. */
export const call = api as unknown as <T>(
  key: string,
  input?: Record<string, unknown>,
  options?: { headers?: Record<string, string>; idempotency_key?: string },
) => Promise<{ data: T; meta?: { next_cursor: string | null; limit: number; total?: number }; message: string }>;
