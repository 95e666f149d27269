import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type * as LivekitClientModule from 'livekit-client';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import type { Page } from 'puppeteer-core';
import type { LiveKit, Wanted } from '../../../scripts/livekit.mjs';
import { missingProgram, startLiveKit } from '../../../scripts/livekit.mjs';

/** Why a test that stops one, sets one up its own way, or counts all of its rooms cannot run here; false where it can. */
export const skipOwn = missingProgram() ?? false;

/** One that the test may stop, and finds empty; gone after it. */
export async function ownLiveKit(t: TestContext, wanted: Wanted = {}): Promise<LiveKit> {
  const started = await startLiveKit({ ...wanted, own: true });
  if ('missing' in started) throw new Error(started.missing);
  t.after(() => started.stop());
  return started;
}

export const api = ({ url, key, secret }: LiveKit): RoomServiceClient => new RoomServiceClient(url.replace('ws', 'http'), key, secret);

const roomNames = async (livekit: LiveKit): Promise<string[]> => (await api(livekit).listRooms()).map(({ name }) => name);

/** What LiveKit itself says: who sends what in a room. */
export const peopleIn = async (livekit: LiveKit, room: string): Promise<string[]> =>
  (await api(livekit).listParticipants(room)).map(({ identity, tracks }) => `${identity === 'demo-agent' ? 'agent' : 'customer'}: ${tracks.length}`).sort();

/** The same of each room that there is: of one's own LiveKit. */
export const rooms = async (livekit: LiveKit): Promise<string[][]> => await Promise.all((await roomNames(livekit)).map(async (name) => await peopleIn(livekit, name)));

export const isGone = async (livekit: LiveKit, room: string): Promise<boolean> => !(await roomNames(livekit)).includes(room);

/** The newest room, once so many are in it: one of a call before may still be there, and its people too for a while. */
export async function roomOf(livekit: LiveKit, count: number): Promise<string> {
  let found = '';
  await until(`${count} in the newest room`, async () => {
    const [newest] = (await api(livekit).listRooms()).sort((one, other) => Number(other.creationTimeMs - one.creationTimeMs));
    found = newest?.name ?? '';
    return found !== '' && (await api(livekit).listParticipants(found)).length === count;
  });
  return found;
}

export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `not within 10 s: ${what}`);
    // eslint-disable-next-line no-restricted-syntax -- a poll, not a pause that hopes: what it waits for is asked each time
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface Entering {
  readonly room: string;
  readonly identity: string;
  readonly name?: string;
  /** By another way than the server's own. */
  readonly url?: string;
  readonly gives?: 'nothing' | 'sound' | 'sound and picture';
}

type Client = Window & { readonly LivekitClient: typeof LivekitClientModule; room: LivekitClientModule.Room };

/** Makes this page one that knows nothing of ours: LiveKit's own client goes into a room, as an expert's or a supervisor's program would. */
export async function enterBare(page: Page, livekit: LiveKit, { room, identity, name, url = livekit.url, gives = 'sound and picture' }: Entering): Promise<void> {
  const token = new AccessToken(livekit.key, livekit.secret, { identity, ...(name === undefined ? null : { name }) });
  token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true });
  await page.evaluate(
    async (url, jwt, gives) => {
      const client = window as unknown as Client;
      const room = (client.room = new client.LivekitClient.Room());
      await room.connect(url, jwt);
      if (gives !== 'nothing') await room.localParticipant.setMicrophoneEnabled(true);
      if (gives === 'sound and picture') await room.localParticipant.setCameraEnabled(true);
    },
    url,
    await token.toJwt(),
    gives,
  );
}

/** Brings LiveKit's own client to a page of any address. */
export async function withBareClient(page: Page, address: string): Promise<Page> {
  await page.setBypassCSP(true);
  await page.goto(address);
  await page.addScriptTag({ path: 'node_modules/livekit-client/dist/livekit-client.umd.js' });
  return page;
}

/** Of how many tracks packets have come to the bare client. */
export const tracksHeard = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { room } = window as unknown as Client;
    const publications = [...room.remoteParticipants.values()].flatMap((each) => [...each.trackPublications.values()]);
    const reports = await Promise.all(publications.map(async ({ track }) => [...((await track?.getRTCStatsReport())?.values() ?? [])] as { type: string; packetsReceived?: number }[]));
    return reports.filter((report) => report.some(({ type, packetsReceived = 0 }) => type === 'inbound-rtp' && packetsReceived > 0)).length;
  });
