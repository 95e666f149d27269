import { expect } from 'chai';
import type { CallRecord } from '../../src/protocol/call-record.ts';
import { generationOf, participantOf } from '../../src/protocol/call-record.ts';
import type { CallAck, CallNews, CallSignal } from '../../src/protocol/call-wire.ts';
import type { CallAuthority, CallEvent } from '../../src/session/contracts/call-authority.ts';
import { transportError } from './transport-error.ts';
import { until } from './until.ts';

/** What every call authority must do, as named cases for any test runner. A case gets a fresh conversation of a customer with an agent. */
export interface CallAuthorityHarness {
  readonly conversation: string;
  /** A page, connected. */
  agent(tab: string): Promise<CallAuthority>;
  customer(tab: string): Promise<CallAuthority>;
  /** The page's connection is lost. It comes back by itself. */
  cut(authority: CallAuthority): Promise<void>;
}

export interface CallAuthorityCase {
  readonly name: string;
  run(harness: CallAuthorityHarness): Promise<void>;
}

let commands = 0;
const commandId = (): string => `command-${++commands}`;

class Page {
  readonly authority: CallAuthority;
  readonly tab: string;
  readonly events: CallEvent[] = [];

  constructor(authority: CallAuthority, tab: string) {
    this.authority = authority;
    this.tab = tab;
    authority.listen((event) => this.events.push(event), { signal: new AbortController().signal });
  }

  static async of(open: (tab: string) => Promise<CallAuthority>, tab: string): Promise<Page> {
    const page = new Page(await open(tab), tab);
    await page.until(() => page.events.length > 0);
    return page;
  }

  until(holds: () => boolean): Promise<void> {
    return until(holds, (look, signal) => this.authority.listen(look, { signal }));
  }

  get record(): CallRecord | null {
    const told = this.events.flatMap((event) => ('news' in event ? [event.news?.call ?? null] : []));
    return told.at(-1) ?? null;
  }

  get signals(): readonly CallSignal[] {
    return this.events.flatMap((event) => (event.type === 'signal' ? [event.signal] : []));
  }

  async sees(phase: CallRecord['state']['phase']): Promise<CallRecord> {
    await this.until(() => this.record?.state.phase === phase);
    if (!this.record) throw new Error('a record is there');
    return this.record;
  }

  accept(callId: string, choice: 'audio' | 'video' = 'video', command = commandId()): Promise<CallAck> {
    return this.authority.command('accept', { callId, commandId: command, tab: this.tab, choice });
  }
}

interface Scene {
  readonly agent: Page;
  readonly customer: Page;
  readonly ring: CallAck;
  readonly callId: string;
}

/** An agent's page and a customer's tab, and a video call that rings. */
async function ringing(harness: CallAuthorityHarness): Promise<Scene> {
  const agent = await Page.of((tab) => harness.agent(tab), 'desk');
  const customer = await Page.of((tab) => harness.customer(tab), 'tab-one');
  const callId = `call-${commandId()}`;
  const ring = await agent.authority.command('start', { callId, commandId: commandId(), conversation: harness.conversation, tab: 'desk', media: 'video', camera: 'granted' });
  await customer.sees('ringing');
  return { agent, customer, ring, callId };
}

const leaseOf = (ack: CallAck): string => ack.lease ?? '';
const reasonOf = (news: CallNews | CallRecord | null): string | null => {
  const record = news && 'call' in news ? news.call : news;
  return record?.state.phase === 'ended' ? record.state.reason : null;
};

async function talking(harness: CallAuthorityHarness): Promise<Scene & { readonly claim: CallAck }> {
  const scene = await ringing(harness);
  const { agent, customer, callId, ring } = scene;
  const claim = await customer.accept(callId);
  const lease = leaseOf(claim);
  await customer.authority.command('asking', { callId, commandId: commandId(), lease, camera: true });
  await customer.authority.command('ready', { callId, commandId: commandId(), lease, microphone: 'granted', camera: 'granted' });
  await customer.authority.command('connected', { callId, commandId: commandId(), lease, path: 'direct', outcome: 'video' });
  await agent.authority.command('connected', { callId, commandId: commandId(), lease: leaseOf(ring), path: 'direct', outcome: 'video' });
  await Promise.all([agent.sees('active'), customer.sees('active')]);
  return { ...scene, claim };
}

export const callAuthorityCases: readonly CallAuthorityCase[] = [
  {
    name: 'opens with what is under way: nothing',
    async run(harness) {
      const customer = await Page.of((tab) => harness.customer(tab), 'tab-one');
      expect(customer.events[0]).to.deep.equal({ type: 'online', news: null });
    },
  },
  {
    name: 'rings every tab of the customer, and gives the agent the lease and the grant',
    async run(harness) {
      const other = await Page.of((tab) => harness.customer(tab), 'tab-two');
      const { agent, customer, ring, callId } = await ringing(harness);
      expect([ring.refusal, ring.call.id, ring.call.rev, ring.call.state.phase]).to.deep.equal([null, callId, 1, 'ringing']);
      expect(ring.lease).to.be.a('string').that.is.not.empty;
      expect(ring.grant?.backend).to.equal(ring.call.backend);
      expect(ring.deadline).to.be.within(ring.serverNow, ring.serverNow + 45_000);
      await other.sees('ringing');
      await agent.sees('ringing');
      expect(customer.record).to.deep.equal(ring.call);
      expect(JSON.stringify(customer.events), 'a lease is told to its holder alone').not.to.include(leaseOf(ring));
    },
  },
  {
    name: 'tells who begins to listen later of the call under way, first',
    async run(harness) {
      const { customer, callId } = await ringing(harness);
      const later = new Page(customer.authority, customer.tab);
      await later.until(() => later.events.length > 0);
      const [first] = later.events;
      expect(first?.type === 'online' && first.news?.call.id).to.equal(callId);
    },
  },
  {
    name: 'lets one tab win, and tells the other that it is elsewhere',
    async run(harness) {
      const { customer, callId } = await ringing(harness);
      const other = await Page.of((tab) => harness.customer(tab), 'tab-two');
      const [won, lost] = await Promise.all([customer.accept(callId), other.accept(callId, 'audio')]);
      expect([won.refusal, won.call.state.phase, typeof won.lease, won.grant?.backend]).to.deep.equal([null, 'claimed', 'string', won.call.backend]);
      expect([lost.refusal, lost.lease, lost.grant]).to.deep.equal(['elsewhere', undefined, undefined]);
      const record = await other.sees('claimed');
      expect(participantOf(record, 'customer')?.tab).to.equal(customer.tab);
      expect(participantOf(record, 'customer')?.choice).to.equal('video');
    },
  },
  {
    name: 'gives the first answer to a repeated command, and does nothing again',
    async run(harness) {
      const { customer, callId } = await ringing(harness);
      const first = await customer.accept(callId, 'audio', 'the-same-command');
      const again = await customer.accept(callId, 'audio', 'the-same-command');
      expect([again.refusal, again.lease, again.call.rev]).to.deep.equal([null, first.lease, first.call.rev]);
    },
  },
  {
    name: 'brings the agent\'s signals with the claim, in order, and carries later ones live, both ways',
    async run(harness) {
      const { agent, customer, ring, callId } = await ringing(harness);
      const say = (page: Page, ack: CallAck, generation: number, n: number, data: unknown) =>
        page.authority.signal({ callId, lease: leaseOf(ack), generation, n, data });
      const before = generationOf(ring.call);
      for (const n of [0, 1, 2]) say(agent, ring, before, n, { offer: n });
      const claim = await customer.accept(callId);
      const inAck = (claim.signals ?? []).map((each) => each.data);
      await customer.until(() => inAck.length + customer.signals.length === 3);
      expect([...inAck, ...customer.signals.map((each) => each.data)]).to.deep.equal([{ offer: 0 }, { offer: 1 }, { offer: 2 }]);
      const generation = generationOf(claim.call);
      for (const n of [0, 1]) say(customer, claim, generation, n, { answer: n });
      await agent.until(() => agent.signals.length === 2);
      expect(agent.signals).to.deep.equal([0, 1].map((n) => ({ callId, generation, n, data: { answer: n } })));
      await agent.sees('claimed');
      say(agent, ring, generation, 3, { candidate: 3 });
      await customer.until(() => customer.signals.some((each) => each.n === 3));
    },
  },
  {
    name: 'takes no command of a lease\'s from who does not hold it',
    async run(harness) {
      const { customer, callId } = await ringing(harness);
      await customer.accept(callId);
      const ack = await customer.authority.command('ready', { callId, commandId: commandId(), lease: 'made-up', microphone: 'granted', camera: 'granted' });
      expect([ack.refusal, ack.call.state.phase]).to.deep.equal(['lease-lost', 'claimed']);
      expect((await transportError(customer.authority.grant({ callId, lease: 'made-up' }))).code).to.equal('LEASE_LOST');
    },
  },
  {
    name: 'ends a declined call for everyone',
    async run(harness) {
      const { agent, customer, callId } = await ringing(harness);
      const other = await Page.of((tab) => harness.customer(tab), 'tab-two');
      const ack = await customer.authority.command('decline', { callId, commandId: commandId() });
      expect([ack.refusal, reasonOf(ack)]).to.deep.equal([null, 'declined']);
      for (const page of [agent, customer, other]) expect(reasonOf(await page.sees('ended'))).to.equal('declined');
    },
  },
  {
    name: 'answers who comes too late with the ended call, and why it ended',
    async run(harness) {
      const { agent, customer, callId } = await ringing(harness);
      await agent.authority.command('end', { callId, commandId: commandId() });
      const late = await customer.accept(callId);
      expect([late.refusal, reasonOf(late)]).to.deep.equal(['ended', 'cancelled']);
    },
  },
  {
    name: 'goes from the claim to an active call as both sides come up, telling both of permissions and outcomes',
    async run(harness) {
      const { agent } = await talking(harness);
      const customer = agent.record && participantOf(agent.record, 'customer');
      expect([customer?.choice, customer?.microphone, customer?.camera, customer?.outcome]).to.deep.equal(['video', 'granted', 'granted', 'video']);
      const asked = agent.events.some((event) => event.type === 'news' && participantOf(event.news.call, 'customer')?.camera === 'asking');
      expect(asked).to.equal(true);
      const revs = agent.events.flatMap((event) => (event.type === 'news' ? [event.news.call.rev] : []));
      expect(revs).to.deep.equal([...revs].sort((a, b) => a - b));
    },
  },
  {
    name: 'tells the agent that the browser refused a device, while the customer decides how to go on',
    async run(harness) {
      const { agent, customer, callId } = await ringing(harness);
      const held = { callId, lease: leaseOf(await customer.accept(callId)) };
      await customer.authority.command('asking', { ...held, commandId: commandId(), camera: true });
      await customer.authority.command('asking', { ...held, commandId: commandId(), camera: false, refusal: 'denied' });
      await agent.until(() => !!agent.record && participantOf(agent.record, 'customer')?.microphone === 'denied');
      expect(agent.record?.state.phase).to.equal('claimed');
    },
  },
  {
    name: 'ends once when both hang up: the first reason stands',
    async run(harness) {
      const { agent, customer, callId } = await talking(harness);
      const [first, second] = await Promise.all([
        agent.authority.command('end', { callId, commandId: commandId() }),
        customer.authority.command('end', { callId, commandId: commandId() }),
      ]);
      expect([first.call.state, reasonOf(first)]).to.deep.equal([second.call.state, 'hung-up']);
    },
  },
  {
    name: 'says busy, with the existing call, where one is under way',
    async run(harness) {
      const { agent, callId } = await ringing(harness);
      const second = await agent.authority.command('start', { callId: `${callId}-2`, commandId: commandId(), conversation: harness.conversation, tab: 'desk', media: 'audio', camera: 'unasked' });
      expect([second.refusal, second.call.id, second.lease]).to.deep.equal(['busy', callId, undefined]);
    },
  },
  {
    name: 'gives a lease back under a new secret and in a new generation, and the old one is worth nothing',
    async run(harness) {
      const { agent, customer, callId, claim } = await talking(harness);
      const back = await customer.authority.command('reclaim', { callId, commandId: commandId(), lease: leaseOf(claim), tab: customer.tab, outcome: 'none' });
      expect([back.refusal, typeof back.lease]).to.deep.equal([null, 'string']);
      expect(back.lease).not.to.equal(claim.lease);
      expect(generationOf(back.call)).to.equal(generationOf(claim.call) + 1);
      const old = await customer.authority.command('connected', { callId, commandId: commandId(), lease: leaseOf(claim), path: 'direct', outcome: 'audio' });
      expect(old.refusal).to.equal('lease-lost');
      expect((await customer.authority.grant({ callId, lease: leaseOf(back) })).backend).to.equal(back.call.backend);
      await agent.until(() => agent.record?.rev === back.call.rev);
    },
  },
  {
    name: 'gives a side anew to whoever asks again with the same question: what was given before is worth nothing',
    async run(harness) {
      const { customer, callId } = await ringing(harness);
      const claim = await customer.accept(callId, 'audio');
      const claimedAgain = await customer.accept(callId, 'audio');
      expect([claimedAgain.refusal, claimedAgain.call.state.phase]).to.deep.equal([null, 'claimed']);
      const asks = { callId, commandId: commandId(), lease: leaseOf(claimedAgain), tab: customer.tab, outcome: 'none' } as const;
      const back = await customer.authority.command('reclaim', asks);
      const again = await customer.authority.command('reclaim', asks);
      const third = await customer.authority.command('reclaim', asks);
      expect([back.refusal, again.refusal, third.refusal]).to.deep.equal([null, null, null]);
      expect(new Set([claim, claimedAgain, back, again, third].map(leaseOf)).size).to.equal(5);
      const says = (lease: string) => customer.authority.command('ready', { callId, commandId: commandId(), lease, microphone: 'granted', camera: 'unasked' });
      for (const old of [claim, claimedAgain, back, again]) expect((await says(leaseOf(old))).refusal).to.equal('lease-lost');
      expect((await says(leaseOf(third))).call.state.phase).to.equal('connecting');
      expect((await customer.accept(callId, 'audio')).refusal).to.equal('elsewhere');
    },
  },
  {
    name: 'tells the other side that a page is closing',
    async run(harness) {
      const { agent, customer, callId, claim } = await talking(harness);
      customer.authority.leaving({ callId, lease: leaseOf(claim) });
      await agent.until(() => agent.record !== null && participantOf(agent.record, 'customer')?.leaving === true);
    },
  },
  {
    name: 'knows nothing of a call that is not there',
    async run(harness) {
      const customer = await Page.of((tab) => harness.customer(tab), 'tab-one');
      expect((await transportError(customer.accept('nowhere'))).code).to.equal('CALL_NOT_FOUND');
    },
  },
  {
    name: 'says when the connection is lost, rejects meanwhile, and opens again with the call under way',
    async run(harness) {
      const { customer, callId } = await ringing(harness);
      await harness.cut(customer.authority);
      await customer.until(() => customer.events.some((event) => event.type === 'offline'));
      expect((await transportError(customer.accept(callId))).code).to.equal('OFFLINE');
      const lost = customer.events.findIndex((event) => event.type === 'offline');
      const back = () => customer.events.slice(lost + 1).find((event) => event.type === 'online');
      await customer.until(() => back() !== undefined);
      const online = back();
      expect(online?.type === 'online' && online.news?.call.id).to.equal(callId);
      expect((await customer.accept(callId)).refusal).to.equal(null);
    },
  },
];
