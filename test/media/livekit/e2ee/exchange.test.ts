import { expect } from '@open-wc/testing';
import type { Agreement } from '../../../../src/media/livekit/e2ee/agreement.ts';
import { commitmentTo, newKeyPair, textOf } from '../../../../src/media/livekit/e2ee/agreement.ts';
import type { ExchangeFailure, ExchangeOptions } from '../../../../src/media/livekit/e2ee/exchange.ts';
import { KeyExchange } from '../../../../src/media/livekit/e2ee/exchange.ts';

type Message = Readonly<Record<string, unknown>> & { readonly step: string };
type Carry = (message: Message, deliver: (message: unknown) => void) => void;

/** One end, whose outcomes can be waited for. */
class End {
  readonly exchange: KeyExchange;
  readonly agreements: Agreement[] = [];
  readonly failures: ExchangeFailure[] = [];
  readonly #told: (() => void)[] = [];

  constructor(options: Pick<ExchangeOptions, 'initiates' | 'self' | 'peers' | 'send'> & { readonly call?: string }) {
    this.exchange = new KeyExchange({
      call: 'call-1',
      ...options,
      agreed: (agreement) => this.#tell(() => this.agreements.push(agreement)),
      failed: (reason) => this.#tell(() => this.failures.push(reason)),
    });
  }

  #tell(note: () => void): void {
    note();
    for (const told of this.#told.splice(0)) told();
  }

  async until(holds: (end: End) => boolean): Promise<void> {
    while (!holds(this)) await new Promise<void>((resolve) => this.#told.push(resolve));
  }
}

/** An agent who rings, a customer, and between them whoever carries their words. */
class Pair {
  agent: End;
  customer: End;
  readonly said: Message[] = [];
  readonly #carry: Carry;
  #generation = 0;

  constructor(carry: Carry = (message, deliver) => deliver(message), call = 'call-1') {
    this.#carry = carry;
    this.agent = this.ring();
    this.customer = this.answer(call);
  }

  /** A page that was loaded again speaks no more. */
  readonly #loads = { agent: 0, customer: 0 };

  ring(): End {
    const load = ++this.#loads.agent;
    return new End({ initiates: true, self: 'agent', peers: ['customer'], send: (message) => load === this.#loads.agent && this.#pass(message, () => this.customer) });
  }
  answer(call = 'call-1'): End {
    const load = ++this.#loads.customer;
    return new End({ initiates: false, self: 'customer', peers: ['agent'], call, send: (message) => load === this.#loads.customer && this.#pass(message, () => this.agent) });
  }
  #pass(message: unknown, to: () => End): void {
    this.said.push(message as Message);
    const generation = this.#generation;
    this.#carry(message as Message, (each) => queueMicrotask(() => generation === this.#generation && to().exchange.receive(each)));
  }
  /** The signals' new generation, of which pages that stayed are told: what the old one still carried is dropped. */
  restart(...stayed: readonly End[]): void {
    this.#generation += 1;
    for (const { exchange } of stayed) exchange.restart();
  }
  async agreed(times = 1): Promise<void> {
    await Promise.all([this.agent, this.customer].map((end) => end.until(({ agreements }) => agreements.length >= times)));
  }
}

const hex = (bytes: ArrayBuffer | undefined): string => [...new Uint8Array(bytes ?? new ArrayBuffer())].join(' ');
const keyOf = (end: End): string => hex(end.agreements.at(-1)?.key);

describe('Agreeing on a key', () => {
  it('gives both ends the same key and the same four words, which were not said', async () => {
    const pair = new Pair();
    await pair.agreed();
    expect(keyOf(pair.agent)).to.equal(keyOf(pair.customer));
    expect(pair.agent.agreements[0]?.key.byteLength).to.equal(32);
    const words = pair.agent.agreements[0]?.words ?? [];
    expect(words).to.deep.equal(pair.customer.agreements[0]?.words);
    expect(words).to.have.length(4);
    for (const word of words) expect(word).to.be.within(0, 255);
    expect(pair.said.map(({ step }) => step)).to.deep.equal(['here', 'commit', 'key', 'reveal', 'confirm']);
    expect(JSON.stringify(pair.said)).not.to.contain(textOf(new Uint8Array(pair.agent.agreements[0]?.key ?? new ArrayBuffer())));
  });

  it('gives another key and other words for every call', async () => {
    const [one, other] = [new Pair(), new Pair()];
    await Promise.all([one.agreed(), other.agreed()]);
    expect(keyOf(one.agent)).not.to.equal(keyOf(other.agent));
    expect(one.agent.agreements[0]?.words).not.to.deep.equal(other.agent.agreements[0]?.words);
  });

  it('shows the key of the one who rings only after the other has shown theirs', async () => {
    const pair = new Pair();
    await pair.agreed();
    const [, commit, , reveal] = pair.said;
    expect(JSON.stringify(commit)).not.to.contain(reveal?.['key']);
  });

  it('someone between the two who swaps the keys gives them words that differ', async () => {
    // Two honest exchanges, one with each: the best that someone between them can do.
    let withAgent: End | null = null;
    let withCustomer: End | null = null;
    const pair = new Pair((message, _) => {
      const isAgents = message.step === 'commit' || message.step === 'reveal';
      queueMicrotask(() => (isAgents ? withAgent : withCustomer)?.exchange.receive(message));
    });
    withCustomer = new End({ initiates: true, self: 'agent', peers: ['customer'], send: (message) => pair.customer.exchange.receive(message) });
    withAgent = new End({ initiates: false, self: 'customer', peers: ['agent'], send: (message) => pair.agent.exchange.receive(message) });
    await pair.agreed();
    expect(keyOf(pair.agent)).not.to.equal(keyOf(pair.customer));
    expect(pair.agent.agreements[0]?.words).not.to.deep.equal(pair.customer.agreements[0]?.words);
  });

  it('fails where a key is shown that nobody committed to', async () => {
    const { key } = await newKeyPair();
    const pair = new Pair((message, deliver) => deliver(message.step === 'reveal' ? { ...message, key: textOf(key) } : message));
    await pair.customer.until(({ failures }) => failures.length > 0);
    expect(pair.customer.failures).to.deep.equal(['commitment']);
    expect(pair.customer.agreements).to.deep.equal([]);
  });

  it('fails where both the commitment and the key are forged, for want of a proof', async () => {
    const { key } = await newKeyPair();
    const commitment = textOf(await commitmentTo(key));
    const forge = (message: Message): Message =>
      message.step === 'commit' ? { ...message, commitment } : message.step === 'reveal' ? { ...message, key: textOf(key) } : message;
    let theirs = '';
    const pair = new Pair((message, deliver) => {
      if (message.step === 'commit') theirs = String(message['commitment']);
      deliver(message.step === 'key' ? { ...message, to: theirs } : forge(message));
    });
    await pair.customer.until(({ failures }) => failures.length > 0);
    expect(pair.customer.failures).to.deep.equal(['proof']);
  });

  it('fails where the answering key is swapped, once the one who rang is told', async () => {
    const { key } = await newKeyPair();
    const pair = new Pair((message, deliver) => deliver(message.step === 'key' ? { ...message, key: textOf(key) } : message));
    await pair.customer.until(({ failures }) => failures.length > 0);
    expect(pair.customer.failures).to.deep.equal(['proof']);
  });

  it('fails where the two are not in the same call', async () => {
    const pair = new Pair(undefined, 'call-2');
    await pair.customer.until(({ failures }) => failures.length > 0);
    expect(pair.customer.failures).to.deep.equal(['proof']);
  });

  it('fails where a key is no point of the curve', async () => {
    const pair = new Pair((message, deliver) => deliver(message.step === 'key' ? { ...message, key: textOf(new Uint8Array(65).fill(4)) } : message));
    await pair.agent.until(({ failures }) => failures.length > 0);
    expect(pair.agent.failures).to.deep.equal(['key']);
  });

  const steps = ['here', 'commit', 'key', 'reveal', 'confirm'];
  for (const step of steps) {
    it(`refuses "${step}" said twice`, async () => {
      const pair = new Pair((message, deliver) => {
        deliver(message);
        if (message.step === step) deliver(message);
      });
      const end = step === 'commit' || step === 'reveal' ? pair.customer : pair.agent;
      await end.until(({ failures }) => failures.length > 0);
      expect(end.failures).to.deep.equal(['out-of-order']);
    });
  }

  it('refuses every word at a moment that is not its own', async () => {
    const honest = new Pair();
    await honest.agreed();
    for (const message of honest.said) {
      for (const initiates of [true, false]) {
        if (message.step === (initiates ? 'here' : 'commit')) continue;
        const end = new End({ initiates, self: 'one', peers: ['other'], send: () => undefined });
        end.exchange.receive(message);
        await end.until(({ failures }) => failures.length > 0);
        expect(end.failures, `${message.step} to one who ${initiates ? 'rings' : 'is rung'}`).to.deep.equal(['out-of-order']);
      }
    }
  });

  it('refuses what is no word of it', async () => {
    for (const data of [null, 7, 'here', {}, { step: 'who' }, { step: 'here' }, { step: 'here', me: 'short', has: null }, { step: 'commit', to: 1, commitment: 2 }, { step: 'key', to: 'x', key: '<script>'.repeat(9) }]) {
      const end = new End({ initiates: true, self: 'one', peers: ['other'], send: () => undefined });
      end.exchange.receive(data);
      await end.until(({ failures }) => failures.length > 0);
      expect(end.failures, JSON.stringify(data)).to.deep.equal(['malformed']);
    }
  });

  it('keeps the key over a new generation of the signals where both pages stayed', async () => {
    const pair = new Pair();
    await pair.agreed();
    await new Promise<void>((resolve) => {
      const check = (): void => (pair.said.at(-1)?.step === 'confirm' ? resolve() : queueMicrotask(check));
      check();
    });
    const count = pair.said.length;
    pair.restart(pair.agent, pair.customer);
    // As long as a whole new agreement would take.
    await new Pair().agreed();
    expect(pair.said.slice(count).map(({ step }) => step)).to.deep.equal(['here']);
    expect(pair.agent.agreements).to.have.length(1);
    expect([pair.agent.failures, pair.customer.failures]).to.deep.equal([[], []]);
  });

  for (const who of ['agent', 'customer'] as const) {
    it(`agrees anew where the ${who} loaded the page again`, async () => {
      const pair = new Pair();
      await pair.agreed();
      const before = keyOf(pair.agent);
      const stays = who === 'agent' ? pair.customer : pair.agent;
      pair.restart();
      if (who === 'agent') pair.agent = pair.ring();
      stays.exchange.restart();
      if (who === 'customer') pair.customer = pair.answer();
      await stays.until(({ agreements }) => agreements.length === 2);
      const next = who === 'agent' ? pair.agent : pair.customer;
      await next.until(({ agreements }) => agreements.length === 1);
      expect(keyOf(next)).to.equal(keyOf(stays));
      expect(keyOf(next)).not.to.equal(before);
    });
  }

  it('agrees after a restart in the midst of it, whatever was lost', async () => {
    for (const lost of steps) {
      let isLost = false;
      const pair = new Pair((message, deliver) => {
        if (message.step === lost && !isLost) {
          isLost = true;
          queueMicrotask(() => pair.restart(pair.agent, pair.customer));
        } else deliver(message);
      });
      await pair.agreed();
      await pair.customer.until(() => keyOf(pair.agent) === keyOf(pair.customer));
      expect([pair.agent.failures, pair.customer.failures], lost).to.deep.equal([[], []]);
    }
  });

  /** The customer's page is loaded again, so many times, or until that is too often. */
  async function loadAgain(pair: Pair, times: number): Promise<void> {
    await pair.agreed();
    for (let load = 2; load <= times && pair.agent.failures.length === 0; load += 1) {
      pair.restart(pair.agent);
      pair.customer = pair.answer();
      await pair.agent.until(({ agreements, failures }) => agreements.length === load || failures.length > 0);
    }
  }

  it('agrees again at each page of a whole shop that the customer goes through', async () => {
    const pair = new Pair();
    await loadAgain(pair, 100);
    await pair.customer.until(({ agreements }) => agreements.length === 1);
    expect(pair.agent.failures).to.deep.equal([]);
    expect(keyOf(pair.customer)).to.equal(keyOf(pair.agent));
  });

  it('lets nobody try again and again until the words happen to agree: 256 guesses, of one in 2³² each', async () => {
    const pair = new Pair();
    await loadAgain(pair, 300);
    expect(pair.agent.failures).to.deep.equal(['too-many']);
    expect(pair.agent.agreements).to.have.length(256);
  });
});
