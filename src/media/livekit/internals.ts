import type { Room } from 'livekit-client';

/**
 * What this adapter uses of livekit-client's engine although it is not documented. Any of it may be missing in a later release: a call then takes
 * longer to begin or to come back.
 */
export interface Internals {
  /** These two make the connection and its media sections before a server is known. */
  configure?(): Promise<void>;
  applyInitialPublisherLayout?(): void;
  /** Entering a room waits for this, which ends up to 50 ms late. */
  waitForPCInitialConnection?(...given: readonly unknown[]): Promise<void>;
  /** `connected` once media can flow. */
  once?(event: 'connected', listener: () => void): void;
  /** How long one attempt to come back may take, in milliseconds. */
  peerConnectionTimeout?: number;
  /** LiveKit renews it for whoever is connected. Without it, nobody comes back once the grant's own token has expired. */
  readonly token?: string;
}

export const internalsOf = (room: Room): Internals => (room.engine as unknown as Internals | undefined) ?? {};
