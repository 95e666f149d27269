import { HEARTBEAT_MS } from '../../../src/protocol/limits.ts';
import type { Clock } from '../clock.ts';
import type { Connection } from './connection.ts';

/** Pings every socket, again and again. One that answered nothing since the last ping has no other end any more. */
export function keepAlive(connections: Iterable<Pick<Connection, 'alive' | 'ping' | 'terminate'>>, clock: Clock, signal: AbortSignal): void {
  const beat = (): void => {
    for (const connection of connections) {
      if (connection.alive) connection.ping();
      else connection.terminate();
    }
    clock.after(HEARTBEAT_MS, beat, signal);
  };
  clock.after(HEARTBEAT_MS, beat, signal);
}
