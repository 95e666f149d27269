import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';

/** Whether the build has such a chunk at all. */
const chunkOf = async (name: string): Promise<boolean> =>
  (await readdir(`${process.env['PUBLIC_DIR'] ?? 'server/public'}/chunks`)).some((file) => file.startsWith(name));

describe('what a page loads', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('the launcher alone at first, the chat when it is pressed, a call when one comes', async () => {
    await using house = await House.open(browser);
    const agent = await house.agent();
    const customer = await (await house.profile()).customer('about:blank');
    const requested: string[] = [];
    customer.page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/warmline.js' || pathname.startsWith('/chunks/')) requested.push(pathname.replace(/-[\w-]{8}\.js$/, '.js'));
    });
    await customer.page.goto(house.url, { waitUntil: 'networkidle0' });
    await customer.see('button', 'Open chat');
    assert.deepEqual(requested, ['/warmline.js']);
    /** What came over the line for the widget so far, in bytes, without headers. */
    const received = (): Promise<number> =>
      customer.page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter(({ name }) => /\/(warmline\.js|chunks\/.*)$/.test(name))
          .reduce((sum, each) => sum + (each as PerformanceResourceTiming).encodedBodySize, 0),
      );
    const launcher = await received();
    assert.ok(launcher > 0 && launcher <= 2_400, `${launcher} bytes`);

    await customer.openChat();
    const chat = await received();
    assert.ok(chat > launcher && chat <= 20_000, `${chat} bytes`);
    await customer.say('What do you load?');
    await agent.choose('What do you load?');
    await customer.read('is here');
    assert.ok(requested.includes('/chunks/open-chat.js'), requested.join(', '));
    assert.ok(!requested.includes('/chunks/open-call.js'), requested.join(', '));

    const before = new Set(requested);
    await agent.call('Voice call');
    await customer.see('button', 'Accept with audio');
    assert.ok(requested.includes('/chunks/open-call.js'), requested.join(', '));

    // Answered, heard, muted, seen and ended: nothing more is asked for than what scripts/check/sizes.mjs counts, and what it names beside that.
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await customer.press('button', 'Mute');
    await customer.press('button', 'Unmute');
    await customer.press('button', 'Turn video on');
    await customer.see('button', 'Turn video off');
    await customer.press('button', 'End call');
    await customer.read('The call has ended');
    // Its row in the transcript.
    await customer.read('Video call');
    // It reads out who answers, and came with that, or with the ring.
    const attention = '/chunks/attention.js';
    assert.ok(requested.includes(attention), requested.join(', '));
    const came = (): readonly string[] => requested.filter((path) => !before.has(path) && path !== attention).sort();
    const counted = ['/chunks/open-call.js'];
    const named = ['/chunks/more-icons.js', '/chunks/rare.js', '/chunks/signals.js'];
    assert.deepEqual(came(), [...counted, ...named].sort());
    assert.ok(await chunkOf('rare-call'), 'There is no chunk rare-call: this test would not see it.');

    // The same with a camera from the start.
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await customer.see('button', 'Turn video off');
    await customer.hear();
    await customer.press('button', 'End call');
    await customer.read('The call has ended');
    assert.deepEqual(came(), [...counted, ...named].sort());
  });

  test('the agent’s page has the whole of its console in the script that it names', async () => {
    await using house = await House.open(browser);
    const agent = await (await house.profile()).agent();
    const requested: string[] = [];
    agent.page.on('request', (request) => {
      if (request.resourceType() === 'script') requested.push(new URL(request.url()).pathname);
    });
    await agent.page.goto(`${house.url}/agent`);
    await agent.see('textbox', 'E-mail');
    assert.deepEqual(requested, ['/agent/console.js']);
  });

  test('the agent’s page says that it is still loading where its script does not come, with a way on', async () => {
    await using house = await House.open(browser);
    const agent = await (await house.profile()).agent();
    let isBroken = true;
    await agent.page.setRequestInterception(true);
    agent.page.on('request', (request) => void (isBroken && request.url().endsWith('/agent/console.js') ? request.abort() : request.continue()));
    await agent.page.goto(`${house.url}/agent`);
    assert.equal(await agent.page.evaluate(() => document.querySelector('p')?.checkVisibility({ visibilityProperty: true })), false, 'what comes soon needs no word');
    await agent.page.evaluate(() => {
      for (const each of document.getAnimations()) each.finish();
    });
    await agent.see('link', 'Load the page again');
    await agent.read('This page is still loading.');
    isBroken = false;
    await agent.press('link', 'Load the page again');
    await agent.see('textbox', 'E-mail');
    assert.equal(await agent.has('link', 'Load the page again'), false);
  });
});
