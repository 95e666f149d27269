// Our own call: the shop's page with the widget, the agent's page with the console.
import { readFileSync } from 'node:fs';
import { reaction } from './reaction.mjs';

const probe = readFileSync(new URL('probe.js', import.meta.url), 'utf8');

/** A customer who has written, and an agent who has opened the conversation. */
export async function openPages(customerBrowser, agentBrowser, base, { email, password }) {
  const agent = await agentBrowser.newPage();
  await agent.evaluateOnNewDocument(probe);
  await agent.goto(`${base}/agent`);
  await agent.locator('aria/E-mail').fill(email);
  await agent.locator('aria/Password').fill(password);
  await agent.locator('aria/Sign in[role="button"]').click();
  await agent.waitForSelector('aria/Conversations[role="navigation"]');
  const customer = await customerBrowser.newPage();
  await customer.evaluateOnNewDocument(probe);
  await customer.goto(`${base}/`);
  await customer.locator('aria/Open chat').click();
  await customer.locator('aria/Message[role="textbox"]').click();
  await customer.keyboard.type('Hello');
  await customer.keyboard.press('Enter');
  const row = await agent.waitForSelector('::-p-aria([role="button"]) >>> ::-p-text(Visitor)', { timeout: 10_000 });
  await row.click();
  return { customer, agent };
}

/** Rings, and has the customer answer; the times are from the press. */
async function begin({ customer, agent }, command, answer) {
  await Promise.all([customer.bringToFront(), agent.bringToFront()]);
  await agent.locator('aria/More commands').click();
  await agent.locator(`aria/${command}`).click();
  const accept = await customer.waitForSelector(`aria/${answer}`, { visible: true });
  await reaction();
  await customer.evaluate(() => window.probe.arm());
  await accept.click();
}

async function end({ customer, agent }) {
  // While it is answered, another "End call" stands elsewhere.
  await customer.waitForSelector('aria/Mute', { visible: true });
  await customer.locator('aria/End call').click();
  await Promise.all([customer, agent].map((page) => page.waitForSelector('aria/End call', { hidden: true })));
}

export async function call(pages) {
  await begin(pages, 'Video call', 'Accept with video');
  await pages.customer.waitForFunction(() => window.probe.packet && window.probe.frame, { polling: 20, timeout: 20_000 });
  const times = await pages.customer.evaluate(() => window.probe.times());
  await end(pages);
  return times;
}

/** From the customer's press of "Turn video on" inside a voice call to the first frame at the agent's. */
export async function upgrade(pages) {
  const { customer, agent } = pages;
  await begin(pages, 'Voice call', 'Accept with audio');
  const button = await customer.waitForSelector('aria/Turn video on', { visible: true });
  await customer.waitForFunction(() => window.probe.packet, { polling: 20 });
  for (const page of [customer, agent]) await page.evaluate(() => window.probe.arm());
  await button.click();
  await agent.waitForFunction(() => window.probe.frame, { polling: 20, timeout: 20_000 });
  const pressed = await customer.evaluate(() => performance.timeOrigin + window.probe.pressed);
  const shown = await agent.evaluate(() => performance.timeOrigin + window.probe.frame);
  await end(pages);
  return shown - pressed;
}
