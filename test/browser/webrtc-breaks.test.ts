import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { BreakablePath } from './support/breakable-path.ts';
import { House, openBrowser } from './support/house.ts';
import type { AgentPage, CustomerPage } from './support/person-page.ts';

describe('a call from browser to browser whose path breaks', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  async function talk(house: House): Promise<{ readonly customer: CustomerPage; readonly agent: AgentPage }> {
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await Promise.all([customer.hear(), agent.hear()]);
    return { customer, agent };
  }

  test('both are told, and hear each other again once it is back, and once there is another', async () => {
    using path = new BreakablePath();
    await using house = await House.open(browser, path);
    const { customer, agent } = await talk(house);
    await path.cut();
    await Promise.all([customer.read('Reconnecting'), agent.read('econnecting')]);
    await path.mend();
    await Promise.all([customer.hear(), agent.hear()]);
    await Promise.all([customer.readNoMore('Reconnecting'), agent.readNoMore('econnecting')]);
    await path.change();
    await customer.read('Reconnecting');
    await Promise.all([customer.hear(), agent.hear()]);
    await customer.press('button', 'End call');
    await agent.read('Voice call ·');
  });

  test('it never comes back: after a minute the call is over for both, and neither microphone runs', async () => {
    using path = new BreakablePath();
    await using house = await House.open(browser, path);
    const { customer, agent } = await talk(house);
    await path.cut();
    await Promise.all([customer.read('Reconnecting'), agent.read('econnecting')]);
    house.clock.putAhead(60_000);
    for (const person of [customer, agent]) {
      await person.read('The connection was lost');
      await person.miss('button', 'End call');
      await person.isSilent();
    }
  });
});
