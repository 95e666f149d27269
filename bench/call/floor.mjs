// Drives the floor's two pages.
import { readFileSync } from 'node:fs';
import { reaction } from './reaction.mjs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const capabilities = { calls: null, screenShare: false };

export async function openFloor(customerBrowser, agentBrowser, base, { email, password }) {
  const open = async (browser) => {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(read('probe.js'));
    await page.goto(`${base}/healthz`);
    await page.evaluate(read('floor-page.js'));
    return page;
  };
  const agent = await open(agentBrowser);
  const me = await agent.evaluate(
    async (sign) => {
      const post = async (path, body) => await (await fetch(`/v1/agent/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
      await post('sign-in', sign);
      const { token } = await post('socket-token', {});
      const hello = await window.floor.connect({ role: 'agent', token });
      return hello.me.id;
    },
    { email, password },
  );
  const customer = await open(customerBrowser);
  const conversation = await customer.evaluate(async (capabilities) => {
    const page = { url: location.origin, title: 'Floor' };
    await window.floor.connect({ role: 'customer', site: 'demo', capabilities, timeZone: 'UTC', page });
    const { conversation } = await window.floor.ask('chat.send', { clientId: crypto.randomUUID(), parts: [{ type: 'text', text: 'Hello' }] });
    return conversation.id;
  }, capabilities);
  await agent.evaluate(async (conversation, agent) => await window.floor.ask('desk.assign', { conversation, agent }), conversation, me);
  return { customer, agent, conversation };
}

async function begin({ customer, agent, conversation }, media) {
  await Promise.all([customer.bringToFront(), agent.bringToFront()]);
  const callId = await agent.evaluate((conversation, media) => window.floor.ring(conversation, media), conversation, media);
  await customer.evaluate((callId, media) => window.floor.take(callId, media), callId, media);
  await reaction();
  await customer.evaluate(() => window.probe.arm());
  await customer.click('button');
}

async function end({ customer, agent }) {
  await customer.evaluate(() => window.floor.end());
  await agent.evaluate(() => window.floor.end());
}

export async function floorCall(pages) {
  await begin(pages, 'video');
  await pages.customer.waitForFunction(() => window.probe.packet && window.probe.frame, { polling: 20, timeout: 20_000 });
  const times = await pages.customer.evaluate(() => window.probe.times());
  await end(pages);
  return times;
}

export async function floorUpgrade(pages) {
  const { customer, agent } = pages;
  await begin(pages, 'audio');
  await customer.waitForFunction(() => window.probe.packet, { polling: 20 });
  for (const page of [customer, agent]) await page.evaluate(() => window.probe.arm());
  await customer.evaluate(() => window.floor.armCamera());
  await agent.evaluate(() => window.floor.show());
  await customer.click('button');
  await agent.waitForFunction(() => window.probe.frame, { polling: 20, timeout: 20_000 });
  const pressed = await customer.evaluate(() => performance.timeOrigin + window.probe.pressed);
  const shown = await agent.evaluate(() => performance.timeOrigin + window.probe.frame);
  await end(pages);
  return shown - pressed;
}
