import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import type { LiveKit } from '../../scripts/livekit.mjs';
import { startLiveKit } from '../../scripts/livekit.mjs';
import { House, openBrowser } from './support/house.ts';
import { enterBare, roomOf, tracksHeard, until, withBareClient } from './support/livekit.ts';

const livekit = await startLiveKit();
const mika = { email: 'mika@warmline.example', password: 'a long enough password' };

/** Runs in the page: the first such element, through every shadow root. */
function within(root: Document | ShadowRoot, selector: string): HTMLElement | null {
  for (const each of root.querySelectorAll('*')) {
    const found = each.matches(selector) ? (each as HTMLElement) : each.shadowRoot && within(each.shadowRoot, selector);
    if (found) return found;
  }
  return null;
}

describe('who is in a call over LiveKit, and who can hear it', { concurrency: false, skip: 'missing' in livekit ? livekit.missing : false }, () => {
  const place = livekit as LiveKit;
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => {
    await browser.close();
    if (!('missing' in livekit)) await livekit.stop();
  });

  test("LiveKit's client is loaded when a call over it rings: not before, and not for another call", async () => {
    for (const over of ['livekit', 'webrtc'] as const) {
      await using house = await House.open(browser, over === 'livekit' ? { livekit: place } : {});
      const agent = await house.agent();
      const customer = await (await house.profile()).customer('about:blank');
      const requested: string[] = [];
      for (const { page } of [customer, agent]) page.on('request', (request) => new URL(request.url()).pathname.includes('livekit') && requested.push(request.url()));
      await customer.page.goto(house.url);
      await customer.openChat();
      await customer.say('Who carries this?');
      await agent.choose('Who carries this?');
      await customer.read('is here');
      assert.deepEqual(requested, []);
      const loaded = over === 'livekit' ? customer.page.waitForResponse((response) => response.url().includes('/chunks/livekit-backend-')) : null;
      await agent.call('Voice call');
      await customer.see('button', 'Accept with audio');
      await loaded;
      if (over === 'livekit') continue;
      await customer.press('button', 'Accept with audio');
      await customer.hear();
      assert.deepEqual(requested, []);
    }
  });

  test('a stranger in the room is seen and heard by both, by name, and sees and hears them', async () => {
    await using house = await House.open(browser, { livekit: place });
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    const expert = await withBareClient(await (await browser.createBrowserContext()).newPage(), `${house.url}/healthz`);
    await enterBare(expert, place, { room: await roomOf(place, 2), identity: 'expert', name: 'Yuki the expert' });
    for (const person of [customer, agent]) {
      await person.read('Yuki the expert');
      // The other one, the expert and oneself.
      await person.picturesMove(3);
    }
    await expert.bringToFront();
    await until('the expert hears and sees both', async () => (await tracksHeard(expert)) === 4);
    await expert.browserContext().close();
    await customer.page.bringToFront();
    await customer.hear();
  });

  test('an encrypted call from another origin, under a policy that lets the worker start: both see, hear, and read the same words', async (t) => {
    let url = '';
    const pages = createServer((_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; script-src ${url}; connect-src ${url} ${url.replace('http', 'ws')} ${place.url} ${place.url.replace('ws', 'http')}; style-src 'self'; worker-src blob:`,
      });
      response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><script type="module" src="${url}/warmline.js"></script><chat-widget site="theirs"></chat-widget></html>`);
    });
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
    t.after(() => {
      pages.closeAllConnections();
      pages.close();
    });
    const origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
    await using house = await House.open(browser, {
      config: {
        livekit: { main: { url: place.url, key: place.key, secret: place.secret } },
        sites: [{ id: 'theirs', name: 'Their site', origins: [origin], calling: 'voice-and-video', e2ee: true }],
        agents: [{ name: 'Mika Sato', ...mika }],
      },
    });
    url = house.url;
    const agent = await (await house.profile()).agent();
    await agent.signIn(house.url, mika);
    const customer = await (await house.profile()).customer(origin);
    await customer.openChat();
    await customer.say('Between us');
    await agent.choose('Between us');
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    await customer.page.evaluate(`(${within.toString()})(document, '[part~="more"]').click()`);
    await customer.read('Is this call private?');
    const words = await customer.page.evaluate(`(${within.toString()})(document, '.compared').textContent`) as string;
    assert.equal(words.split(' · ').length, 4);
    await agent.read(`Compare with the customer: ${words}`);
  });
});
