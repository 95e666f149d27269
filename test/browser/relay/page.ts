import { BrowserDevices } from '../../../src/media/devices/browser-devices.ts';
import { WebRtcBackend } from '../../../src/media/webrtc/webrtc-backend.ts';
import type { WebRtcGrant } from '../../../src/protocol/media-grant.ts';
import type { MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import { SignalPair } from '../../contracts/media-backend.ts';
import { holds, watchConnections } from '../../media/browser-harness.ts';

export interface RelayedCall {
  /** How the agent's room ended up: `connected` once sound arrived. */
  readonly state: string;
  readonly afterMs: number;
  /** The kinds of both ends of the path in use. */
  readonly path: readonly string[];
  /** Every address that was told to the other side. */
  readonly candidates: readonly string[];
}

declare global {
  interface Window {
    callOverRelay(agent: WebRtcGrant, customer: WebRtcGrant): Promise<RelayedCall>;
  }
}

const made: RTCPeerConnection[] = [];
const candidates: string[] = [];

watchConnections((connection) => {
  connection.addEventListener('icecandidate', ({ candidate }) => candidate?.candidate && candidates.push(candidate.candidate));
  made.push(connection);
});

window.callOverRelay = async (agentGrant, customerGrant) => {
  made.length = candidates.length = 0;
  const signals = new SignalPair();
  const started = performance.now();
  const enter = async (self: string, other: string, grant: WebRtcGrant): Promise<MediaRoom> => {
    const devices = new BrowserDevices();
    const backend = new WebRtcBackend();
    const room = await backend.join({
      ...{ grant, call: 'call-1', self, peers: [other], devices, signal: signals.of(self, other) },
      ...{ initiates: self === 'agent', relayOnly: false },
    });
    await room.publish(await devices.open({ microphone: true, camera: false }, new AbortController().signal));
    return room;
  };
  const agent = await enter('agent', 'customer', agentGrant);
  const customer = await enter('customer', 'agent', customerGrant);
  // The first packet may be there before the browser says that the way is.
  const settled = (): boolean => agent.snapshot.state === 'failed' || (agent.snapshot.state === 'connected' && !!agent.snapshot.participants[1]?.microphone?.on);
  const done = new AbortController();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (settled()) resolve();
    };
    agent.subscribe(look, { signal: done.signal });
    look();
  });
  done.abort();
  const state = agent.snapshot.state;
  const afterMs = Math.round(performance.now() - started);
  let path = await pathOf(made[0]);
  // What the browser's statistics say may be 50 ms old.
  await holds(() => {
    void pathOf(made[0]).then((found) => (path = found));
    return state === 'failed' || path.length > 0;
  });
  await agent.leave();
  await customer.leave();
  return { state, afterMs, path, candidates: [...candidates] };
};

async function pathOf(connection: RTCPeerConnection | undefined): Promise<string[]> {
  if (!connection) return [];
  const report = (await connection.getStats()) as unknown as ReadonlyMap<string, Record<string, string | boolean>>;
  for (const each of report.values()) {
    if (each.type !== 'candidate-pair' || !each.nominated || each.state !== 'succeeded') continue;
    return [each.localCandidateId, each.remoteCandidateId].map((id) => String(report.get(String(id))?.candidateType));
  }
  return [];
}
