/** A program that works off jobs of the example and stores events when it is told to, for the tests that kill it. */
import { newId } from '../schema/ids.ts';
import { inside } from './example/inside.ts';
import { example } from './example/module.ts';
import { startInstance } from './instance.ts';
import type { WorkingOrder } from './worker_process.ts';

const { connections, worker, webhooks } = JSON.parse(process.env.WORKING as string) as WorkingOrder;
const instance = await startInstance(connections, { modules: [example], config: { webhooks } });
process.on('SIGTERM', () => void instance.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(1));
/** One transaction for each event; the other side is told of those that are committed. */
process.on('message', async ({ tenant, events }: { tenant: string; events: number }) => {
  for (let n = 0; n < events; n++) {
    const subject_id = newId();
    await inside(instance, { id: tenant }, async (ctx) =>
      ctx.emit({ type: 'notes.shine', subject: 'notes', subject_id }),
    );
    process.send?.({ stored: subject_id });
  }
});
instance.kernel.jobs.start(worker);
process.send?.('working');
