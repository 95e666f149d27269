import * as v from 'valibot';
import { agree, bytesOf, commitmentTo, isEqual, newKeyPair, randomId, textOf } from './agreement.ts';
import type { Agreement } from './agreement.ts';

/** A key, or what is made of one, in base64url. */
const bytes = v.pipe(v.string(), v.regex(/^[\w-]{22,100}$/));

/** In the order in which they are said. The one who rings commits to a key before it has seen the other's, and shows it after. */
const message = v.union([
  v.object({ step: v.literal('here'), me: bytes, has: v.nullable(bytes) }),
  v.object({ step: v.literal('commit'), to: bytes, commitment: bytes }),
  v.object({ step: v.literal('key'), to: bytes, key: bytes }),
  v.object({ step: v.literal('reveal'), key: bytes, proof: bytes }),
  v.object({ step: v.literal('confirm'), proof: bytes }),
]);
type Message = v.InferOutput<typeof message>;

/** Each agreement is one guess for who would sit between the two: a call's page load takes part in so many. */
const MOST = 8;

export type ExchangeFailure = 'malformed' | 'out-of-order' | 'commitment' | 'key' | 'proof' | 'too-many';

export interface ExchangeOptions {
  readonly call: string;
  readonly initiates: boolean;
  readonly self: string;
  readonly peer: string;
  readonly send: (message: unknown) => void;
  /** Both ends have this now; again after a page was loaded anew. */
  readonly agreed: (agreement: Agreement) => void;
  /** For good: a channel that said this is not to be trusted. */
  readonly failed: (reason: ExchangeFailure) => void;
}

type State =
  /** Listens for the first word of an agreement; `agreed` is the commitment of the last one. */
  | { readonly is: 'open'; readonly agreed: string | null }
  | { readonly is: 'idle'; readonly agreed: string }
  | { readonly is: 'committed'; readonly commitment: string; readonly pair: CryptoKeyPair; readonly key: Uint8Array<ArrayBuffer> }
  | { readonly is: 'promised'; readonly commitment: string; readonly pair: CryptoKeyPair; readonly key: Uint8Array<ArrayBuffer> }
  | { readonly is: 'revealed'; readonly commitment: string; readonly proof: Uint8Array }
  | { readonly is: 'failed' };

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
    this.#state = { is: 'open', agreed: state.is === 'idle' || state.is === 'open' ? state.agreed : state.is === 'revealed' ? state.commitment : null };
    this.#greet();
  }

  receive(data: unknown): void {
    const generation = this.#generation;
    this.#work = this.#work.then(async () => {
      if (generation !== this.#generation || this.#state.is === 'failed') return;
      const { success, output } = v.safeParse(message, data);
      const failure = success ? await this.#take(output, () => generation === this.#generation) : 'malformed';
      if (failure && generation === this.#generation) this.#fail(failure);
    });
  }

  /** Who is rung says that this page is there, and what it has: a key, or none. */
  #greet(): void {
    if (this.#options.initiates) return;
    const { send } = this.#options;
    send({ step: 'here', me: this.#me, has: this.#state.is === 'open' ? this.#state.agreed : null } satisfies Message);
  }

  async #take(said: Message, isCurrent: () => boolean): Promise<ExchangeFailure | null> {
    const { initiates } = this.#options;
    switch (said.step) {
      case 'here':
        return initiates && this.#state.is === 'open' ? await this.#commit(said, this.#state.agreed, isCurrent) : 'out-of-order';
      case 'commit':
        return !initiates && this.#state.is === 'open' && said.to === this.#me ? await this.#promise(said.commitment, isCurrent) : 'out-of-order';
      case 'key':
        return this.#state.is === 'committed' && said.to === this.#state.commitment ? await this.#reveal(said.key, this.#state, isCurrent) : 'out-of-order';
      case 'reveal':
        return this.#state.is === 'promised' ? await this.#check(said, this.#state, isCurrent) : 'out-of-order';
      case 'confirm':
        if (this.#state.is !== 'revealed') return 'out-of-order';
        if (!isEqual(bytesOf(said.proof), this.#state.proof)) return 'proof';
        this.#state = { is: 'idle', agreed: this.#state.commitment };
        return null;
    }
  }

  async #commit({ me, has }: Extract<Message, { step: 'here' }>, agreed: string | null, isCurrent: () => boolean): Promise<ExchangeFailure | null> {
    if (agreed !== null && me === this.#with && has === agreed) {
      this.#state = { is: 'idle', agreed };
      return null;
    }
    if (++this.#count > MOST) return 'too-many';
    const { pair, key } = await newKeyPair();
    const commitment = textOf(await commitmentTo(key));
    if (!isCurrent()) return null;
    this.#with = me;
    this.#state = { is: 'committed', commitment, pair, key };
    this.#options.send({ step: 'commit', to: me, commitment } satisfies Message);
    return null;
  }

  async #promise(commitment: string, isCurrent: () => boolean): Promise<ExchangeFailure | null> {
    if (++this.#count > MOST) return 'too-many';
    const { pair, key } = await newKeyPair();
    if (!isCurrent()) return null;
    this.#state = { is: 'promised', commitment, pair, key };
    this.#options.send({ step: 'key', to: commitment, key: textOf(key) } satisfies Message);
    return null;
  }

  async #reveal(theirs: string, { commitment, pair, key }: Extract<State, { is: 'committed' }>, isCurrent: () => boolean): Promise<ExchangeFailure | null> {
    const agreement = await this.#agree(pair, key, bytesOf(theirs));
    if (!isCurrent()) return null;
    if (!agreement) return 'key';
    this.#state = { is: 'revealed', commitment, proof: agreement.proofs.answers };
    this.#options.send({ step: 'reveal', key: textOf(key), proof: textOf(agreement.proofs.initiates) } satisfies Message);
    this.#options.agreed(agreement);
    return null;
  }

  async #check(
    { key: revealed, proof }: Extract<Message, { step: 'reveal' }>,
    { commitment, pair, key }: Extract<State, { is: 'promised' }>,
    isCurrent: () => boolean,
  ): Promise<ExchangeFailure | null> {
    const theirs = bytesOf(revealed);
    if (textOf(await commitmentTo(theirs)) !== commitment) return 'commitment';
    const agreement = await this.#agree(pair, key, theirs);
    if (!isCurrent()) return null;
    if (!agreement) return 'key';
    if (!isEqual(bytesOf(proof), agreement.proofs.initiates)) return 'proof';
    this.#state = { is: 'idle', agreed: commitment };
    this.#options.send({ step: 'confirm', proof: textOf(agreement.proofs.answers) } satisfies Message);
    this.#options.agreed(agreement);
    return null;
  }

  #agree(pair: CryptoKeyPair, own: Uint8Array, theirs: Uint8Array<ArrayBuffer>): Promise<Agreement | null> {
    const { call, initiates, self, peer } = this.#options;
    const names = initiates ? [self, peer] : [peer, self];
    const keys = initiates ? [own, theirs] : [theirs, own];
    return agree(pair.privateKey, theirs, [call, ...names], keys);
  }

  #fail(reason: ExchangeFailure): void {
    this.#state = { is: 'failed' };
    this.#options.failed(reason);
  }
}
