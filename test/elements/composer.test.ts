import { fixture, html } from '@open-wc/testing';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/chat-panel.ts';
import type { ChatPanel } from '../../src/elements/chat-panel/chat-panel.ts';
import { fakeSession } from '../fakes/fake-session.ts';
import type { FakeSession } from '../fakes/fake-session.ts';
import { drawn, named, until } from './page.ts';

describe('the composer', () => {
  let session: FakeSession;
  let panel: ChatPanel;
  let box: HTMLTextAreaElement;
  const sent = (): readonly unknown[] => session.chat.asked.filter(({ method }) => method === 'send').map(({ detail }) => detail);

  const open = async (draft = ''): Promise<void> => {
    session = fakeSession({ draft });
    panel = await fixture<ChatPanel>(html`<chat-panel style="inset: auto 20px 20px auto" .session=${session} .open=${true}></chat-panel>`);
    await drawn(panel);
    box = named(panel.shadowRoot, 'textarea', 'Message') as HTMLTextAreaElement;
    box.focus();
  };
  const type = (text: string, isComposing = false): void => {
    box.value = text;
    box.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing }));
  };
  const press = (init: KeyboardEventInit & { readonly keyCode?: number } = {}): boolean => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true, ...init }));
  const composition = (type: 'compositionstart' | 'compositionupdate' | 'compositionend', data: string): boolean =>
    box.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
  /** A message comes in a task of its own, after the timers that are due. */
  const nextTask = (): Promise<void> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => requestAnimationFrame(() => resolve());
      port2.postMessage(null);
    });

  beforeEach(() => open());

  it('sends at Enter, empties itself and keeps the focus', async () => {
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Enter' });
    await drawn(panel);
    expect(sent()).to.deep.equal(['Hello']);
    expect(box.value).to.equal('');
    expect(panel.shadowRoot?.activeElement).to.equal(box);
  });

  it('breaks the line at Shift+Enter', async () => {
    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });
    expect(box.value).to.equal('one\ntwo');
    expect(sent()).to.be.empty;
  });

  it('sends at the press of Send, which is there and can be reached while there is nothing to send', async () => {
    const send = named(panel.shadowRoot, 'button', 'Send') as HTMLButtonElement;
    expect(send.getAttribute('aria-disabled')).to.equal('true');
    expect(send.disabled).to.equal(false);
    send.click();
    expect(sent()).to.be.empty;
    type('Hello');
    await drawn(panel);
    expect(send.getAttribute('aria-disabled')).to.equal('false');
    send.click();
    expect(sent()).to.deep.equal(['Hello']);
  });

  it('leaves an English word that is plainly typed to Enter, and blank text to nobody', () => {
    type('  \n ');
    press();
    expect(sent()).to.be.empty;
    type('  kettle ');
    press();
    expect(sent()).to.deep.equal(['kettle']);
  });

  it('does not send at the Enter that ends a Japanese composition in Chromium and Firefox, and sends at the next', async () => {
    composition('compositionstart', '');
    type('かな', true);
    press({ isComposing: true, keyCode: 229, key: 'Process' });
    press({ isComposing: true, keyCode: 229 });
    composition('compositionend', '仮名');
    type('仮名');
    expect(sent()).to.be.empty;
    await nextTask();
    press();
    expect(sent()).to.deep.equal(['仮名']);
  });

  it('does not send at the Enter that ends a composition in Safari, where the composition ends before the key goes down', async () => {
    composition('compositionstart', '');
    type('にほん', true);
    composition('compositionend', '日本');
    type('日本');
    press({ keyCode: 229 });
    expect(sent()).to.be.empty;
    await nextTask();
    press();
    expect(sent()).to.deep.equal(['日本']);
  });

  it('does not send at an Enter in the task that ended a composition, even one that says nothing of it', () => {
    composition('compositionstart', '');
    type('にほん', true);
    composition('compositionend', '日本');
    press();
    expect(sent()).to.be.empty;
  });

  it('does not send at the Enter that ends a Korean or Chinese composition', async () => {
    for (const [half, whole] of [['하', '한'], ['zhong', '中']] as const) {
      composition('compositionstart', '');
      type(half, true);
      press({ isComposing: true, keyCode: 229 });
      composition('compositionend', whole);
    }
    expect(sent()).to.be.empty;
    await nextTask();
  });

  it('keeps the draft with the session, and shows the one that it finds', async () => {
    type('half a sen');
    expect(session.chat.snapshot.draft).to.equal('half a sen');
    await open('from the page before');
    expect(box.value).to.equal('from the page before');
  });

  it('does not touch what is being composed when the session changes', async () => {
    composition('compositionstart', '');
    type('にほ', true);
    session.chat.show({ draft: '', typing: ['agent-1'] });
    await drawn(panel);
    expect(box.value).to.equal('にほ');
  });

  it('tells that the person writes, and that they stopped', () => {
    type('a');
    type('');
    expect(session.chat.asked.filter(({ method }) => method === 'setTyping').map(({ detail }) => detail)).to.deep.equal([true, false]);
  });

  it('says in words how much room is left near the end, and sends nothing that is too long', async () => {
    const said = (): string => panel.shadowRoot?.querySelector('#left')?.textContent ?? '';
    type('a'.repeat(3_700));
    await drawn(panel);
    expect(said()).to.equal('');
    type('a'.repeat(3_950));
    await drawn(panel);
    await until('it says so', () => said() === '50 characters left');
    type('a'.repeat(4_010));
    await drawn(panel);
    expect(said()).to.equal('10 characters too many');
    const log = panel.shadowRoot?.querySelector('[role=log]')?.getBoundingClientRect();
    expect(panel.shadowRoot?.querySelector('#left')?.getBoundingClientRect().top).to.be.at.least(log?.bottom ?? Infinity);
    press();
    expect(sent()).to.be.empty;
    expect(box.value).to.have.length(4_010);
  });

  it('has the rest of the room read out once its writer pauses, and marks what is too long as wrong', async () => {
    const region = panel.shadowRoot?.querySelector('[aria-live=polite]');
    const said: string[] = [];
    if (region) new MutationObserver(() => said.push(region.textContent)).observe(region, { childList: true });
    expect(panel.shadowRoot?.querySelector('#left')?.role).to.equal(null);
    expect(box.getAttribute('aria-invalid')).to.equal('false');
    for (let length = 3_998; length < 4_004; length++) {
      type('a'.repeat(length));
      await drawn(panel);
    }
    expect(box.getAttribute('aria-invalid')).to.equal('true');
    expect(box.getAttribute('aria-describedby')).to.equal('left');
    await until('it is read out', () => said.length > 0);
    expect(said).to.deep.equal(['3 characters too many']);
  });

  it('grows to five lines and then scrolls', async () => {
    const height = (): number => box.getBoundingClientRect().height;
    const one = height();
    type('1\n2\n3');
    await drawn(panel);
    const three = height();
    expect(three).to.be.greaterThan(one);
    type('1\n2\n3\n4\n5\n6\n7\n8\n9');
    await drawn(panel);
    const five = height();
    expect(five).to.be.greaterThan(three);
    // Less than a sixth line more, whatever a browser makes of half pixels.
    expect(five).to.be.lessThan(one + 22.5 * 4.5);
    expect(box.scrollHeight).to.be.greaterThan(box.clientHeight);
  });
});
