/** A process that sweeps files once, slowly, for the test that kills it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openDatabase } from '../db/pool.ts';
import { folderStore } from '../files/folder_store.ts';
import { createSweep } from '../files/sweep.ts';
import { openCells } from '../tenancy/cells.ts';

const { CONTROL, APP, FOLDER } = process.env as Record<string, string>;
const control = await openDatabase(JSON.parse(CONTROL as string), 2, () => {});
const app = await openDatabase(JSON.parse(APP as string), 2, () => {});
const store = await folderStore(FOLDER as string);
const sweep = createSweep({
  store: { ...store, remove: (key) => sleep(4).then(() => store.remove(key)) },
  cells: await openCells(control, async () => app),
  control: () => control,
  isDestroyed: async () => false,
  seated: (_tenant, work) => work(),
  log: pino({ level: 'silent' }),
});
process.send?.('sweeping');
await sweep.run(-60_000);
process.send?.('swept');
process.exit(0);
