/** One connection for a piece of work that needs no pool: setting up, looking behind the scenes. */
import pg from 'pg';

/** Connects, does the work and closes the connection, whatever comes of the work. */
export async function withClient<T>(connection: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
