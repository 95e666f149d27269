import type { DeskGateway, MakeGateway, OpenedDesk, SignInOutcome } from '../agent/agent-console/desk-gateway.ts';
import { Preferences } from '../agent/shared/preferences.ts';
import { agent } from '../chat/websocket/agent.ts';
import { WebSocketConnection } from '../chat/websocket/connection.ts';
import { WebSocketDeskAuthority } from '../chat/websocket/desk-authority.ts';
import { BrowserDevices } from '../media/devices/browser-devices.ts';
import { agentCall } from '../session/call/agent-call.ts';
import type { Call } from '../session/call/call.ts';
import { TransportError } from '../session/contracts/chat-transport.ts';
import { AgentDesk } from '../session/desk/agent-desk.ts';
import { BrowserEnvironment } from './browser-environment.ts';
import { CountedDevices } from './counted-devices.ts';
import { mediaBackends } from './media-backends.ts';
import { PreferredDevices } from './preferred-devices.ts';

/** The desk belongs to no site: it has its own place in the browser's storage. */
const PLACE = 'desk';

/** How long the server may take to answer, in milliseconds: a network that takes everything in and lets nothing out ends no request by itself. */
const ANSWER_TIMEOUT = 15_000;

const onWake: NonNullable<DeskGateway['onWake']> = (listener, { signal }) => {
  for (const name of ['online', 'pageshow']) addEventListener(name, listener, { signal });
  document.addEventListener('visibilitychange', () => document.hidden || listener(), { signal });
};

/** The way to a Warmline server's desk: signed in by its cookie, or by the tokens of the page around. */
export const openDesk: MakeGateway = ({ server, tokenProvider }): DeskGateway => {
  const environment = new BrowserEnvironment(server, PLACE);
  /** Rejects where the server cannot be reached, or something else answers in its place: a network that wants a sign-in of its own, say. */
  const ask = async (path: string, body?: unknown): Promise<Response> => {
    const over = new AbortController();
    const late = new AbortController();
    environment.after(ANSWER_TIMEOUT, () => late.abort(), over.signal);
    try {
      const answer = await fetch(new URL(`/v1/agent/${path}`, server), {
        method: path === 'me' ? 'GET' : 'POST',
        credentials: 'same-origin',
        signal: late.signal,
        // Always a JSON body: the server takes no request that another page could send without a CORS preflight.
        ...(path === 'me' ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
      });
      if (!/^application\/json\b/.test(answer.headers.get('content-type') ?? '')) throw new TransportError('UNKNOWN', { permanent: false });
      return answer;
    } finally {
      over.abort();
    }
  };

  /** A token for one attempt to connect. */
  const token = async (): Promise<string> => {
    const answer = await ask('socket-token').catch((cause: unknown) => {
      throw new TransportError('OFFLINE', { permanent: false, cause });
    });
    if (answer.status === 403) throw new TransportError('FOREIGN_ORIGIN', { permanent: true });
    if (answer.status === 401) throw new TransportError('TOKEN_EXPIRED', { permanent: true });
    if (!answer.ok) throw new TransportError('UNKNOWN', { permanent: false });
    const body: unknown = await answer.json();
    if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string') {
      throw new TransportError('UNKNOWN', { permanent: false });
    }
    return body.token;
  };

  return {
    store: environment.shared,
    asksToSignIn: tokenProvider === null,
    isSignedIn: async () => tokenProvider !== null || (await signedIn(await ask('me'))),
    signIn: async (email, password) => outcomeOf(await ask('sign-in', { email, password }).catch(() => null)),
    signOut: async () => {
      if (!(await ask('sign-out')).ok) throw new Error('The server did not sign out.');
    },
    open: () => open(server, environment, tokenProvider ?? token),
    onWake,
  };
};

/** An agent has a lease for each conversation: a duplicated tab must not take part in the first one's calls. */
export async function agentTab(environment: BrowserEnvironment): Promise<string> {
  const before = environment.tab.get('tab');
  const tab = await environment.claimTab();
  if (tab !== before) for (const lease of environment.tab.keys('lease.')) environment.tab.set(lease, null);
  return tab;
}

async function open(server: string, environment: BrowserEnvironment, token: () => Promise<string>): Promise<OpenedDesk> {
  // Loaded ahead of the first call that rings.
  import('../media/webrtc/offering.ts').catch(() => undefined);
  const tab = await agentTab(environment);
  const preferred = (): Preferences['snapshot'] => new Preferences(environment.shared).snapshot;
  const devices = new PreferredDevices(new CountedDevices(new BrowserDevices()), preferred);
  const connection = new WebSocketConnection({
    url: `${server.replace(/^http/, 'ws')}/v1/socket`,
    WebSocket,
    environment,
    identity: agent({ tab, language: navigator.language, token }),
    onWake,
  });
  const authority = new WebSocketDeskAuthority(connection);
  const desk: AgentDesk = new AgentDesk({
    authority,
    environment,
    devices,
    createCall: (conversation, signal) => {
      const call = agentCall({
        conversation,
        tab,
        authority: authority.calls,
        backends: mediaBackends,
        devices,
        environment,
        signal,
      });
      // This tab's next page may take the call up; if none does, the server ends it sooner than after a lost network.
      addEventListener('pagehide', () => call.pageHides(), { signal });
      useSpeaker(call, () => preferred().speaker, signal);
      return call;
    },
  });
  return { desk, devices, environment, close: () => desk.close() };
}

/** Plays each call on the chosen speaker from the start. If that speaker is gone, the output is left as it is. */
function useSpeaker(call: Call, preferred: () => string | null, signal: AbortSignal): void {
  let used: string | null = null;
  const use = (): void => {
    const { room, record } = call.snapshot;
    const speaker = preferred();
    if (room?.state !== 'connected' || !record || used === record.id) return;
    used = record.id;
    if (speaker !== null && room.devices.speaker !== speaker) void call.switchDevice('speaker', speaker);
  };
  call.subscribe(use, { signal });
}

async function signedIn(answer: Response): Promise<boolean> {
  if (answer.status === 401) return false;
  if (!answer.ok) throw new TransportError('UNKNOWN', { permanent: false });
  await answer.body?.cancel();
  return true;
}

function outcomeOf(answer: Response | null): SignInOutcome {
  if (answer?.ok) return 'signed-in';
  if (answer?.status === 429) return 'limited';
  if (answer?.status === 403) return 'foreign';
  return answer?.status === 401 || answer?.status === 400 ? 'refused' : 'unreachable';
}
