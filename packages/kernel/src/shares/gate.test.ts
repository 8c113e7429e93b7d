/** The gate: alone nearly everything, together equal parts by weight, never more than there is, and nothing is lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Problem } from '../problems/problem.ts';
import { createGate, type Gate, type GateOptions, type Party, type Seat } from './gate.ts';

const party = (id: string, weight = 1): Party => ({ key: `t:${id}`, kind: 'tenant', id, name: id, weight });

function gateOf(options: Partial<GateOptions> = {}) {
  const heard: { what: string; id: string; ms: number }[] = [];
  const watch = {
    used: ({ id }: Party, ms: number) => void heard.push({ what: 'used', id, ms }),
    waited: ({ id }: Party, ms: number) => void heard.push({ what: 'waited', id, ms }),
    refused: ({ id }: Party) => void heard.push({ what: 'refused', id, ms: 0 }),
  };
  return { gate: createGate({ seats: 8, queue: 100, patience_ms: 60_000, watch, ...options }), heard };
}

/** One that asked for a seat; `seat` stands when it got one. */
interface Ask {
  seat: Seat | null;
  refusal: Problem | null;
}

async function ask(gate: Gate, who: Party, times: number): Promise<Ask[]> {
  const asks = Array.from({ length: times }, () => {
    const one: Ask = { seat: null, refusal: null };
    Promise.resolve(gate.enter(who)).then(
      (seat) => {
        one.seat = seat;
      },
      (error) => {
        one.refusal = error as Problem;
      },
    );
    return one;
  });
  await new Promise(setImmediate);
  return asks;
}

const running = (gate: Gate): Record<string, number> =>
  Object.fromEntries(gate.standings().map(({ party: { id }, running: n }) => [id, n]));
const seated = (asks: Ask[]): number => asks.filter(({ seat }) => seat !== null).length;

test('alone a party gets all seats but the spare ones; who comes next finds one at once', async () => {
  const { gate } = gateOf();
  const greedy = await ask(gate, party('greedy'), 50);
  expect(seated(greedy)).toBe(6);
  const quiet = gate.enter(party('quiet'));
  expect(quiet).not.toBeInstanceOf(Promise);
  expect(running(gate)).toEqual({ greedy: 6, quiet: 1 });
});

test('when all wait, freed seats even out what each has, by weight', async () => {
  const { gate } = gateOf({ seats: 12 });
  const greedy = await ask(gate, party('greedy'), 60);
  const others = [await ask(gate, party('small'), 60), await ask(gate, party('double', 2), 60)];
  expect(seated(greedy)).toBe(9);
  for (let n = 0; n < 40; n++) {
    const mine = [greedy, ...others].flat().find(({ seat }) => seat !== null) as Ask;
    mine.seat?.release();
    mine.seat = null;
    await new Promise(setImmediate);
    greedy.splice(0, greedy.length, ...greedy.filter((one) => one !== mine));
  }
  expect(running(gate)).toEqual({ greedy: 3, small: 3, double: 6 });
});

test('who had much lately keeps to its share while others are present, and may have nearly all when they are gone', async () => {
  let now = 0;
  const { gate } = gateOf({ seats: 9, now: () => now });
  const first = await ask(gate, party('greedy'), 60);
  expect(running(gate)).toEqual({ greedy: 7 });
  now += 1_500;
  for (const id of ['b', 'c', 'd', 'e']) (await ask(gate, party(id), 1))[0]?.seat?.release();
  // Five are present: nine seats make one for each, whether the others work at this moment or not.
  const giveBack = async (): Promise<void> => {
    const held = first.find(({ seat }) => seat) as Ask;
    held.seat?.release();
    held.seat = null;
    await new Promise(setImmediate);
  };
  for (let n = 0; n < 16; n++) await giveBack();
  expect(running(gate)).toEqual({ greedy: 1 });
  // Keeping to the share does not earn more.
  for (let n = 0; n < 8; n++) {
    now += 200;
    await giveBack();
    expect(running(gate)).toEqual({ greedy: 1 });
  }
  // One that had little lately may have more than an equal part for a moment.
  const burst = await ask(gate, party('b'), 5);
  expect(running(gate)).toEqual({ greedy: 1, b: 5 });
  for (const { seat } of burst) seat?.release();
  now += 3_000;
  // The sweep comes with the next one who enters.
  await ask(gate, party('greedy'), 1);
  await giveBack();
  expect(running(gate)).toEqual({ greedy: 7 });
});

test('a seat given back twice is given back once, and who waits for nothing more leaves no trace', async () => {
  const { gate, heard } = gateOf({ seats: 2 });
  const first = (await gate.enter(party('one'))) as Seat;
  let leave = (): void => {};
  let isListening = true;
  const waiting = gate.enter(party('one'), (callback) => {
    leave = callback;
    return () => {
      isListening = false;
    };
  });
  const refused = expect(waiting).rejects.toBeInstanceOf(Problem);
  expect(gate.standings()).toMatchObject([{ running: 1, queued: 1 }]);
  leave();
  await refused;
  expect(isListening).toBe(false);
  expect(gate.standings()).toMatchObject([{ running: 1, queued: 0 }]);
  first.release();
  first.release();
  expect(gate.standings()).toEqual([]);
  expect((await ask(gate, party('one'), 3)).filter(({ seat }) => seat)).toHaveLength(1);
  expect(heard.some(({ what, ms }) => what === 'used' && ms >= 0)).toBe(true);
});

test('a full queue refuses its own party alone; who waits too long is told so', async () => {
  const { gate, heard } = gateOf({ seats: 4, queue: 2, patience_ms: 20 });
  const asks = await ask(gate, party('greedy'), 10);
  expect(asks.filter(({ refusal }) => refusal?.kind.code === 'tenancy.busy')).toHaveLength(5);
  expect(gate.enter(party('quiet'))).not.toBeInstanceOf(Promise);
  await expect.poll(() => asks.filter(({ refusal }) => refusal?.kind.code === 'http.unavailable').length).toBe(2);
  expect(heard.filter(({ what }) => what === 'refused').map(({ id }) => id)).toEqual(Array(7).fill('greedy'));
  expect(gate.standings().map(({ queued }) => queued)).toEqual([0, 0]);
});

test('whatever happens, seats are never more than there are, none is left empty while somebody may have it, none is lost', async () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    does: fc.constantFrom('enter', 'enter', 'release', 'leave'),
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 80 }), async (seats, steps) => {
      const { gate } = gateOf({ seats, queue: 5 });
      const held: { id: string; seat: Seat }[] = [];
      const leaving: { id: string; leave: () => void }[] = [];
      const most = seats < 2 ? seats : seats - Math.max(1, Math.floor(seats / 4));
      for (const { id, does } of steps) {
        if (does === 'enter') {
          const entered = gate.enter(party(id), (leave) => {
            const one = { id, leave };
            leaving.push(one);
            return () => void leaving.splice(leaving.indexOf(one), 1);
          });
          Promise.resolve(entered).then(
            (seat) => void held.push({ id, seat }),
            () => {},
          );
        } else if (does === 'leave') leaving.find((one) => one.id === id)?.leave();
        else held.splice(held.findIndex((one) => one.id === id) >>> 0, 1)[0]?.seat.release();
        await new Promise((resolve) => process.nextTick(resolve));
        await Promise.resolve();
        const now = gate.standings();
        const taken = now.reduce((sum, one) => sum + one.running, 0);
        expect(taken).toBe(held.length);
        expect(taken).toBeLessThanOrEqual(seats);
        for (const one of now) {
          expect(one.running).toBeLessThanOrEqual(most);
          if (one.queued > 0) expect(taken === seats || one.running === most).toBe(true);
        }
      }
      for (const { leave } of [...leaving]) leave();
      for (const { seat } of held) seat.release();
      expect(gate.standings()).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
