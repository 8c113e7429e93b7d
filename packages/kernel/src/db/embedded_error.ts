/** The error of everything that keeps the embedded PostgreSQL from starting. */

/** PostgreSQL cannot be started here; the message says why and what to do. */
export class PostgresUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PostgresUnavailable';
  }
}
