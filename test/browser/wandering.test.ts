import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { seeded } from '../fakes/seeded.ts';
import { House, openBrowser } from './support/house.ts';
import type { AgentPage, CustomerPage, PersonPage } from './support/person-page.ts';
import { PATIENCE } from './support/person-page.ts';

/** `WANDER_SEED` repeats a walk, as far as two browsers and a network let it; `WANDER_STEPS` makes it longer. */
const seed = Number(process.env['WANDER_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const STEPS = Number(process.env['WANDER_STEPS'] ?? 30);

type State = 'idle' | 'ringing' | 'in-call';
interface Pair {
  readonly customer: CustomerPage;
  readonly agent: AgentPage;
  readonly house: House;
}
type Move = readonly [name: string, (pair: Pair) => Promise<unknown>];

describe('two people who do what they like', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test(`whatever they do, both are soon told the same, and in a call they hear each other (seed ${seed})`, { timeout: 300_000 }, async () => {
    await using house = await House.open(browser);
    const pair = { ...(await house.talking()), house };
    const random = seeded(seed);
    const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)] as Item;
    const walk: string[] = [];
    let state: State = 'idle';
    for (let step = 0; step < STEPS; step += 1) {
      const [name, move] = pick(moves[state]);
      walk.push(`${state}: ${name}`);
      try {
        await move(pair);
        state = await agreed(pair);
        if (state === 'in-call') await hearEachOther(pair);
      } catch (cause) {
        throw new Error(`Seed ${seed}, after ${walk.join(', ')}`, { cause });
      }
    }
  });
});

const elsewhere = ({ customer }: Pair): Promise<unknown> => customer.page.goto(new URL(customer.page.url().endsWith('help.html') ? '/' : '/help.html', customer.page.url()).href);
const reload = ({ page }: PersonPage): Promise<unknown> => page.reload();
const press = async (person: PersonPage, name: string): Promise<void> => await person.press('button', name);
const signOutAndIn = async ({ agent, house }: Pair): Promise<void> => {
  assert.ok(house.server.demo);
  await press(agent, 'Sign out');
  await press(agent, 'End call and sign out');
  await agent.see('textbox', 'E-mail');
  await agent.signIn(house.url, house.server.demo.agent);
  await agent.choose('Visitor');
};
/** Which of two names the button has now is the page's affair. */
const toggle = async (person: PersonPage, on: string, off: string): Promise<void> => await press(person, (await person.has('button', on)) ? on : off);
/** Without waiting for either to be still: so near to each other as can be. */
const atOnce = async (...presses: readonly (readonly [PersonPage, string])[]): Promise<void> => {
  const found = await Promise.all(presses.map(([person, name]) => person.see('button', name)));
  await Promise.all(found.map((each) => each.evaluate((button) => (button as HTMLElement).click())));
};

const moves: Readonly<Record<State, readonly Move[]>> = {
  idle: [
    ['voice call', ({ agent }) => agent.call('Voice call')],
    ['video call', ({ agent }) => agent.call('Video call')],
    ['the customer reloads', ({ customer }) => reload(customer)],
    ['the agent reloads', ({ agent }) => reload(agent)],
  ],
  ringing: [
    ['accept with audio', ({ customer }) => press(customer, 'Accept with audio')],
    ['accept with video', ({ customer }) => press(customer, 'Accept with video')],
    ['decline', ({ customer }) => press(customer, 'Decline')],
    ['cancel', ({ agent }) => press(agent, 'End call')],
    ['accept and cancel at once', ({ customer, agent }) => atOnce([customer, 'Accept with audio'], [agent, 'End call'])],
    ['decline and cancel at once', ({ customer, agent }) => atOnce([customer, 'Decline'], [agent, 'End call'])],
    ['accept, and reload at once', async ({ customer }) => (await press(customer, 'Accept with video'), await reload(customer))],
    ['the customer reloads', ({ customer }) => reload(customer)],
    ['the customer follows a link', elsewhere],
    ['the agent reloads', ({ agent }) => reload(agent)],
    ['the customer is cut off', ({ customer }) => customer.cut()],
    ['the agent is cut off', ({ agent }) => agent.cut()],
    ['the agent signs out, and in again', signOutAndIn],
  ],
  'in-call': [
    ['the customer mutes', ({ customer }) => toggle(customer, 'Mute', 'Unmute')],
    ['the agent mutes', ({ agent }) => toggle(agent, 'Mute', 'Unmute')],
    ['the customer’s camera', ({ customer }) => toggle(customer, 'Turn video on', 'Turn video off')],
    ['the agent’s camera', ({ agent }) => toggle(agent, 'Turn video on', 'Turn video off')],
    ['the customer reloads', ({ customer }) => reload(customer)],
    ['the agent reloads', ({ agent }) => reload(agent)],
    ['both reload', async ({ customer, agent }) => await Promise.all([reload(customer), reload(agent)])],
    ['the customer follows a link', elsewhere],
    ['the customer follows two links', async (pair) => (await elsewhere(pair), await elsewhere(pair))],
    ['the customer is cut off', ({ customer }) => customer.cut()],
    ['both are cut off', async ({ customer, agent }) => await Promise.all([customer.cut(), agent.cut()])],
    ['the customer ends it', ({ customer }) => press(customer, 'End call')],
    ['the agent ends it', ({ agent }) => press(agent, 'End call')],
    ['the agent signs out, and in again', signOutAndIn],
    ['both end it at once', ({ customer, agent }) => atOnce([customer, 'End call'], [agent, 'End call'])],
  ],
};

/** What a person is told, null on the way from one to another: a call that runs has a timer. */
async function toldOf(person: PersonPage): Promise<State | null> {
  const [rings, ends, time] = await Promise.all([person.has('button', 'Accept with audio'), person.has('button', 'End call'), person.page.evaluate(timerRuns)]);
  if (rings) return 'ringing';
  return ends ? (time ? 'in-call' : null) : 'idle';
}

/** Runs in the page. */
function timerRuns(): boolean {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element.role === 'timer' && element.checkVisibility()) return true;
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  return false;
}

/** Waits until both are told the same for three looks on end. The agent who rings has a call without a timer. */
async function agreed({ customer, agent }: Pair): Promise<State> {
  const end = Date.now() + 2 * PATIENCE;
  let same = 0;
  let seen = '';
  while (Date.now() < end) {
    const [theirs, ours] = await Promise.all([toldOf(customer), toldOf(agent)]).catch(() => [null, null]);
    const together = `${String(theirs)}, ${String(ours)}`;
    const isAgreed = theirs !== null && (theirs === 'ringing' ? ours === null : theirs === ours);
    same = isAgreed && together === seen ? same + 1 : 0;
    seen = together;
    if (same === 3 && theirs) return theirs;
    // eslint-disable-next-line no-restricted-syntax -- a poll, not a pause that hopes
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`they were never told the same: the customer ${seen} the agent. ${await customer.whatIsThere()} / ${await agent.whatIsThere()}`);
}

/** From peer to peer whoever is muted still sends, silence. */
const hearEachOther = async ({ customer, agent }: Pair): Promise<unknown> => await Promise.all([customer.hear(), agent.hear()]);
