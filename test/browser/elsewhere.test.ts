import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';
import type { AgentPage, CustomerPage } from './support/person-page.ts';

interface Site extends AsyncDisposable {
  readonly origin: string;
}

/** An origin of its own. */
async function serve(answer: RequestListener): Promise<Site> {
  const pages = createServer(answer);
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

/** Somebody else's page, with its own headers. */
const site = (body: (server: () => string) => string, server: () => string, headers: (server: string) => Record<string, string> = () => ({}), doctype = '<!doctype html>'): Promise<Site> =>
  serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers(server()) });
    response.end(`${doctype}<html lang="en"><title>Elsewhere</title><h1>Somebody else's page</h1>${body(server)}</html>`);
  });

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

/** The built shop, whose script tag names the server as a site owner's does. */
const shop = (server: () => string): Promise<Site> =>
  serve((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://shop.example');
    readFile(join('server/public/shop', pathname === '/' ? 'index.html' : pathname)).then(
      (file) => {
        response.setHeader('content-type', types[extname(pathname) || '.html'] ?? 'application/octet-stream');
        response.end(pathname === '/' || pathname.endsWith('.html') ? file.toString().replace('src="/warmline.js"', `src="${server()}/warmline.js"`) : file);
      },
      () => response.writeHead(404).end(),
    );
  });

const pasted = (server: () => string): string => `<script type="module" src="${server()}/warmline.js"></script><chat-widget site="theirs"></chat-widget>`;

const config = (origins: string[], id = 'theirs') => ({
  sites: [{ id, name: 'Their site', origins, calling: 'voice-and-video' as const }],
  agents: [{ name: 'Mika Sato', email: 'mika@warmline.example', password: 'a long enough password' }],
});
const mika = { email: 'mika@warmline.example', password: 'a long enough password' };

/** Somewhat longer than the session waits for another element (`open-chat.ts`), in seconds. */
const WAITED_FOR = 5.5;

describe("on somebody else's page", { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  /** In a video call from the shop that is served elsewhere. */
  async function talk(house: House, { origin }: Site): Promise<{ readonly customer: CustomerPage; readonly agent: AgentPage }> {
    const agent = await (await house.profile()).agent();
    await agent.signIn(house.url, mika);
    const customer = await (await house.profile()).customer(origin);
    await customer.openChat();
    await customer.say('From another origin');
    await agent.choose('From another origin');
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    return { customer, agent };
  }

  test('script, lazy parts, socket and a call work in a shop of another origin, on its next page too', async () => {
    let url = '';
    await using theirs = await shop(() => url);
    await using house = await House.open(browser, { config: config([theirs.origin], 'demo') });
    url = house.url;
    const { customer, agent } = await talk(house, theirs);
    await customer.page.click('a[href="/help.html"]');
    await customer.see('button', 'End call');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    assert.equal(await customer.page.evaluate(() => location.origin), theirs.origin);
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
  });

  test('a single-page app takes the element away in a call and puts it back: both hear and see each other, for longer than one that is gone is waited for, and it can be ended', async () => {
    let url = '';
    await using theirs = await shop(() => url);
    await using house = await House.open(browser, { config: config([theirs.origin], 'demo') });
    url = house.url;
    const { customer, agent } = await talk(house, theirs);
    await customer.page.evaluate(async () => {
      const element = document.querySelector('chat-widget') ?? document.body;
      element.remove();
      history.pushState(null, '', '/another');
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      document.body.append(element);
    });
    await customer.see('button', 'End call');
    const { aloud } = await customer.media();
    await customer.page.waitForFunction(async (seconds) => (await window.mediaNow()).aloud > seconds, { polling: 100 }, aloud + WAITED_FOR);
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    await customer.say('Still with you');
    await agent.read('Still with you');
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await Promise.all([customer.isSilent(), agent.isSilent()]);
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

  for (const { where, policy, isFramed } of [
    { where: 'on a page whose policy forbids the microphone', policy: 'microphone=()', isFramed: false },
    { where: 'in a frame of another origin that allows nothing', policy: '', isFramed: true },
  ]) {
    test(`${where}: the agent reads why no call is possible, and the conversation goes on`, async () => {
      let url = '';
      await using theirs = await site(pasted, () => url, () => ({ 'permissions-policy': policy }));
      await using outside = await site(() => `<iframe src="${theirs.origin}"></iframe>`, () => url);
      await using house = await House.open(browser, { config: config([theirs.origin]) });
      url = house.url;
      const agent = await (await house.profile()).agent();
      await agent.signIn(house.url, mika);
      const { page } = await (await house.profile()).customer(isFramed ? outside.origin : theirs.origin);
      const frame = await page.waitForFrame((each) => each.url().startsWith(theirs.origin));
      await frame.waitForFunction(() => customElements.get('chat-widget'));
      await frame.evaluate(async () => {
        const widget = document.querySelector('chat-widget');
        await widget?.open();
        await widget?.send('May you call me?');
      });
      await agent.choose('May you call me?');
      await agent.press('button', 'More commands');
      for (const command of ['Voice call', 'Video call']) {
        assert.equal(await (await agent.see('menuitem', command)).evaluate((element) => element.ariaDisabled), 'true');
      }
      await agent.read('The customer’s page does not allow the microphone.');
      await agent.page.keyboard.press('Escape');
      await agent.say('Then let us write');
      await agent.readLog('May you call me?', 'Then let us write');
    });
  }

  test('a page with the strict policy of docs/security.md, Trusted Types included, breaks nothing', async () => {
    let url = '';
    const [, section = ''] = (await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8')).split('## Content security policy for the site');
    const told = [...(section.split('\n## ')[0] ?? '').matchAll(/```\n(.+)\n```/g)].map(([, line]) => line).join(' ');
    assert.match(told, /connect-src .+ require-trusted-types-for 'script'; trusted-types /, 'the page tells of both');
    const policy = (server: string): Record<string, string> => ({
      'content-security-policy': `default-src 'none'; ${told.replaceAll('https://chat.example', server).replaceAll('wss://chat.example', server.replace('http', 'ws'))}`,
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
