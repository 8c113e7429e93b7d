/** Files on their way to the API and from it. */
import { ApiError, requestOf } from '@tenantry/kernel/http/client.ts';
import type { Method } from '@tenantry/kernel/http/route.ts';
import type { AppAnswer } from '@tenantry/ui/screens/app.tsx';
import { transport } from './transport.ts';

async function send(key: string, input: Record<string, unknown>, body?: FormData): Promise<Response> {
  const [method, path] = key.split(' ') as [Method, string];
  const reply = await transport(requestOf(method, path, input).url, { method, ...(body ? { body } : {}) });
  if (!reply.ok) throw new ApiError(reply.status, (await reply.json()) as Record<string, unknown>);
  return reply;
}

/** Sends a file with its fields. */
export async function upload<T>(key: string, input: Record<string, unknown>, form: FormData): Promise<AppAnswer<T>> {
  return (await send(key, input, form)).json();
}

/** Fetches a file and hands it to the person. */
export async function download(key: string, input: Record<string, unknown>, name: string): Promise<void> {
  const url = URL.createObjectURL(await (await send(key, input)).blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
