import type { E2EEOptions, RemoteParticipant, Room } from 'livekit-client';
import { ExternalE2EEKeyProvider, isE2EESupported, RoomEvent } from 'livekit-client';
import { KeyExchange } from './exchange.ts';
import { startWorker } from './worker.ts';

interface Ends {
  readonly call: string;
  readonly initiates: boolean;
  readonly self: string;
  /** The only one with whom there is a key. */
  readonly peer: string;
  readonly send: (message: unknown) => void;
}

/**
 * A room whose media only the call's two ends can read. Nothing is sent before both have a key; of the others, only what the other end has
 * encrypted is taken: whoever else is in the room, and whatever the server says.
 */
export class Encryption {
  readonly options: E2EEOptions;
  readonly #keys = new ExternalE2EEKeyProvider({ keySize: 256 });
  readonly #worker: Worker;
  readonly #ends: Ends;
  #exchange: KeyExchange | null = null;
  #room: Room | null = null;
  words: readonly number[] | null = null;

  constructor(ends: Ends) {
    if (!isE2EESupported()) throw new Error('This browser cannot encrypt media from end to end.');
    this.#ends = ends;
    this.#worker = startWorker();
    this.options = { keyProvider: this.#keys, worker: this.#worker };
  }

  /** `agreed` each time both have a key; `failed` for good: without a key there is no call. */
  begin(room: Room, agreed: () => void, failed: () => void, left: AbortSignal): void {
    this.#room = room;
    this.#worker.addEventListener('error', failed);
    left.addEventListener('abort', () => this.#worker.terminate());
    room.on(RoomEvent.TrackPublished, (_, participant) => this.#take(participant));
    room.on(RoomEvent.ParticipantConnected, (participant) => this.#take(participant));
    room.on(RoomEvent.Connected, () => this.#takeAll());
    room.on(RoomEvent.Reconnected, () => this.#takeAll());
    this.#exchange = new KeyExchange({
      ...this.#ends,
      agreed: ({ key, words }) => {
        void (async () => {
          await this.#keys.setKey(key);
          await room.setE2EEEnabled(true);
          if (left.aborted) return;
          this.words = words;
          this.#takeAll();
          agreed();
        })().catch(failed);
      },
      failed,
    });
  }

  receive(message: unknown): void {
    this.#exchange?.receive(message);
  }

  restart(): void {
    this.#exchange?.restart();
  }

  /** Whether this is not the other end, or not as encrypted as it must be. */
  isOutside(participant: RemoteParticipant): boolean {
    return participant.identity !== this.#ends.peer || [...participant.trackPublications.values()].some((each) => !each.isEncrypted);
  }

  #takeAll(): void {
    this.#room?.remoteParticipants.forEach((each) => this.#take(each));
  }

  /** One track in the clear, and LiveKit's worker would let all of that participant's pass as they are: then none is taken. */
  #take(participant: RemoteParticipant): void {
    const isWanted = this.words !== null && !this.isOutside(participant);
    participant.trackPublications.forEach((each) => each.setSubscribed(isWanted));
  }
}
