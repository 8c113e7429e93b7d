/** The one-Sync batch: several statements on one PostgreSQL connection in a single round trip, as one implicit transaction. */
import type { Connection, PoolClient, QueryResultRow } from 'pg';
import { serialize } from 'pg-protocol';
import { decoderOf, encodeValue } from './values.ts';

/** A parameterised statement. `text` never holds a value; values travel apart from it. */
export interface Statement {
  text: string;
  values?: readonly unknown[];
  /** Never kept prepared, so that it is planned for its values each time. */
  fresh?: boolean;
}

/** What a statement answered: its rows, and how many rows it touched (0 for statements that touch none). */
export interface StatementResult<R = QueryResultRow> {
  rows: R[];
  count: number;
}

interface FieldDecoder {
  name: string;
  decode: (text: string) => unknown;
}

/** What one connection knows of the statements parsed on it, so that they are parsed and described once. */
interface Prepared {
  names: Set<string>;
  fields: Map<string, FieldDecoder[]>;
}

interface Step {
  statement: Statement;
  name: string;
  fields: FieldDecoder[] | null;
}

/** How many different statements a connection keeps prepared; the rest are parsed each time. */
const PREPARED_LIMIT = 400;

const preparedOn = new WeakMap<Connection, Prepared>();
const seen = new Map<string, { count: number; name: string }>();
let named = 0;

/** A statement earns a name (and stays prepared) when it comes a second time. */
function nameOf(text: string): string {
  const known = seen.get(text);
  if (known) {
    known.count++;
    if (known.count === 2 && named < PREPARED_LIMIT) known.name = `s${++named}`;
    return known.name;
  }
  if (seen.size >= PREPARED_LIMIT * 10) seen.clear();
  seen.set(text, { count: 1, name: '' });
  return '';
}

/** How many Syncs (round trips) this process has sent; a test and the bench count with it. */
export const roundTrips = { count: 0 };

/**
 * A submittable of node-postgres. After an error the driver forgets the running query and never tells it that the
 * connection is ready again, so the promise is settled in `handleError`.
 */
class Batch {
  readonly promise: Promise<StatementResult[]>;
  #resolve!: (results: StatementResult[]) => void;
  #reject!: (error: Error) => void;
  #steps: Step[] = [];
  #results: StatementResult[] = [];
  #rows: QueryResultRow[] = [];
  #at = 0;
  #failure: Error | null = null;
  #parsing: string[] = [];
  #onParse = (): void => {
    const name = this.#parsing.shift();
    if (name) this.#prepared.names.add(name);
  };
  #prepared!: Prepared;
  #connection!: Connection;
  #statements: readonly Statement[];

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): Error | null {
    this.#connection = connection;
    this.#prepared = preparedOn.get(connection) ?? { names: new Set(), fields: new Map() };
    preparedOn.set(connection, this.#prepared);
    const prepared = this.#prepared;
    // Encode everything before the first byte leaves: a value that cannot be encoded must not leave half a batch behind.
    let encoded: (string | Buffer | null)[][];
    try {
      encoded = this.#statements.map((statement) => (statement.values ?? []).map(encodeValue));
    } catch (error) {
      return error as Error;
    }
    roundTrips.count++;
    const messages: Buffer[] = [];
    const parsedHere = new Set<string>();
    for (const [index, statement] of this.#statements.entries()) {
      const name = statement.fresh ? '' : nameOf(statement.text);
      if (!name || !(prepared.names.has(name) || parsedHere.has(name))) {
        messages.push(serialize.parse({ name, text: statement.text }));
        this.#parsing.push(name);
        if (name) parsedHere.add(name);
      }
      const fields = name && prepared.names.has(name) ? (prepared.fields.get(name) ?? null) : null;
      messages.push(serialize.bind({ statement: name, values: encoded[index] as (string | Buffer | null)[] }));
      if (!fields) messages.push(serialize.describe({ type: 'P', name: '' }));
      messages.push(serialize.execute());
      this.#steps.push({ statement, name, fields });
    }
    messages.push(serialize.sync());
    if (this.#parsing.length > 0) connection.on('parseComplete', this.#onParse);
    // One buffer is one call of the operating system, which costs more than all that was done so far.
    if (connection.stream.writable) connection.stream.write(Buffer.concat(messages));
    return null;
  }

  handleRowDescription(message: { fields: { name: string; dataTypeID: number }[] }): void {
    const step = this.#steps[this.#at] as Step;
    step.fields = message.fields.map((field) => ({ name: field.name, decode: decoderOf(field.dataTypeID) }));
    if (step.name) this.#prepared.fields.set(step.name, step.fields);
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const fields = (this.#steps[this.#at] as Step).fields as FieldDecoder[];
    const row: QueryResultRow = {};
    try {
      for (let i = 0; i < fields.length; i++) {
        const text = message.fields[i] as string | null;
        const field = fields[i] as FieldDecoder;
        row[field.name] = text === null ? null : field.decode(text);
      }
    } catch (error) {
      // Thrown inside the socket's reader it would take the process down; it is told when the batch is over.
      this.#failure ??= error as Error;
    }
    this.#rows.push(row);
  }

  handleCommandComplete(message: { text: string }): void {
    const last = message.text.slice(message.text.lastIndexOf(' ') + 1);
    this.#results.push({ rows: this.#rows, count: Number(last) || 0 });
    this.#rows = [];
    this.#at++;
  }

  handleEmptyQuery(): void {
    this.#results.push({ rows: [], count: 0 });
    this.#at++;
  }

  handlePortalSuspended(): void {}

  handleCopyInResponse(connection: Connection & { sendCopyFail(why: string): void }): void {
    connection.sendCopyFail('COPY is not allowed here');
  }

  handleCopyData(): void {}

  handleError(error: Error): void {
    this.#connection?.removeListener('parseComplete', this.#onParse);
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#connection.removeListener('parseComplete', this.#onParse);
    if (this.#failure) this.#reject(this.#failure);
    else this.#resolve(this.#results);
  }
}

/**
 * Sends the statements with one Sync and answers one result per statement. Outside an open transaction they are one
 * implicit transaction: an error in any of them leaves nothing behind.
 */
export async function sendBatch(client: PoolClient, statements: readonly Statement[]): Promise<StatementResult[]> {
  const batch = new Batch(statements);
  client.query(batch as never);
  return batch.promise;
}
