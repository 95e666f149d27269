// Our own call: the shop's page with the widget, the agent's page with the console. What is pressed is found as the tests find it, by a script in
// the page: a browser that is asked for roles and names keeps a screen reader's tree from then on, which the floor's pages do not have.
import { readFileSync } from 'node:fs';
import { AgentPage, CustomerPage } from '../../test/browser/support/person-page.ts';
import { reaction } from './reaction.mjs';

const probe = readFileSync(new URL('probe.js', import.meta.url), 'utf8');

async function probedPage(browser) {
  const page = await browser.newPage();
  // What tsx's compiler calls in a function that travels to the page.
  await page.evaluateOnNewDocument('globalThis.__name = (target) => target;');
  await page.evaluateOnNewDocument(probe);
  return page;
}

/** A customer who has written, and an agent who has opened the conversation. */
export async function openPages(customerBrowser, agentBrowser, base, who) {
  const agent = new AgentPage(await probedPage(agentBrowser));
  await agent.signIn(base, who);
  const customer = new CustomerPage(await probedPage(customerBrowser));
  await customer.page.goto(`${base}/`);
  await customer.openChat();
  await customer.say('Hello');
  await agent.choose('Hello');
  return { customer, agent };
}

/** Rings, and has the customer answer; the times are from the press. */
async function begin({ customer, agent }, command, answer) {
  await Promise.all([customer.page.bringToFront(), agent.page.bringToFront()]);
  await agent.call(command);
  const accept = await customer.see('button', answer);
  await reaction();
  await customer.page.evaluate(() => window.probe.arm());
  await accept.click();
}

async function end({ customer, agent }) {
  // While it is answered, another "End call" stands elsewhere.
  await customer.see('button', 'Mute');
  await customer.press('button', 'End call');
  for (const person of [customer, agent]) await person.miss('button', 'End call');
}

export async function call(pages) {
  await begin(pages, 'Video call', 'Accept with video');
  const { page } = pages.customer;
  await page.waitForFunction(() => window.probe.packet && window.probe.frame, { polling: 20, timeout: 20_000 });
  const times = await page.evaluate(() => window.probe.times());
  await end(pages);
  return times;
}

/** From the customer's press of "Turn video on" inside a voice call to the first frame at the agent's. */
export async function upgrade(pages) {
  const { customer, agent } = pages;
  await begin(pages, 'Voice call', 'Accept with audio');
  const button = await customer.see('button', 'Turn video on');
  await customer.page.waitForFunction(() => window.probe.packet, { polling: 20 });
  for (const { page } of [customer, agent]) await page.evaluate(() => window.probe.arm());
  await button.click();
  await agent.page.waitForFunction(() => window.probe.frame, { polling: 20, timeout: 20_000 });
  const pressed = await customer.page.evaluate(() => performance.timeOrigin + window.probe.pressed);
  const shown = await agent.page.evaluate(() => performance.timeOrigin + window.probe.frame);
  await end(pages);
  return shown - pressed;
}
