import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { House, openBrowser } from './support/house.ts';
import type { PersonPage } from './support/person-page.ts';

describe('a call between two real pages', { concurrency: false }, () => {
  let browser: Browser;
  before(async () => (browser = await openBrowser()));
  after(async () => await browser.close());

  test('a video call, accepted with video: both see and hear each other, until the agent hangs up', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    for (const name of ['Accept with audio', 'Decline']) await customer.see('button', name);
    await customer.press('button', 'Accept with video');
    await customer.see('button', 'Turn video off');
    await agent.see('button', 'Turn video off');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
    await customer.say('I can see you.');
    await agent.read('I can see you.');
    await agent.press('button', 'End call');
    await customer.miss('button', 'End call');
    await agent.miss('button', 'End call');
    await customer.isSilent();
    await agent.isSilent();
    await customer.read('Video call ·');
    await agent.read('Video call ·');
  });

  test('a video call, accepted with audio: the customer sees the agent, whose page gets no picture, and the camera can follow', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.press('button', 'Accept with audio');
    await customer.hear({ andSee: true });
    await agent.hear();
    assert.deepEqual((await customer.media()).live, ['audio'], 'accepting with audio never opens the camera');
    assert.equal((await agent.media()).frames, 0);
    await customer.press('button', 'Turn video on');
    await customer.see('button', 'Turn video off');
    await agent.hear({ andSee: true });
  });

  test('a voice call: no camera opens, and all three answers are there', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.see('button', 'Accept with video');
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.hear();
    assert.deepEqual([(await customer.media()).live, (await agent.media()).live], [['audio'], ['audio']]);
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
    await agent.isSilent();
    await agent.read('Voice call ·');
  });

  test('a voice call, accepted with video, and video turned off again', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with video');
    await agent.hear({ andSee: true });
    await customer.press('button', 'Turn video off');
    await customer.see('button', 'Turn video on');
    await agent.press('button', 'Turn video on');
    await customer.hear({ andSee: true });
  });

  test('mute stops what the other side hears, and says so', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    await beeps(agent);
    await customer.press('button', 'Mute');
    await customer.see('button', 'Unmute');
    await agent.see('img', 'Muted');
    await fallsSilent(agent);
    await customer.press('button', 'Unmute');
    await customer.see('button', 'Mute');
    await beeps(agent);
    await beeps(customer);
    await agent.press('button', 'Mute');
    await customer.read('is muted');
    await fallsSilent(customer);
  });

  test('a low window, as a keyboard on the screen leaves one: answers, controls and the text box stay in it', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.page.setViewport({ width: 375, height: 400 });
    for (const answer of ['Accept with video', 'Accept with audio']) await staysInside(customer, 'button', answer);
    await staysInside(customer, 'textbox', 'Message');
    await customer.press('button', 'Accept with video');
    await customer.hear({ andSee: true });
    for (const control of ['Turn video off', 'Mute', 'End call']) await staysInside(customer, 'button', control);
    await staysInside(customer, 'textbox', 'Message');
    // A window of 1280 by 1024 at 400 %.
    await agent.page.setViewport({ width: 320, height: 256 });
    for (const control of ['Turn video off', 'Mute', 'End call']) await staysInside(agent, 'button', control);
  });

  test('declining ends the call and nothing else', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.press('button', 'Decline');
    await customer.miss('button', 'Accept with video');
    await agent.read('declined');
    await agent.isSilent();
    await customer.say('Not now, let us write.');
    await agent.read('Not now, let us write.');
  });

  test('nobody answers: the prompt goes after 45 s, and both sides keep a note', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.see('button', 'Accept with audio');
    house.clock.putAhead(45_000);
    await customer.miss('button', 'Accept with audio');
    await customer.read('Missed voice call');
    await agent.read('no answer');
    await agent.isSilent();
  });

  test('the agent hangs up while it rings: the prompt goes', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.see('button', 'Accept with video');
    await agent.press('button', 'End call');
    await customer.miss('button', 'Accept with video');
    await agent.isSilent();
  });

  test('ending the conversation ends the call with it', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.press('button', 'End conversation');
    await customer.miss('button', 'End call');
    await customer.isSilent();
    await agent.isSilent();
  });

  test('the agent signs out: asked first, then the call ends for both at once, and the other window asks to sign in again', async () => {
    await using house = await House.open(browser);
    const profile = await house.profile();
    const [agent, other] = [await profile.agent(), await profile.agent()];
    assert.ok(house.server.demo);
    await agent.signIn(house.url, house.server.demo.agent);
    await other.page.goto(`${house.url}/agent`);
    const customer = await house.customer();
    await customer.openChat();
    await customer.say('Are you still there?');
    await agent.choose('Are you still there?');
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await customer.hear();
    await agent.press('button', 'Sign out');
    await agent.press('button', 'Cancel');
    await customer.hear();
    await agent.press('button', 'Sign out');
    await agent.press('button', 'End call and sign out');
    await agent.see('textbox', 'E-mail');
    await customer.read('The call has ended');
    await Promise.all([customer.isSilent(), agent.isSilent()]);
    await other.read('Your session has ended.');
  });

  test('two tabs answer: one has the call, the other says that it was answered elsewhere', async () => {
    await using house = await House.open(browser);
    const profile = await house.profile();
    const agent = await house.agent();
    const first = await profile.customer(house.url);
    await first.openChat();
    await first.say('Two tabs');
    await agent.choose('Two tabs');
    const second = await profile.customer(house.url);
    await second.openChat();
    await agent.call('Voice call');
    const answers = await Promise.all([first, second].map((tab) => tab.see('button', 'Accept with audio')));
    await Promise.all(answers.map((answer) => answer.evaluate((each) => (each as HTMLElement).click())));
    await agent.hear();
    const inCall = await Promise.all([first, second].map((tab) => tab.see('button', 'End call', 5_000).then(() => true, () => false)));
    assert.equal(inCall.filter(Boolean).length, 1, 'one tab has the call');
    await (inCall[0] === true ? second : first).read('Answered in another window or on another device');
  });

  test('a link followed in a call: the next page rejoins by itself', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Video call');
    await customer.press('button', 'Accept with video');
    await agent.hear({ andSee: true });
    await customer.page.goto(`${house.url}/help.html`);
    await customer.see('button', 'End call');
    await customer.hear({ andSee: true });
    await agent.hear({ andSee: true });
  });

  test('a connection lost in a call: media goes on, and the call is there when it is back', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    await customer.cut();
    await agent.hear();
    await customer.say('Still here');
    await agent.read('Still here');
    await customer.press('button', 'End call');
    await agent.miss('button', 'End call');
  });

  test('a customer who leaves for good ends the call 20 s later', async () => {
    await using house = await House.open(browser);
    const { customer, agent } = await house.talking();
    await agent.call('Voice call');
    await customer.press('button', 'Accept with audio');
    await agent.hear();
    // To where nothing brings the call back. Of a tab that is closed a busy browser waits half a second for the last word, and then ends it without.
    await customer.page.evaluate(() => location.assign('about:blank'));
    await agent.read('changing page');
    house.clock.putAhead(20_000);
    await agent.miss('button', 'End call');
    await agent.isSilent();
  });
});

/** What a beep of the browser's stand-in microphone adds at least to the energy of what comes in (W3C webrtc-stats, `totalAudioEnergy`); what fills a gap of packets adds less. */
const BEEP = 0.01;

async function beeps(person: PersonPage): Promise<void> {
  const { energy } = await person.media();
  await person.page
    .waitForFunction(async (beep) => (await window.mediaNow()).energy > beep, { polling: 50 }, energy + BEEP)
    .catch(async () => assert.fail(`no beep came in: ${JSON.stringify([energy, await person.media()])}`));
}

/** Waits until packets come in for two seconds and bring not a beep; what was on its way may still be heard before. */
async function fallsSilent(person: PersonPage): Promise<void> {
  const isSilent = async (beep: number): Promise<boolean> => {
    const now = await window.mediaNow();
    if (now.energy > window.mediaBefore.energy + beep) window.mediaBefore = now;
    return now.packets > window.mediaBefore.packets + 100;
  };
  const before = await person.page.evaluate(async () => (window.mediaBefore = await window.mediaNow()));
  await person.page
    .waitForFunction(isSilent, { polling: 50, timeout: 10_000 }, BEEP)
    .catch(async () => assert.fail(`what comes in is not silent: ${JSON.stringify([before, await person.media()])}`));
}

/** Waits until all of it is inside the page's window. */
async function staysInside(person: PersonPage, role: string, name: string): Promise<void> {
  const element = await person.see(role, name);
  const isInside = (each: Element): boolean => each.getBoundingClientRect().top >= 0 && each.getBoundingClientRect().bottom <= innerHeight;
  await person.page.waitForFunction(isInside, { polling: 50 }, element).catch(async () => assert.fail(`${name} is not all in the window: ${JSON.stringify(await element.boundingBox())}`));
}
