/** How much a live connection, a person and an organisation may take of one instance. */

export interface LiveLimits {
  /** Every so often the server asks whether the client is there, and whether it still may be; one that does not answer is cut. */
  heartbeat_ms: number;
  sockets_per_user: number;
  /** Of this instance alone: with n instances a tenant has at most n times as many. */
  sockets_per_tenant: number;
  topics_per_socket: number;
  /** Bytes of one message of a client. */
  message_bytes: number;
  /** Messages of a client in ten seconds. */
  messages_per_10s: number;
  /** Bytes and happenings that may wait for a client before it is dropped as too slow. */
  waiting_bytes: number;
  waiting_happenings: number;
  /** Happenings that are told to one who comes back; after more he reads everything again. */
  resumed_happenings: number;
}

export const LIVE_LIMITS: LiveLimits = {
  heartbeat_ms: 30_000,
  sockets_per_user: 20,
  sockets_per_tenant: 2_000,
  topics_per_socket: 100,
  message_bytes: 8_192,
  messages_per_10s: 100,
  waiting_bytes: 1_048_576,
  waiting_happenings: 5_000,
  resumed_happenings: 1_000,
};
