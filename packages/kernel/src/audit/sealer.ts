/** The sealer: appends committed entries to the chains of their trails, behind the writers' backs, and anchors the chains. */
import type { FastifyBaseLogger } from 'fastify';
import { reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Anchors } from './anchors.ts';
import type { Position, Trail } from './content.ts';
import { allHeads, ROUND, type Round, sealRound, waitingTenants } from './links.ts';

export interface Sealer {
  /** Where this installation keeps its anchors; null when none are kept. */
  anchors: Anchors | null;
  /** Links all that is committed, unless another instance is at it; answers how many entries. */
  seal(): Promise<number>;
  /** Notes where the chains stand that grew since the last time. */
  anchor(): Promise<void>;
  /** From now on seals by itself; what an instance that was killed left behind comes first. */
  start(): void;
  /** Seals and anchors what is left, and ends. */
  close(): Promise<void>;
}

interface Parts {
  /** The control login: links are no business of the application's. */
  control: Database;
  anchors: Anchors | null;
  log: FastifyBaseLogger;
}

const SEAL_EVERY_MS = 1_000;
const ANCHOR_EVERY_MS = 60_000;

const PLATFORM = { tenant_id: null, plane: 'platform' } as const;

/** Makes the sealer of a database; it does nothing by itself until `start`. */
export function createSealer({ control, anchors, log }: Parts): Sealer {
  /** Where the chains stood when we last saw them: they never get shorter. */
  const seen = new Map<Trail, Position>();
  const unanchored = new Set<Trail>();
  let started = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let anchoredAt = 0;
  let last: Promise<unknown> = Promise.resolve();

  const learn = ({ before, after }: Pick<Round, 'before' | 'after'>): void => {
    for (const [trail, { seq }] of seen) {
      const now = before.get(trail) ?? (after.has(trail) ? { seq: 0 } : undefined);
      if (now && now.seq < seq) log.error({ trail, was: seq, is: now.seq }, 'a chain of the audit trail was cut');
    }
    for (const [trail, position] of after) {
      seen.set(trail, position);
      unanchored.add(trail);
    }
  };
  const round = async (only?: Trail): Promise<number> => {
    const tx = transaction(control, PLATFORM);
    try {
      const done = await sealRound(tx, only);
      if (done) learn(done);
      return done?.taken ?? 0;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  };
  /** A chain that cannot go on, because somebody was at it, must not hold up the others. */
  const oneByOne = async (): Promise<number> => {
    let taken = 0;
    for (const trail of [null, ...(await waitingTenants(reading(control, PLATFORM)))]) {
      try {
        taken += await round(trail);
      } catch (error) {
        log.error({ err: error, trail }, 'entries of the audit trail could not be sealed');
      }
    }
    return taken;
  };
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
  const seal = async (): Promise<number> => {
    let all = 0;
    for (;;) {
      const taken = await round().catch((error: Error) => {
        log.warn({ err: error }, 'a round of sealing failed; the trails are sealed one by one');
        return oneByOne();
      });
      all += taken;
      if (taken < ROUND) return all;
    }
  };
  const anchor = async (): Promise<void> => {
    for (const trail of unanchored) {
      await anchors?.append(trail, seen.get(trail) as Position);
      unanchored.delete(trail);
    }
    anchoredAt = Date.now();
  };
  /** Chains that grew past their last anchor when an instance was killed, and chains that do not reach it any more. */
  const catchUp = async (): Promise<void> => {
    if (!anchors) return;
    for await (const heads of allHeads(reading(control, PLATFORM))) {
      for (const [trail, head] of heads) {
        const noted = (await anchors.read(trail)).at(-1);
        if (noted && noted.seq > head.seq)
          log.error({ trail, was: noted.seq, is: head.seq }, 'a chain of the audit trail is shorter than its anchor');
        if (!noted || noted.seq < head.seq) await anchors.append(trail, head);
      }
    }
  };
  const turn = async (): Promise<void> => {
    try {
      await seal();
      if (Date.now() - anchoredAt >= ANCHOR_EVERY_MS) await anchor();
    } catch (error) {
      log.error({ err: error }, 'the audit trail could not be sealed; it is tried again');
    }
    if (!closed) timer = setTimeout(() => void exclusively(turn), SEAL_EVERY_MS).unref();
  };
  return {
    anchors,
    seal: () => exclusively(seal),
    anchor: () => exclusively(anchor),
    start() {
      if (started) return;
      started = true;
      void exclusively(async () => {
        await catchUp().catch((error: Error) => log.error({ err: error }, 'the anchors of the audit trail'));
        await turn();
      });
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await exclusively(async () => {
        if (!started) return;
        try {
          await seal();
          await anchor();
        } catch (error) {
          log.warn({ err: error }, 'the last entries of the audit trail are sealed at the next start');
        }
      });
    },
  };
}
