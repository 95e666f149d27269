import * as v from 'valibot';
import { agree, bytesOf, commitmentTo, isEqual, newKeyPair, randomId, textOf } from './agreement.ts';
import type { Agreement } from './agreement.ts';

/** A key, or something derived from one, in hexadecimal. */
const bytes = v.pipe(v.string(), v.regex(/^([\da-f]{2}){16,65}$/));

/**
 * The messages in the order in which they are sent, with what each must hold (`has` may be null, while there is no key). The caller commits to a
 * key before it has seen the other's, and reveals it afterwards.
 */
const says = {
  here: ['me'],
  commit: ['to', 'commitment'],
  key: ['to', 'key'],
  reveal: ['key', 'proof'],
  confirm: ['proof'],
} as const;
type Step = keyof typeof says;

const message = v.object({
  step: v.picklist(Object.keys(says) as Step[]),
  me: v.optional(bytes),
  has: v.optional(v.nullable(bytes)),
  to: v.optional(bytes),
  commitment: v.optional(bytes),
  key: v.optional(bytes),
  proof: v.optional(bytes),
});
type Message = v.InferOutput<typeof message>;

/**
 * Each agreement gives somebody in between one guess, right once in 2³²: in all, once in 2²⁴. A page takes part in one agreement for each page that
 * the other end loads; no call comes near this many.
 */
const MOST = 256;

export type ExchangeFailure = 'malformed' | 'out-of-order' | 'commitment' | 'key' | 'proof' | 'too-many';

export interface ExchangeOptions {
  readonly call: string;
  readonly initiates: boolean;
  readonly self: string;
  /** The first of them is the other end. */
  readonly peers: readonly string[];
  readonly send: (message: unknown) => void;
  /** Both ends have this now. Called again after either loaded a page. */
  readonly agreed: (agreement: Agreement) => void;
  /** Final: a channel that delivered such a message cannot be trusted. */
  readonly failed: (reason: ExchangeFailure) => void;
}

type State =
  /** Waits for the first message of an agreement; `agreed` is the commitment of the last one. */
  | { readonly is: 'open' | 'idle'; readonly agreed: string | null }
  | { readonly is: 'committed' | 'promised'; readonly commitment: string; readonly pair: CryptoKeyPair; readonly key: Uint8Array<ArrayBuffer> }
  | { readonly is: 'revealed'; readonly commitment: string; readonly proof: Uint8Array }
  | { readonly is: 'failed' };

/** What to do about a message, unless it is out of date by then; or why it is refused. */
type Outcome = ExchangeFailure | (() => void);

/** Agrees on a key with the other end, over a channel whose carrier may be curious, and may lie (docs/decisions/a-key-of-the-two-ends.md). */
export class KeyExchange {
  readonly #options: ExchangeOptions;
  readonly #me = randomId();
  #state: State = { is: 'open', agreed: null };
  /** The page load of the other end with which the last agreement was made. */
  #with = '';
  #count = 0;
  /** Messages are handled one after the other, however long the arithmetic takes; those of an older generation are dropped. */
  #work: Promise<void> = Promise.resolve();
  #generation = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#greet();
  }

  /** An agreement under way is lost; a finished one holds unless the other end loaded its page again. */
  restart(): void {
    const state = this.#state;
    if (state.is === 'failed') return;
    this.#generation += 1;
    this.#state = { is: 'open', agreed: 'agreed' in state ? state.agreed : state.is === 'revealed' ? state.commitment : null };
    this.#greet();
  }

  receive(data: unknown): void {
    const generation = this.#generation;
    this.#work = this.#work.then(async () => {
      const isPast = (): boolean => generation !== this.#generation || this.#state.is === 'failed';
      if (isPast()) return;
      const { success, output } = v.safeParse(message, data);
      const outcome = success && says[output.step].every((each) => output[each]) ? await this.#take(output) : 'malformed';
      if (isPast()) return;
      if (typeof outcome === 'function') outcome();
      else this.#fail(outcome);
    });
  }

  /** The callee says that its page is there, and which key it has, if any. */
  #greet(): void {
    if (!this.#options.initiates) this.#say({ step: 'here', me: this.#me, has: 'agreed' in this.#state ? this.#state.agreed : null });
  }

  #say(message: Message): void {
    this.#options.send(message);
  }

  async #take({ step, me = '', has, to, commitment = '', key = '', proof = '' }: Message): Promise<Outcome> {
    const { initiates, agreed } = this.#options;
    const state = this.#state;
    if (step === 'here' && initiates && state.is === 'open') {
      if (state.agreed && me === this.#with && has === state.agreed) return () => (this.#state = { ...state, is: 'idle' });
      return await this.#begin(async (own) => {
        const promise = textOf(await commitmentTo(own.key));
        return () => {
          this.#with = me;
          this.#state = { is: 'committed', commitment: promise, ...own };
          this.#say({ step: 'commit', to: me, commitment: promise });
        };
      });
    }
    if (step === 'commit' && !initiates && state.is === 'open' && to === this.#me) {
      return await this.#begin((own) => () => {
        this.#state = { is: 'promised', commitment, ...own };
        this.#say({ step: 'key', to: commitment, key: textOf(own.key) });
      });
    }
    if (step === 'key' && state.is === 'committed' && to === state.commitment) {
      const agreement = await this.#agree(state, bytesOf(key));
      if (!agreement) return 'key';
      const { initiates: ours, answers } = agreement.proofs;
      return () => {
        this.#state = { is: 'revealed', commitment: state.commitment, proof: answers };
        this.#say({ step: 'reveal', key: textOf(state.key), proof: textOf(ours) });
        agreed(agreement);
      };
    }
    if (step === 'reveal' && state.is === 'promised') {
      const theirs = bytesOf(key);
      if (textOf(await commitmentTo(theirs)) !== state.commitment) return 'commitment';
      const agreement = await this.#agree(state, theirs);
      if (!agreement) return 'key';
      if (!isEqual(bytesOf(proof), agreement.proofs.initiates)) return 'proof';
      return () => {
        this.#state = { is: 'idle', agreed: state.commitment };
        this.#say({ step: 'confirm', proof: textOf(agreement.proofs.answers) });
        agreed(agreement);
      };
    }
    if (step !== 'confirm' || state.is !== 'revealed') return 'out-of-order';
    return isEqual(bytesOf(proof), state.proof) ? () => (this.#state = { is: 'idle', agreed: state.commitment }) : 'proof';
  }

  async #begin(next: (own: Awaited<ReturnType<typeof newKeyPair>>) => Outcome | Promise<Outcome>): Promise<Outcome> {
    return ++this.#count > MOST ? 'too-many' : await next(await newKeyPair());
  }

  #agree({ pair, key }: Extract<State, { readonly pair: CryptoKeyPair }>, theirs: Uint8Array<ArrayBuffer>): Promise<Agreement | null> {
    const {
      call,
      initiates,
      self,
      peers: [peer = ''],
    } = this.#options;
    return agree(pair.privateKey, theirs, [call, ...(initiates ? [self, peer] : [peer, self])], initiates ? [key, theirs] : [theirs, key]);
  }

  #fail(reason: ExchangeFailure): void {
    this.#state = { is: 'failed' };
    this.#options.failed(reason);
  }
}
