/** A process that seals without a pause, for the test that kills it. */
import { pino } from 'pino';
import { openAnchors } from '../audit/anchors.ts';
import { createSealer } from '../audit/sealer.ts';
import { openDatabase } from '../db/pool.ts';

const control = await openDatabase(JSON.parse(process.env.CONTROL as string), 2, () => {});
const sealer = createSealer({
  control,
  anchors: openAnchors(process.env.ANCHORS as string),
  log: pino({ level: 'silent' }),
});
process.send?.('sealing');
for (;;) {
  if ((await sealer.seal()) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await sealer.anchor();
}
