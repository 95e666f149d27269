import type { DisconnectReason as Reason, Room } from 'livekit-client';
import { ConnectionErrorReason, ConnectionState, DisconnectReason, RoomEvent } from 'livekit-client';
import type { RoomFailure } from '../../session/contracts/media-backend.ts';
import { internalsOf } from './internals.ts';

/** How long is waited before a cluster that went away is asked again, in milliseconds. */
const RETRY_MS = 500;
/** After so long without it, the room has failed, in milliseconds: the call's own timers decide what becomes of the call. */
const GIVE_UP_MS = 30_000;
/**
 * One try to come back takes at most so long, in milliseconds. LiveKit's client would wait 15 s for a path that its server has given up; where the
 * path is there again, it is found within one.
 */
const COME_BACK_MS = 4_000;

interface ConnectionOptions {
  /** With the token of the grant, or a later one. */
  readonly connect: (token?: string) => Promise<void>;
  /** Something changed; in the room, it also has to be given what there is. */
  readonly changed: (isIn: boolean) => void;
  readonly left: AbortSignal;
}

/** Gets into a room, and back into it after whatever LiveKit's client gave up on. What became of that is said once, for good. */
export class Connection {
  readonly #room: Room;
  readonly #options: ConnectionOptions;
  #isReturning = false;
  wasUp = false;
  failure: RoomFailure | null = null;

  constructor(room: Room, options: ConnectionOptions) {
    this.#room = room;
    this.#options = options;
    room.on(RoomEvent.Reconnected, () => options.changed(true));
    room.on(RoomEvent.Disconnected, (reason) => void this.#lost(reason));
    // LiveKit's client asks every 50 ms whether media can flow. Its engine says so at once.
    const engine = internalsOf(room);
    const connected = new Promise<void>((resolve) => engine.once?.('connected', resolve));
    const wait = engine.waitForPCInitialConnection?.bind(engine);
    if (wait) engine.waitForPCInitialConnection = (...given) => Promise.race([wait(...given), connected]);
    void this.#enter();
  }

  fail(failure: RoomFailure): void {
    if (this.failure || this.#isOver()) return;
    this.failure = failure;
    this.#options.changed(false);
    void this.#room.disconnect(false);
  }

  #isOver(): boolean {
    return this.#options.left.aborted;
  }

  async #enter(token?: string): Promise<void> {
    const { connect, changed } = this.#options;
    const failure = await connect(token).then(() => null, failureOf);
    if (this.#isOver() || this.failure) {
      await this.#room.disconnect(this.#isOver());
      return;
    }
    const isIn = this.#room.state === ConnectionState.Connected;
    this.wasUp ||= isIn;
    if (isIn) internalsOf(this.#room).peerConnectionTimeout = COME_BACK_MS;
    if (this.wasUp) changed(isIn);
    else this.fail(failure ?? 'unreachable');
  }

  /** LiveKit's client gave up: where nobody sent us away, the cluster is asked again until it is back. */
  async #lost(reason: Reason | undefined): Promise<void> {
    if (!this.wasUp || this.failure || this.#isReturning || this.#isOver()) return;
    const final = reason && finalReasons[reason];
    if (final) {
      this.fail(final);
      return;
    }
    this.#isReturning = true;
    // A grant lasts ten minutes, and the next engine knows nothing of the token that this one was given since.
    const { token } = internalsOf(this.#room);
    const until = performance.now() + GIVE_UP_MS;
    while (performance.now() < until && this.#room.state === ConnectionState.Disconnected) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      if (this.#isOver()) return;
      await this.#enter(token);
    }
    this.#isReturning = false;
    if (this.#room.state !== ConnectionState.Connected) this.fail('unreachable');
  }
}

/** Of what LiveKit's client throws; what another throws has no such reason. */
const failureOf = ({ reason }: { readonly reason: ConnectionErrorReason }): RoomFailure => failures[reason] ?? 'unreachable';

/** Where it answers and the token is good, and the socket is refused all the same, the room takes no more, or the cluster. */
const failures: Partial<Record<ConnectionErrorReason, RoomFailure>> = {
  [ConnectionErrorReason.NotAllowed]: 'refused',
  [ConnectionErrorReason.WebSocket]: 'full',
  [ConnectionErrorReason.LeaveRequest]: 'removed',
};

/** Who was sent away does not come back by itself. */
const finalReasons: Partial<Record<DisconnectReason, RoomFailure>> = {
  [DisconnectReason.DUPLICATE_IDENTITY]: 'elsewhere',
  [DisconnectReason.PARTICIPANT_REMOVED]: 'removed',
  [DisconnectReason.ROOM_DELETED]: 'removed',
};
