import type { Room } from 'livekit-client';

/**
 * What is used here of livekit-client's engine though the package does not document it. A later release may be without any of it: then a call takes
 * longer to begin or to come back.
 */
export interface Internals {
  /** Make the connection, and its media sections, before there is a server to reach. */
  configure?(): Promise<void>;
  applyInitialPublisherLayout?(): void;
  /** What entering a room waits for, up to 50 ms after it is so. */
  waitForPCInitialConnection?(...given: readonly unknown[]): Promise<void>;
  /** `connected` once media can flow. */
  once?(event: 'connected', listener: () => void): void;
  /** How long one attempt to come back may take, in milliseconds. */
  peerConnectionTimeout?: number;
  /** The newest, which LiveKit renews for whoever is connected. Without it, nobody comes back by a grant that has run out meanwhile. */
  readonly token?: string;
}

export const internalsOf = (room: Room): Internals => (room.engine as unknown as Internals | undefined) ?? {};
