/** A process that takes up the rotations of keys that it finds under way, for the test that kills it. */
import { join } from 'node:path';
import { pino } from 'pino';
import { folderStore } from '../files/folder_store.ts';
import { fileMasterKeys } from '../keys/master.ts';
import { folderShares } from '../keys/shares.ts';
import { assembleKernel } from '../tenancy/assemble.ts';
import { safes } from './safes/module.ts';

const { config, connections, folder } = JSON.parse(process.env.INSTANCE as string);
await assembleKernel({
  config,
  connections,
  pool_sizes: { app: 2, control: 2, aside: 2 },
  smtp: { url: null, from: 'Tenantry <no-reply@tenantry.test>' },
  modules: [safes],
  keys: {
    master: fileMasterKeys(join(folder, 'master.key')),
    shares: folderShares(join(folder, 'tenants')),
    lease_ms: 10,
    grace_ms: 50,
  },
  files: { store: await folderStore(join(folder, 'files')) },
  log: pino({ level: 'silent' }),
});
process.send?.('turning');
