import type { CallAck } from '../../protocol/call-wire.ts';
import type { CallAuthority } from '../contracts/call-authority.ts';
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
    const { type, ...says } = wish;
    const key = type === 'reclaim' ? (lease?.reclaim ?? '') : JSON.stringify([wish, lease?.callId]);
    const now = `${key} ${record?.rev ?? ''}`;
    const waits = type !== 'end' && type !== 'decline' && [...this.#busy.values()].some((each) => each !== 'asking');
    if (waits || this.#busy.has(key) || now === this.#answered) return;
    const { authority, environment, signal, answered, refused, again } = this.#options;
    const commandId = type === 'reclaim' ? key : (this.#ids.get(key) ?? environment.id());
    this.#ids.set(key, commandId);
    this.#busy.set(key, type);
    // A wish bears the name of the contract's method, and says what that takes beside the lease.
    const held = 'callId' in says ? null : { callId: lease?.callId, lease: lease?.secret };
    const commands = authority as unknown as Readonly<Record<typeof type, (command: object) => Promise<CallAck>>>;
    commands[type]({ ...held, commandId, tab, ...says }).then(
      (ack) => {
        this.#busy.delete(key);
        // What failed before this answer is another command when it comes up again.
        for (const each of this.#ids.keys()) if (!this.#busy.has(each)) this.#ids.delete(each);
        if (signal.aborted) return;
        this.#answered = `${key} ${ack.call.rev}`;
        answered(wish, ack);
        again();
      },
      (error: unknown) => {
        this.#busy.delete(key);
        if (signal.aborted) return;
        if (!(error instanceof TransportError) || !error.permanent) return environment.after(RETRY * (1 + environment.random()), again, signal);
        this.#ids.delete(key);
        this.#answered = now;
        refused(wish, error.code);
        again();
      },
    );
  }
}
