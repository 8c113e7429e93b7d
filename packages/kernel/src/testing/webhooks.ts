/** Webhooks for worlds in which everything must be there: two of them, each with a message in its log. */
import { expect } from 'vitest';
import type { Office } from './offices.ts';

/** An address that is well-formed and leads nowhere; nothing is sent while no worker runs. */
export const NOWHERE = 'https://hooks.example.invalid/';

/** Gives the organisation webhooks that no event of a test reaches; answers the ids of one and of its message. */
export async function furnishWebhooks(
  office: Office,
): Promise<{ webhook: string; webhook_id: string; delivery: string }> {
  const ids: string[] = [];
  for (const path of ['one', 'other']) {
    const made = await office.owner.post('/api/webhooks', { url: `${NOWHERE}${path}`, types: ['nothing.happened'] });
    expect(made.status, made.text).toBe(201);
    const { id } = made.body.data;
    const ping = await office.owner.post(`/api/webhooks/${id}/ping`);
    expect(ping.status, ping.text).toBe(202);
    ids.push(id, ping.body.data.id);
  }
  const [webhook, delivery] = ids as [string, string];
  return { webhook, webhook_id: webhook, delivery };
}
