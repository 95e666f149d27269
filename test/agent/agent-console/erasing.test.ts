import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { TransportError } from '../../../src/session/contracts/chat-transport.ts';
import type { OpenedConsole, OpenedConsoleOptions } from '../opened-console.ts';
import { focused, openConsole, shifted, spoken } from '../opened-console.ts';

/** A supervisor's console, open on a conversation in which something was said that should not have been. */
async function secretTold(options: OpenedConsoleOptions = {}): Promise<{ readonly opened: OpenedConsole; readonly id: string }> {
  const opened = await openConsole({ role: 'supervisor', ...options });
  const id = opened.authority.customerSays('v-1', 'Hello');
  opened.authority.describe('v-1', { name: 'Misaki Sato' });
  await opened.drawn();
  await opened.select(id);
  await opened.advance(0);
  // Read out, too.
  opened.authority.customerSays('v-1', 'My card is 4000 1234');
  await opened.drawn();
  return { opened, id };
}

const commandsOf = (opened: OpenedConsole): HTMLElement[] => opened.all('.erase');

const erasures = (opened: OpenedConsole): unknown[] => opened.authority.requests.filter(({ method }) => method === 'erase').map(({ detail }) => detail);

describe('A message on a supervisor’s console', () => {
  it('is erased once they were asked: its words are gone from the log and the list, and a tombstone says so', async () => {
    const { opened, id } = await secretTold();
    commandsOf(opened).at(-1)?.click();
    await opened.drawn();
    expect(spoken(opened.one('dialog'))).to.contain('Erase this message?').and.to.contain('My card is 4000 1234').and.to.contain('This cannot be undone.');
    expect(erasures(opened)).to.deep.equal([]);
    await opened.press('Erase');
    await opened.advance(0);
    expect(erasures(opened)).to.deep.equal([{ conversation: id, seq: 2 }]);
    expect(opened.all('dialog')).to.have.length(0);
    expect(opened.text).not.to.contain('4000 1234');
    expect(spoken(opened.row(id))).to.contain('Message erased');
    expect(opened.one('[role=log]').textContent).to.contain('Message erased');
    expect(commandsOf(opened)).to.have.length(1);
  });

  it('stays where they think better of it', async () => {
    const { opened, id } = await secretTold();
    commandsOf(opened).at(-1)?.click();
    await opened.drawn();
    await opened.press('Cancel');
    expect(opened.all('dialog')).to.have.length(0);
    expect([erasures(opened), opened.authority.customer('v-1').textsOf(id)]).to.deep.equal([[], ['Hello', 'My card is 4000 1234']]);
  });

  it('is reached, chosen and erased by keys, and the focus is never lost', async () => {
    const { opened, id } = await secretTold();
    opened.one('.scroller').focus();
    await shifted('D');
    const commands = commandsOf(opened);
    expect(focused()).to.equal(commands[1]);
    await sendKeys({ press: 'ArrowUp' });
    expect(focused()).to.equal(commands[0]);
    expect(commands.map((each) => each.tabIndex)).to.deep.equal([0, -1]);
    expect(commands[0]?.ariaLabel).to.match(/^Erase… Misaki Sato, \d+:00/);
    await sendKeys({ press: 'Enter' });
    await opened.drawn();
    expect(spoken(opened.one('dialog'))).to.contain('Hello');
    expect(spoken(focused() ?? document.body)).to.equal('Cancel');
    await sendKeys({ press: 'Escape' });
    await opened.drawn();
    expect(focused()).to.equal(commands[0]);
    await sendKeys({ press: 'Enter' });
    await opened.drawn();
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await opened.advance(0);
    expect(opened.authority.customer('v-1').textsOf(id)).to.deep.equal(['My card is 4000 1234']);
    expect(focused()).to.equal(opened.one('.scroller'));
  });

  it('has its command as one stop on the way from the log to the text box, at the newest message', async () => {
    const { opened } = await secretTold();
    opened.authority.customer('v-1').agentSays('I will take that out');
    await opened.drawn();
    opened.one('.scroller').focus();
    await sendKeys({ press: 'Tab' });
    expect(focused()?.ariaLabel).to.match(/^Erase… You, \d+:00/);
    await sendKeys({ press: 'Tab' });
    expect(focused()).to.equal(opened.button('Message'));
  });

  it('says in place that erasing failed, and of a lost connection that nobody knows', async () => {
    const { opened, id } = await secretTold();
    opened.authority.refusal = new TransportError('STORAGE_FULL', { permanent: false });
    commandsOf(opened).at(-1)?.click();
    await opened.drawn();
    await opened.press('Erase');
    await opened.advance(0);
    expect(opened.one('dialog [role=alert]').textContent).to.contain('could not be erased');
    opened.authority.refusal = new TransportError('OFFLINE', { permanent: false });
    await opened.press('Try again');
    await opened.advance(0);
    expect(opened.one('dialog [role=alert]').textContent).to.contain('may still be there');
    opened.authority.refusal = null;
    await opened.press('Try again');
    await opened.advance(0);
    expect(opened.all('dialog')).to.have.length(0);
    expect(opened.authority.customer('v-1').textsOf(id)).to.deep.equal(['Hello']);
  });

  it('can be erased in an earlier conversation of the customer’s, whose line changes with it', async () => {
    const opened = await openConsole({ role: 'supervisor' });
    const first = opened.authority.customerSays('v-1', 'My card is 4000 1234');
    opened.authority.describe('v-1', { name: 'Misaki Sato' });
    opened.authority.customer('v-1').end(first);
    opened.authority.chat.goOffline();
    opened.authority.chat.goOnline();
    const second = opened.authority.customerSays('v-1', 'Hello again');
    await opened.drawn();
    await opened.select(second);
    await opened.advance(0);
    opened.one('button.past').click();
    await opened.advance(0);
    commandsOf(opened).at(-1)?.click();
    await opened.drawn();
    await opened.press('Erase');
    await opened.advance(0);
    expect(opened.one('[role=log]').textContent).to.contain('Message erased');
    await opened.select(second);
    await opened.advance(0);
    expect(opened.text).to.contain('Message erased').and.not.to.contain('4000 1234');
    expect(opened.rows.map((row) => row.dataset.conversation)).to.deep.equal([second]);
  });

  for (const dir of ['ltr', 'rtl']) {
    for (const width of [1_280, 375]) {
      it(`has its time and its command where they cover no words and move none, ${dir}, ${String(width)} pixels wide`, async () => {
        const opened = await openConsole({ role: 'supervisor' }, { width, height: 800 });
        opened.element.dir = dir;
        const words = 'My card is 4000 1234, and its other side says 567. '.repeat(4);
        const id = opened.authority.customerSays('v-1', words);
        opened.authority.customerSays('v-1', 'Thank you');
        for (const each of [words, words, 'Thank you']) opened.authority.customer('v-1').agentSays(each);
        await opened.drawn();
        await opened.select(id);
        const places = (): DOMRect[] => opened.all('.bubble').map((each) => each.getBoundingClientRect());
        const before = places();
        const metas = opened.all('.scroller .row:not(.last) .meta');
        expect(metas).to.have.length(3);
        for (const meta of metas) {
          meta.querySelector<HTMLElement>('.erase')?.focus({ preventScroll: true });
          const { left, right, top, bottom } = meta.getBoundingClientRect();
          const covered = places().filter((each) => each.left < right && each.right > left && each.top < bottom && each.bottom > top);
          expect(covered).to.deep.equal([]);
        }
        expect(places()).to.deep.equal(before);
      });
    }
  }

  it('passes the rules of accessibility, also while it is asked about', async () => {
    const { opened } = await secretTold();
    await opened.audit();
    commandsOf(opened).at(-1)?.click();
    await opened.drawn();
    await opened.audit(opened.one('dialog'));
  });

  it('is asked about in Japanese, too', async () => {
    const { opened } = await secretTold({ language: 'ja' });
    expect(commandsOf(opened).at(-1)?.ariaLabel).to.match(/^消去… Misaki Sato、/);
    commandsOf(opened).at(-1)?.click();
    await opened.drawn();
    expect(spoken(opened.one('dialog'))).to.contain('取り消せません');
  });
});

describe('A message on an agent’s console', () => {
  it('has no command to erase it, and their list of keys names none', async () => {
    const { opened } = await secretTold({ role: 'agent' });
    expect(opened.all('.erase')).to.have.length(0);
    opened.one('.scroller').focus();
    await shifted('D');
    await shifted('?');
    await opened.drawn();
    expect(opened.text).to.contain('End conversation').and.not.to.contain('Erase a message');
  });
});
