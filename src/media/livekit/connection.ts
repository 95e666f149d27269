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

/** `joining` until it is in for the first time; `reconnecting` from when LiveKit's client gave up until it is in again. */
type State = { readonly is: 'joining' | 'connected' | 'reconnecting' } | { readonly is: 'failed'; readonly failure: RoomFailure };

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
  state: State = { is: 'joining' };

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
    if (this.#isOver()) return;
    this.state = { is: 'failed', failure };
    this.#options.changed(false);
    void this.#room.disconnect(false);
  }

  #isOver(): boolean {
    return this.state.is === 'failed' || this.#options.left.aborted;
  }

  /** Resolves with whether it is in. */
  async #enter(token?: string): Promise<boolean> {
    const { connect, changed, left } = this.#options;
    const failure = await connect(token).then(() => null, failureOf);
    const isIn = this.#room.state === ConnectionState.Connected;
    if (this.#isOver()) await this.#room.disconnect(left.aborted);
    else if (isIn) {
      this.state = { is: 'connected' };
      internalsOf(this.#room).peerConnectionTimeout = COME_BACK_MS;
      changed(true);
    } else if (this.state.is === 'joining') this.fail(failure ?? 'unreachable');
    return isIn;
  }

  /** LiveKit's client gave up: where nobody sent us away, the cluster is asked again until it is back. */
  async #lost(reason: Reason | undefined): Promise<void> {
    if (this.state.is !== 'connected' || this.#isOver()) return;
    const final = reason && finalReasons[reason];
    if (final) {
      this.fail(final);
      return;
    }
    this.state = { is: 'reconnecting' };
    // A grant lasts ten minutes, and the next engine knows nothing of the token that this one was given since.
    const { token } = internalsOf(this.#room);
    const until = performance.now() + GIVE_UP_MS;
    while (performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      if (this.#isOver() || (await this.#enter(token))) return;
    }
    this.fail('unreachable');
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
