import type { Browser, BrowserContext } from 'puppeteer-core';
import type { House, Person } from './house.ts';
import { VisitorPage } from './visitor-page.ts';

/** A customer in the shop. */
export async function customerIn(browser: Browser, house: Pick<House, 'url'>, path = '/'): Promise<VisitorPage> {
  const customer = await VisitorPage.open(browser);
  await customer.goto(house.url + path);
  return customer;
}

export async function anotherTab(context: BrowserContext, house: Pick<House, 'url'>, path = '/'): Promise<VisitorPage> {
  const tab = await VisitorPage.tab(context);
  await tab.goto(house.url + path);
  return tab;
}

/** An agent at the console, signed in. */
export async function agentAt(browser: Browser, house: House, person: Person = house.agent): Promise<VisitorPage> {
  const agent = await VisitorPage.open(browser);
  await agent.goto(`${house.url}/agent`);
  await agent.write('E-mail', person.email);
  await agent.write('Password', person.password);
  await agent.press('button', 'Sign in');
  await agent.waitFor('navigation', 'Conversations');
  return agent;
}

export async function openChat(customer: VisitorPage, words?: string): Promise<void> {
  await customer.press('button', 'Open chat');
  await customer.waitFor('dialog', 'Chat');
  await customer.waitFor('textbox', 'Message');
  if (words === undefined) return;
  await customer.say(words);
  await customer.waitForLog(words);
}

/** The agent opens the first conversation whose row says these words. */
export async function openConversation(agent: VisitorPage, words: string): Promise<void> {
  const row = `(() => {
    const rows = [];
    const search = (root) => { for (const element of root.querySelectorAll('*')) { if (element.matches('nav button')) rows.push(element); if (element.shadowRoot) search(element.shadowRoot); } };
    search(document);
    return rows.find((each) => each.innerText.includes(${JSON.stringify(words)}));
  })()`;
  await agent.until(`${row} !== undefined`, `a conversation that says "${words}"`);
  const handle = await agent.page.evaluateHandle(row);
  await handle.asElement()?.click();
  await agent.waitFor('textbox', 'Message');
}

export async function ring(agent: VisitorPage, command: 'Voice call' | 'Video call'): Promise<void> {
  await agent.press('button', 'More commands');
  await agent.press('menuitem', command);
}

/** Both talk: a conversation begun by the customer and opened by the agent. */
export async function conversing(browser: Browser, house: House, path = '/'): Promise<{ customer: VisitorPage; agent: VisitorPage }> {
  const agent = await agentAt(browser, house);
  const customer = await customerIn(browser, house, path);
  await openChat(customer, 'Is the small kettle in stock?');
  await openConversation(agent, 'Is the small kettle in stock?');
  return { customer, agent };
}
