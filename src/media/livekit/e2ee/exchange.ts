import * as v from 'valibot';
import { agree, bytesOf, commitmentTo, isEqual, newKeyPair, randomId, textOf } from './agreement.ts';
import type { Agreement } from './agreement.ts';

/** A key, or what is made of one, in hexadecimal. */
const bytes = v.pipe(v.string(), v.regex(/^([\da-f]{2}){16,65}$/));

/**
 * In the order in which they are said; the one who rings commits to a key before it has seen the other's, and shows it after. With what each says:
 * `here` of a page that has no key yet says nothing of `has`.
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
 * Each agreement is one guess for who would sit between the two, of one in 2³²: in all, one in 2²⁴. The page that stays takes part in one for each
 * that the other loads, and no call sees so many.
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
  /** Both ends have this now; again after a page was loaded anew. */
  readonly agreed: (agreement: Agreement) => void;
  /** For good: a channel that said this is not to be trusted. */
  readonly failed: (reason: ExchangeFailure) => void;
}

type State =
  /** Listens for the first word of an agreement; `agreed` is the commitment of the last one. */
  | { readonly is: 'open' | 'idle'; readonly agreed: string | null }
  | { readonly is: 'committed' | 'promised'; readonly commitment: string; readonly pair: CryptoKeyPair; readonly key: Uint8Array<ArrayBuffer> }
  | { readonly is: 'revealed'; readonly commitment: string; readonly proof: Uint8Array }
  | { readonly is: 'failed' };

/** What follows from a word, if it still counts once it is worked out; or why it is refused. */
type Outcome = ExchangeFailure | (() => void);

/** Agrees on a key with the other end, over a channel whose carrier may be curious, and may lie (docs/decisions/a-key-of-the-two-ends.md). */
export class KeyExchange {
  readonly #options: ExchangeOptions;
  readonly #me = randomId();
  #state: State = { is: 'open', agreed: null };
  /** The other end's page load, with whom the last agreement was. */
  #with = '';
  #count = 0;
  /** Words are taken one after the other, however long the arithmetic takes; those of an older generation are none. */
  #work: Promise<void> = Promise.resolve();
  #generation = 0;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#greet();
  }

  /** What was under way is lost; what is agreed holds, unless the other end was loaded anew. */
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

  /** Who is rung says that this page is there, and what it has: a key, or none. */
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
