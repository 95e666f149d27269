import type { CallAck } from '../../protocol/call-wire.ts';
import type { CallAuthority, HeldCommand } from '../contracts/call-authority.ts';
import { TransportError } from '../contracts/chat-transport.ts';
import type { Environment } from '../contracts/environment.ts';
import type { CallModel, Wish } from './call-model.ts';

interface CommandsOptions {
  readonly authority: CallAuthority;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly answered: (wish: Wish, ack: CallAck) => void;
  /** The server will never do this. */
  readonly refused: (wish: Wish, code: string) => void;
  /** Time to look what is to be told now. */
  readonly again: () => void;
}

/** Between tries at something that failed while the connection stands, in milliseconds. */
const RETRY = 1_000;

/** Says one wish at a time, again under the same id until there is an answer. Hanging up waits for nothing, and nothing waits for word that the browser asks. */
export class CallCommands {
  readonly #options: CommandsOptions;
  readonly #busy = new Map<string, Wish['type']>();
  /** Ids of what was sent and may have been done. */
  readonly #ids = new Map<string, string>();
  /** What was answered of the record as it still is. */
  #answered = '';

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  tell(wish: Wish | null, { record, lease, tab }: CallModel): void {
    if (!wish) return;
    const key = wish.type === 'reclaim' ? (lease?.reclaim ?? '') : JSON.stringify(wish);
    const urgent = wish.type === 'end' || wish.type === 'decline';
    const waits = !urgent && [...this.#busy.values()].some((type) => type !== 'asking');
    const callId = 'callId' in wish ? wish.callId : (lease?.callId ?? '');
    const now = `${key} ${callId} ${record?.rev}`;
    if (this.#busy.has(key) || waits || now === this.#answered) return;
    const { environment, signal, answered, refused, again } = this.#options;
    const commandId = wish.type === 'reclaim' ? key : (this.#ids.get(key) ?? environment.id());
    this.#ids.set(key, commandId);
    this.#busy.set(key, wish.type);
    this.#send(wish, { callId, commandId, lease: lease?.secret ?? '' }, tab).then(
      (ack) => {
        this.#busy.delete(key);
        // What failed before this answer is another command when it comes up again.
        for (const each of this.#ids.keys()) if (!this.#busy.has(each)) this.#ids.delete(each);
        if (signal.aborted) return;
        this.#answered = `${key} ${callId} ${ack.call.rev}`;
        answered(wish, ack);
        again();
      },
      (error: unknown) => {
        this.#busy.delete(key);
        if (signal.aborted) return;
        if (error instanceof TransportError && error.permanent) {
          this.#ids.delete(key);
          this.#answered = now;
          refused(wish, error.code);
          return again();
        }
        environment.after(RETRY * (1 + environment.random()), again, signal);
      },
    );
  }

  #send(wish: Wish, held: HeldCommand, tab: string): Promise<CallAck> {
    const { authority } = this.#options;
    const { callId, commandId } = held;
    const command = { callId, commandId };
    switch (wish.type) {
      case 'start': {
        const { conversation, media } = wish;
        return authority.start({ ...command, conversation, tab, media, camera: media === 'video' ? 'granted' : 'unasked' });
      }
      case 'accept':
        return authority.accept({ ...command, tab, choice: wish.choice });
      case 'decline':
        return authority.decline(command);
      case 'end':
        return authority.end(command);
      case 'reclaim':
        return authority.reclaim({ ...held, tab, outcome: wish.outcome });
      case 'asking':
        return authority.asking({ ...held, camera: wish.camera });
      case 'ready':
        return authority.ready({ ...held, microphone: wish.microphone, camera: wish.camera });
      case 'refuse':
        return authority.refuse({ ...held, refusal: wish.refusal, again: wish.again });
      case 'connected':
        return authority.connected({ ...held, path: wish.path, outcome: wish.outcome });
      case 'mediaLost':
        return authority.mediaLost({ ...held, path: wish.path });
    }
  }
}
