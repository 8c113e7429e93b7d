/** What of autocannon's interface is used here; the package ships no types. */
declare module 'autocannon' {
  interface Client {
    on(event: 'response', listener: (status: number, bytes: number, ms: number) => void): void;
    on(event: 'headers', listener: (head: { statusCode: number }) => void): void;
    on(event: 'body', listener: (body: Buffer) => void): void;
  }
  interface Options {
    url: string;
    connections: number;
    duration: number;
    requests: { method: string; path: string; headers: Record<string, string> }[];
    setupClient(client: Client): void;
  }
  interface Result {
    errors: number;
    timeouts: number;
    non2xx: number;
  }
  export default function autocannon(options: Options): Promise<Result>;
}
