import type { CallParticipant, CallSide, CallState, EndReason, Media } from '../../../src/protocol/call-record.ts';
import { participantOf } from '../../../src/protocol/call-record.ts';
import type { CallView } from '../../../src/protocol/call-view.ts';
import { agentCall } from '../../../src/session/call/agent-call.ts';
import * as callRefusals from '../../../src/session/call/call-refusals.ts';
import type { CallSession } from '../../../src/session/call/call-session.ts';
import { callSession } from '../../../src/session/call/call-session.ts';
import type { CallSnapshot } from '../../../src/session/call/call.ts';
import type { Environment } from '../../../src/session/contracts/environment.ts';
import type { FakeCallServerOptions } from '../../fakes/fake-call-authority.ts';
import { FakeCallServer } from '../../fakes/fake-call-authority.ts';
import { FakeDevices } from '../../fakes/fake-devices.ts';
import { FakeEnvironment, FakeKeyValue, settled } from '../../fakes/fake-environment.ts';
import { FakeMediaBackend } from '../../fakes/fake-media-backend.ts';

/** One page: of the agent, or a tab of the customer. */
export interface Page {
  readonly tab: string;
  readonly storage: FakeKeyValue;
  readonly call: CallSession;
  readonly line: ReturnType<FakeCallServer['connect']>;
  readonly devices: FakeDevices;
  readonly backend: FakeMediaBackend;
  /** What the call falls back to. */
  readonly peerToPeer: FakeMediaBackend;
  /** What a page loads with its first refusal. */
  readonly parts: { refusals: () => Promise<typeof callRefusals> };
  /** The phases so far. */
  readonly phases: CallView['phase'][];
  /** The page ends, with all that belongs to it. */
  readonly close: () => Promise<void>;
}

/** A page's own short pauses pass while everything settles, in their order: most tests are about what follows. */
async function briskly(delay: number, callback: () => void, signal: AbortSignal): Promise<void> {
  for (let turn = 0; turn < delay / 5; turn++) await Promise.resolve();
  if (!signal.aborted) callback();
}

/** A server, an agent's page and a customer's tabs, on one clock. */
export class Stage {
  readonly clock: FakeEnvironment;
  readonly server: FakeCallServer;
  readonly agent: Page;
  readonly customer: Page;
  readonly #brisk: number;
  #tabs = 0;

  /** @param options `brisk`: pauses of up to so many milliseconds pass by themselves */
  constructor(options: Omit<FakeCallServerOptions, 'environment'> & { readonly seed?: number; readonly brisk?: number } = {}) {
    this.#brisk = options.brisk ?? 150;
    this.clock = new FakeEnvironment({ seed: options.seed ?? 1 });
    this.server = new FakeCallServer({ ...options, environment: this.clock });
    this.agent = this.page('agent');
    this.customer = this.page('customer');
  }

  page(side: 'agent' | 'customer', again?: Pick<Page, 'tab' | 'storage'>): Page {
    const tab = again?.tab ?? `${side}-tab-${++this.#tabs}`;
    const storage = again?.storage ?? new FakeKeyValue();
    const life = new AbortController();
    const { clock, server } = this;
    const environment: Environment = {
      now: () => clock.now(),
      after: (delay, callback, signal) => {
        const until = AbortSignal.any([signal, life.signal]);
        if (delay <= this.#brisk) void briskly(delay, callback, until);
        else clock.after(delay, callback, until);
      },
      random: clock.random,
      id: () => clock.id(),
      shared: new FakeKeyValue(),
      tab: storage,
    };
    const line = server.connect(side, tab);
    const devices = new FakeDevices();
    const backend = new FakeMediaBackend(server.backend);
    const peerToPeer = new FakeMediaBackend('webrtc');
    const parts: Page['parts'] = { refusals: () => Promise.resolve(callRefusals) };
    const ends = {
      tab,
      authority: line,
      backends: { webrtc: () => Promise.resolve(peerToPeer), [server.backend]: () => Promise.resolve(backend) },
      devices,
      environment,
      refusals: () => parts.refusals(),
      signal: life.signal,
    };
    const phases: CallView['phase'][] = [];
    const call = side === 'agent' ? agentCall({ ...ends, conversation: server.conversation }) : callSession({ ...ends, side, key: 'lease' });
    const { view } = call;
    // Also those that nobody is told of, as they pass by quickly.
    call.view = (...facts) => {
      const shown = view(...facts);
      if (shown.phase !== (phases.at(-1) ?? 'none')) phases.push(shown.phase);
      return shown;
    };
    const close = async (): Promise<void> => {
      for (const track of devices.tracks) track.stop();
      for (const room of [...backend.rooms, ...peerToPeer.rooms]) room.vanish();
      life.abort();
      await settled();
      line.drop();
    };
    return { tab, storage, call, line, devices, backend, peerToPeer, parts, phases, close };
  }

  /** The tab loads another page of the site: storage stays, all else is new. */
  async reload(page: Page, prepare: (devices: FakeDevices) => void = () => undefined): Promise<Page> {
    const side = page.line.side;
    page.call.pageHides();
    await page.close();
    const next = this.page(side, page);
    prepare(next.devices);
    await settled();
    return next;
  }

  /** What the server thinks. */
  phase(): CallState['phase'] | 'none' {
    return this.server.record?.state.phase ?? 'none';
  }

  side(side: CallSide): CallParticipant {
    const participant = this.server.record && participantOf(this.server.record, side);
    if (!participant) throw new Error('no call');
    return participant;
  }

  async ring(media: Media = 'video'): Promise<void> {
    await this.agent.call.start(media);
    await settled();
  }

  /** Both in a call. */
  async talk(choice: Media = 'video', media: Media = choice): Promise<void> {
    await this.ring(media);
    await this.customer.call.accept(choice);
    await settled();
  }
}

export const viewOf = ({ call }: { readonly call: CallSession }): CallSnapshot['view'] => call.snapshot.view;
export const phaseOf = (page: { readonly call: CallSession }): CallView['phase'] => viewOf(page).phase;

/** How the call ended, as the page shows it. */
export function endOf(page: { readonly call: CallSession }): { readonly reason: EndReason; readonly by: string; readonly duration: number } {
  const view = viewOf(page);
  if (view.phase !== 'ended') throw new Error(`the page shows ${view.phase}`);
  const { reason, by, duration } = view;
  return { reason, by, duration };
}
