import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { startTurnServer } from '../../../scripts/turn-server.mjs';
import type { HouseOptions } from '../support/house.ts';
import { House, openBrowser } from '../support/house.ts';
import type { PersonPage } from '../support/person-page.ts';

const secret = 'a secret that only coturn and the server know';
const turn = await startTurnServer(secret);
const mika = { email: 'mika@warmline.example', password: 'a long enough password' };

describe('a call between two pages, with a TURN server', { concurrency: false, skip: 'missing' in turn ? turn.missing : false }, () => {
  const urls = 'missing' in turn ? [] : [turn.url];
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => {
    await browser.close();
    if (!('missing' in turn)) await turn.stop();
  });

  /** How both ends of both people's path look once they hear each other. */
  async function pathsOf(options: HouseOptions): Promise<readonly (readonly string[])[]> {
    await using house = await House.open(browser, options);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    const people: readonly PersonPage[] = [customer, agent];
    await Promise.all(people.map((person) => person.hear()));
    return await Promise.all(people.map((person) => person.path()));
  }

  test('of a site that wants a relay only: both hear each other, and both ends are relays', async () => {
    const paths = await pathsOf({
      people: { agent: mika, supervisor: mika },
      config: {
        sites: [{ id: 'demo', name: 'The shop', origins: [], ownOrigin: true, calling: 'voice-and-video', relayOnly: true }],
        agents: [{ name: 'Mika Sato', ...mika }],
        turn: { urls, secret },
      },
    });
    assert.deepEqual(paths, [['relay', 'relay'], ['relay', 'relay']]);
  });

  test('of two who do not reach each other: the relay carries it', async () => {
    const paths = await pathsOf({ turn: { urls, secret }, prepare: (page: Page) => page.evaluateOnNewDocument(outOfReach) });
    for (const path of paths) assert.ok(path.includes('relay'), path.join(' to '));
  });
});

/** Runs in the page before its own scripts: only a relay's address is told to the other side. */
function outOfReach(): void {
  const isRelay = (line: string): boolean => line.includes(' typ relay ');
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      if (!candidate?.candidate || isRelay(candidate.candidate)) await super.addIceCandidate(candidate);
    }
    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const lines = description.sdp?.split('\r\n').filter((line) => !line.startsWith('a=candidate:') || isRelay(line));
      await super.setRemoteDescription({ type: description.type, sdp: lines?.join('\r\n') ?? '' });
    }
  };
}
