import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { after } from 'node:test';
import type { TestContext } from 'node:test';
import { RoomServiceClient } from 'livekit-server-sdk';
import WebSocket from 'ws';
import type { LiveKit, Wanted } from '../../../scripts/livekit.mjs';
import { missingProgram, startLiveKit } from '../../../scripts/livekit.mjs';
import { freePorts } from '../../../scripts/ports.mjs';
import type { LiveKitGrant } from '../../../src/protocol/livekit-grant.ts';
import type { CallAck } from '../../../src/protocol/call-wire.ts';

const shared = await startLiveKit();
after(() => ('missing' in shared ? undefined : shared.stop()));

/** What `test` is told where there is no livekit-server: the reason. */
export const skip = 'missing' in shared ? shared.missing : false;
/** The same for a test that stops one, sets one up its own way, or counts all of its rooms. */
export const skipOwn = missingProgram() ?? false;

/** One livekit-server for the whole file, LIVEKIT_URL's where that is given: for tests that leave it as it is, and look at their own rooms alone. */
export function liveKit(): LiveKit {
  if ('missing' in shared) throw new Error(shared.missing);
  return shared;
}

/** One that the test may stop, and finds empty; gone after it. */
export async function ownLiveKit(t: TestContext, wanted: Wanted = {}): Promise<LiveKit> {
  const started = await startLiveKit({ ...wanted, own: true });
  if ('missing' in started) throw new Error(started.missing);
  t.after(() => started.stop());
  return started;
}

/** As a cluster of the configuration. */
export const clusterOf = ({ url, key, secret }: LiveKit, more: object = {}): object => ({ url, key, secret, ...more });

export const api = ({ url, key, secret }: LiveKit): RoomServiceClient => new RoomServiceClient(url.replace('ws', 'http'), key, secret);

export const roomNames = async (of: LiveKit): Promise<string[]> => (await api(of).listRooms()).map(({ name }) => name);

export const grantOf = (ack: CallAck): LiveKitGrant => {
  if (ack.grant?.backend !== 'livekit') throw new Error(`no grant for LiveKit but ${ack.grant?.backend ?? 'none'}`);
  return ack.grant as LiveKitGrant;
};

/** What a token says. */
export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** A token that says what it is given, signed with whatever secret (RFC 7519, HS256). */
export function signed(claims: Record<string, unknown>, secret: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`;
}

/** Somebody who goes in with nothing but the token. Without media: LiveKit has them in the room all the same. */
export async function join(t: TestContext, { url, token }: { readonly url: string; readonly token: string }): Promise<WebSocket> {
  const socket = new WebSocket(`${url}/rtc?access_token=${token}&protocol=9&auto_subscribe=1`);
  t.after(() => socket.terminate());
  await once(socket, 'message');
  return socket;
}

/** What LiveKit says to somebody who asks to be let in. */
export async function answerTo(url: string, token: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${url.replace('ws', 'http')}/rtc/validate?access_token=${token}`);
  return { status: response.status, text: await response.text() };
}

/** Asks again until it is so, of what tells nobody when it changes. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within 15 s: ${what}`);
    // eslint-disable-next-line no-restricted-syntax -- a poll, not a pause that hopes: what it waits for is asked each time
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  if (port === undefined) throw new Error('no free port');
  return port;
}

/** One figure of `/metrics`; undefined where it is not there. */
export async function figure(url: string, name: string): Promise<number | undefined> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}
