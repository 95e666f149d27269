import type { E2EEOptions, RemoteParticipant, Room } from 'livekit-client';
import { ExternalE2EEKeyProvider, isE2EESupported, RoomEvent } from 'livekit-client';
import type { JoinOptions } from '../../../session/contracts/media-backend.ts';
import { KeyExchange } from './exchange.ts';
import { startWorker } from './worker.ts';

/**
 * A room whose media only the call's two ends can read. Nothing is sent before both have a key, and nothing is received but what the other end
 * encrypted, whoever else is in the room and whatever the server says.
 */
export class Encryption {
  readonly options: Extract<E2EEOptions, { readonly worker: Worker }>;
  readonly #keys = new ExternalE2EEKeyProvider({ keySize: 256 });
  /** The key is shared with the first of its peers, and with nobody else. */
  readonly #ends: JoinOptions;
  #exchange: KeyExchange | null = null;
  #room: Room | null = null;
  words: readonly number[] | null = null;

  constructor(ends: JoinOptions) {
    if (!isE2EESupported()) throw new Error('E2EE_UNSUPPORTED');
    this.#ends = ends;
    this.options = { keyProvider: this.#keys, worker: startWorker() };
  }

  /** `agreed` is called each time both have a key, `failed` once: without a key there is no call. */
  begin(room: Room, agreed: () => void, failed: () => void, left: AbortSignal): void {
    const { worker } = this.options;
    this.#room = room;
    worker.addEventListener('error', failed);
    // When its worker answers about somebody who has left meanwhile, LiveKit's client throws where nobody but the page could catch it.
    const hear = worker.onmessage as (event: MessageEvent) => void;
    worker.onmessage = (event) => {
      try {
        hear(event);
      } catch {
        // Whoever left needs no key.
      }
    };
    left.addEventListener('abort', () => worker.terminate());
    const { TrackPublished, ParticipantConnected, Connected, Reconnected } = RoomEvent;
    for (const event of [TrackPublished, ParticipantConnected, Connected, Reconnected]) room.on(event, () => this.#take());
    this.#exchange = new KeyExchange({
      ...this.#ends,
      send: (e2ee) => this.#ends.signal.send({ e2ee }),
      agreed: ({ key, words }) => {
        void (async () => {
          await this.#keys.setKey(key);
          await room.setE2EEEnabled(true);
          if (left.aborted) return;
          this.words = words;
          this.#take();
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

  /** Whether this is not the other end, or something of it is not encrypted. */
  isOutside(participant: RemoteParticipant): boolean {
    return participant.identity !== this.#ends.peers[0] || [...participant.trackPublications.values()].some((each) => !each.isEncrypted);
  }

  /** Once one track is unencrypted, LiveKit's worker lets all tracks of that participant through as they are: then none is subscribed to. */
  #take(): void {
    this.#room?.remoteParticipants.forEach((participant) => {
      const isWanted = !!this.words && !this.isOutside(participant);
      participant.trackPublications.forEach((each) => each.setSubscribed(isWanted));
    });
  }
}
