import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';

interface Site extends AsyncDisposable {
  readonly origin: string;
}

/** Somebody else's page, on an origin of its own, with its own headers. */
async function site(body: (server: () => string) => string, server: () => string, headers: (server: string) => Record<string, string> = () => ({}), doctype = '<!doctype html>'): Promise<Site> {
  const pages = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers(server()) });
    response.end(`${doctype}<html lang="en"><title>Elsewhere</title><h1>Somebody else's page</h1>${body(server)}</html>`);
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      pages.closeAllConnections();
      await new Promise((resolve) => pages.close(resolve));
    },
  };
}

const pasted = (server: () => string): string => `<script type="module" src="${server()}/warmline.js"></script><chat-widget site="theirs"></chat-widget>`;

const config = (origins: string[]) => ({
  sites: [{ id: 'theirs', name: 'Their site', origins, calling: 'voice-and-video' as const }],
  agents: [{ name: 'Mika Sato', email: 'mika@warmline.example', password: 'a long enough password' }],
});
const mika = { email: 'mika@warmline.example', password: 'a long enough password' };

describe("on somebody else's page", { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('script, lazy parts, socket and a call work from another origin', async () => {
    let url = '';
    await using theirs = await site(pasted, () => url);
    await using house = await House.open(browser, { config: config([theirs.origin]) });
    url = house.url;
    const agent = await (await house.profile()).agent();
    await agent.signIn(house.url, mika);
    const customer = await (await house.profile()).customer(theirs.origin);
    await customer.openChat();
    await customer.say('From another origin');
    await agent.choose('From another origin');
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
  });

  test('a single-page app takes the element away and puts it back: the conversation goes on', async () => {
    let url = '';
    await using theirs = await site(pasted, () => url);
    await using house = await House.open(browser, { config: config([theirs.origin]) });
    url = house.url;
    const agent = await (await house.profile()).agent();
    await agent.signIn(house.url, mika);
    const customer = await (await house.profile()).customer(theirs.origin);
    await customer.openChat();
    await customer.say('Before the route changed');
    await agent.choose('Before the route changed');
    await customer.page.evaluate(() => {
      document.querySelector('chat-widget')?.remove();
      history.pushState(null, '', '/another');
      const again = document.createElement('chat-widget');
      again.setAttribute('site', 'theirs');
      document.body.append(again);
    });
    await customer.readLog('Before the route changed');
    await agent.say('Still with you');
    await customer.readLog('Before the route changed', 'Still with you');
  });

  test('an old page with a taste of its own: of its text the chat takes the font alone', async () => {
    let url = '';
    const taste = 'text-align: center; letter-spacing: 4px; text-transform: uppercase; font: italic 900 30px/3 serif; text-indent: 3em; white-space: pre; text-shadow: 1px 1px red';
    await using theirs = await site((server) => `<style>body { ${taste} }</style>${pasted(server)}`, () => url, undefined, '');
    await using house = await House.open(browser, { config: config([theirs.origin]) });
    url = house.url;
    const customer = await (await house.profile()).customer(theirs.origin);
    await customer.openChat();
    const box = await customer.see('textbox', 'Message');
    const drawn = await box.evaluate((element) => {
      const { fontFamily, fontSize, fontStyle, fontWeight, letterSpacing, textAlign, textIndent, textShadow, textTransform } = getComputedStyle(element);
      const form = getComputedStyle(element.closest('form') ?? element).marginBlockEnd;
      return { mode: document.compatMode, form, fontFamily, fontSize, fontStyle, fontWeight, letterSpacing, textAlign, textIndent, textShadow, textTransform };
    });
    const plain = { fontFamily: 'serif', fontSize: '15px', fontStyle: 'normal', fontWeight: '400', letterSpacing: 'normal', textAlign: 'start', textIndent: '0px', textShadow: 'none', textTransform: 'none' };
    assert.deepEqual(drawn, { mode: 'BackCompat', form: '0px', ...plain });
  });

  test('an origin that the site does not list is refused, and says so to the page alone', async () => {
    let url = '';
    await using theirs = await site(pasted, () => url);
    await using house = await House.open(browser, { config: config(['https://shop.example']) });
    url = house.url;
    const customer = await (await house.profile()).customer(theirs.origin);
    await customer.press('button', 'Open chat');
    await customer.read('The chat is not available on this page.');
  });

  test('a page with a strict policy, Trusted Types included, breaks nothing', async () => {
    let url = '';
    const policy = (server: string): Record<string, string> => ({
      'content-security-policy': `default-src 'none'; script-src ${server}; connect-src ${server} ${server.replace('http', 'ws')}; style-src 'self'; require-trusted-types-for 'script'; trusted-types warmline`,
    });
    await using theirs = await site(pasted, () => url, policy);
    await using house = await House.open(browser, { config: config([theirs.origin]) });
    url = house.url;
    const profile = await house.profile();
    const customer = await profile.customer('about:blank');
    const violations: string[] = [];
    customer.page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML/.test(message.text())) violations.push(message.text());
    });
    await customer.page.goto(theirs.origin);
    await customer.openChat();
    await customer.say('Under a policy');
    await customer.readLog('Under a policy');
    assert.deepEqual(violations.filter((each) => !each.includes('favicon')), []);
  });
});
