import type { DisconnectReason as Reason, Room } from 'livekit-client';
import { ConnectionErrorReason, ConnectionState, DisconnectReason, RoomEvent } from 'livekit-client';
import type { RoomFailure } from '../../session/contracts/media-backend.ts';
import { internalsOf } from './internals.ts';

/** How long to wait before asking a cluster that went away again, in milliseconds. */
const RETRY_MS = 500;
/** How long a cluster may stay away before the room has failed, in milliseconds. What becomes of the call is for the call's own timers. */
const GIVE_UP_MS = 30_000;
/**
 * How long one attempt to come back may take, in milliseconds. LiveKit's client would wait 15 s for a path that its server has given up; a path that
 * works again is found within one attempt.
 */
const COME_BACK_MS = 4_000;

/** `joining` until it is in for the first time; `reconnecting` from when LiveKit's client gave up until it is in again. */
type State = { readonly is: 'joining' | 'connected' | 'reconnecting' } | { readonly is: 'failed'; readonly failure: RoomFailure };

interface ConnectionOptions {
  /** With the token of the grant, or a later one. */
  readonly connect: (token?: string) => Promise<void>;
  /** `isIn`: it has just entered the room, which this person's tracks now have to be published to. */
  readonly changed: (isIn: boolean) => void;
  readonly left: AbortSignal;
}

/** Enters a room, and enters it again after LiveKit's client gave up. A failure is final. */
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

  /** LiveKit's client gave up: unless we were sent away, the cluster is asked again until it is back. */
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

/** Of an error of LiveKit's client; any other has no such reason. */
const failureOf = ({ reason }: { readonly reason: ConnectionErrorReason }): RoomFailure => failures[reason] ?? 'unreachable';

/** A server that answers, finds the token good and still refuses the socket has no place left, in the room or at all. */
const failures: Partial<Record<ConnectionErrorReason, RoomFailure>> = {
  [ConnectionErrorReason.NotAllowed]: 'refused',
  [ConnectionErrorReason.WebSocket]: 'full',
  [ConnectionErrorReason.LeaveRequest]: 'removed',
};

/** Whoever was sent away does not come back by itself. */
const finalReasons: Partial<Record<DisconnectReason, RoomFailure>> = {
  [DisconnectReason.DUPLICATE_IDENTITY]: 'elsewhere',
  [DisconnectReason.PARTICIPANT_REMOVED]: 'removed',
  [DisconnectReason.ROOM_DELETED]: 'removed',
};
