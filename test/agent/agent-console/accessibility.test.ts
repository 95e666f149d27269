import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { OpenedConsole, OpenedConsoleOptions } from '../opened-console.ts';
import { focused, openConsole } from '../opened-console.ts';

const conversation = 'v-7f2k-1';

async function busy(options: OpenedConsoleOptions = {}, viewport?: { width: number; height: number }): Promise<OpenedConsole> {
  const opened = await openConsole(options, viewport);
  opened.authority.describe('v-7f2k', { name: 'Misaki Sato' });
  opened.authority.customerSays('v-7f2k', 'Hello');
  opened.authority.customer('v-7f2k').agentSays('Hi');
  opened.authority.customerSays('v-2', 'Waiting', { waiting: true });
  opened.authority.customerSays('v-3', 'Left');
  opened.authority.describe('v-3', { online: false });
  await opened.advance(70_000);
  return opened;
}

const states: readonly (readonly [string, (opened: OpenedConsole) => unknown])[] = [
  ['nothing open', () => undefined],
  ['a conversation open', (opened) => opened.select(conversation)],
  [
    'the commands open',
    async (opened) => {
      await opened.select(conversation);
      await opened.press('More commands');
    },
  ],
  ['the keys open', (opened) => opened.press('Keys')],
  ['the settings open', (opened) => opened.press('Settings')],
  [
    'a call ringing',
    async (opened) => {
      await opened.select(conversation);
      opened.call(conversation).set({ view: { phase: 'ringing', media: 'video', deadline: 0 } });
      await opened.drawn();
    },
  ],
  [
    'a call refused by the own microphone',
    async (opened) => {
      await opened.select(conversation);
      opened.call(conversation).set({ trouble: { type: 'start', media: 'video', code: 'CAMERA_REFUSED', refusal: 'denied' } });
      await opened.drawn();
    },
  ],
  ['the connection lost', (opened) => opened.authority.chat.goOffline()],
  [
    'a conversation about to end',
    async (opened) => {
      await opened.select(conversation);
      await opened.press('End conversation');
    },
  ],
];

describe('The console is accessible', () => {
  afterEach(() => emulateMedia({ colorScheme: 'light' }));

  for (const [state, prepare] of states) {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`with ${state}, ${colorScheme}`, async () => {
        await emulateMedia({ colorScheme });
        document.documentElement.style.colorScheme = colorScheme;
        const opened = await busy({ role: 'supervisor' });
        await prepare(opened);
        await opened.audit();
        document.documentElement.style.colorScheme = '';
      });
    }
  }

  it('on a phone, where one column shows at a time', async () => {
    const opened = await busy({}, { width: 375, height: 720 });
    expect(opened.named('Message')).to.have.length(0);
    await opened.select(conversation);
    expect(opened.named('Conversations')).to.have.length(0);
    expect(opened.named('Message')).to.have.length(1);
    await opened.audit();
    await opened.press('Customer details');
    expect(opened.text).to.contain('Local time');
    await opened.press('Close');
    await opened.press('Back to conversations');
    expect(opened.named('Conversations')).to.have.length(1);
  });

  it('in a small window at 400 %, which scrolls before the log is too low to be read', async () => {
    const opened = await busy();
    await opened.select(conversation);
    const { element } = opened;
    expect(element.scrollHeight, 'a usual window does not scroll').to.equal(element.clientHeight);
    await setViewport({ width: 320, height: 200 });
    element.style.blockSize = '200px';
    await opened.painted();
    expect(opened.one('[role=log]').clientHeight).to.be.at.least(120);
    expect(element.scrollHeight).to.be.greaterThan(element.clientHeight);
    opened.button('More commands').focus();
    opened.button('Message').focus();
    expect(opened.button('Message').getBoundingClientRect().bottom).to.be.at.most(element.getBoundingClientRect().bottom);
  });

  it('in Japanese', async () => {
    const opened = await busy({ language: 'ja-JP' });
    await opened.select(conversation);
    expect(opened.one('.console').lang).to.equal('ja');
    expect(opened.named('会話を終了')).to.have.length(1);
    await opened.audit();
  });

  it('by keys alone: a menu is entered, walked, left by Escape, and gives the focus back', async () => {
    const opened = await busy();
    await opened.select(conversation);
    await opened.press('More commands');
    const press = (key: string): void =>
      void focused()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    expect(focused()).to.equal(opened.button('Voice call'));
    press('ArrowDown');
    expect(focused()).to.equal(opened.button('Video call'));
    press('Escape');
    await opened.drawn();
    expect(opened.named('Voice call')).to.have.length(0);
    expect(focused()).to.equal(opened.button('More commands'));
  });

  it('finds a menu’s command by its first letter, and leaves the browser its own keys', async () => {
    const opened = await busy();
    await opened.select(conversation);
    await opened.press('More commands');
    const press = (more: KeyboardEventInit): boolean =>
      focused()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'v', bubbles: true, composed: true, cancelable: true, ...more })) === false;
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) {
      expect(press({ [modifier]: true }), `${modifier} is kept from the browser`).to.equal(false);
      expect(focused(), modifier).to.equal(opened.button('Voice call'));
    }
    expect(press({}), 'the letter alone is the menu’s').to.equal(true);
    expect(focused()).to.equal(opened.button('Video call'));
  });

  it('names each control once', async () => {
    const opened = await busy({ role: 'supervisor' });
    await opened.select(conversation);
    for (const name of ['Conversations', 'Conversation', 'Message', 'Send', 'More commands', 'End conversation', 'Assign']) {
      expect(opened.named(name), name).to.have.length(1);
    }
  });
});
