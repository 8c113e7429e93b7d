/** What a new organisation begins with: the accounts of its trade, so that opening balances are typed before anything is sold. */
import { createTown } from '@tenantry/control/testing/town.ts';
import { expect, test } from 'vitest';
import { modules } from './modules.ts';

test('opening balances are the first thing that a new organisation may write', async () => {
  const town = await createTown({ modules });
  try {
    const [{ owner }, other] = [await town.found('new-books'), await town.found('others-books')];
    const listed = await owner.get('/api/accounts?limit=200');
    expect(listed.status, listed.text).toBe(200);
    const idOf = (name: string): string => listed.body.data.find((one: { name: string }) => one.name === name)?.id;
    const lines = [
      { account_id: idOf('Bank'), debit: 50_000 },
      { account_id: idOf('Capital'), credit: 40_000 },
    ];
    const opened = await owner.post('/api/journals/openings', { date: '2026-04-01', lines });
    expect(opened.status, opened.text).toBe(201);
    const strange = await other.owner.post('/api/journals/openings', { date: '2026-04-01', lines });
    expect(strange.status, strange.text).toBe(422);
  } finally {
    await town.close();
  }
});
