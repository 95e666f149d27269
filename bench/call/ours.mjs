// Our own call: the shop's page with the widget, the agent's page with the console.
import { readFileSync } from 'node:fs';

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

/** One call from ring to end; the times are from the customer's press. */
export async function call({ customer, agent }, { answer = 'Accept with video', command = 'Video call', inside = async () => null } = {}) {
  await Promise.all([customer.bringToFront(), agent.bringToFront()]);
  await agent.locator('aria/More commands').click();
  await agent.locator(`aria/${command}`).click();
  const accept = await customer.waitForSelector(`aria/${answer}`, { visible: true });
  await new Promise((resolve) => setTimeout(resolve, 700));
  await customer.evaluate(() => window.probe.arm());
  await accept.click();
  const answered = answer.endsWith('video') || command.startsWith('Video');
  await customer.waitForFunction((video) => window.probe.packet && (!video || window.probe.frame), { polling: 20, timeout: 20_000 }, answered);
  const times = await customer.evaluate(() => window.probe.times());
  const more = await inside();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await customer.locator('aria/End call').click();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return { times, more };
}
