import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { TransportError } from '../../../src/session/contracts/chat-transport.ts';
import type { OpenedConsole, OpenedConsoleOptions } from '../opened-console.ts';
import { focused, openConsole, shifted, spoken } from '../opened-console.ts';

const COMMAND = 'Erase all messages…';

/** A supervisor's console, open on a conversation in which both sides said what they should not have. */
async function secretsTold(options: OpenedConsoleOptions = {}): Promise<{ readonly opened: OpenedConsole; readonly id: string }> {
  const opened = await openConsole({ role: 'supervisor', ...options });
  const id = opened.authority.customerSays('v-1', 'My card is 4000 1234');
  opened.authority.describe('v-1', { name: 'Misaki Sato' });
  await opened.drawn();
  await opened.select(id);
  await opened.advance(0);
  opened.authority.customer('v-1').agentSays('So it is 4000 1234?');
  await opened.advance(0);
  return { opened, id };
}

async function chosen(opened: OpenedConsole): Promise<void> {
  await opened.press('More commands');
  await opened.press(COMMAND);
}

const erasures = (opened: OpenedConsole): unknown[] => opened.authority.requests.filter(({ method }) => method === 'eraseAll').map(({ detail }) => detail);
const textsOf = (opened: OpenedConsole, id: string): readonly string[] => opened.authority.customer('v-1').textsOf(id);
const lines = (opened: OpenedConsole): string[] => opened.all('[role=log] .system').map(spoken);

describe('All messages of a conversation on a supervisor’s console', () => {
  it('are erased once they were asked: the words are gone from log and list, and tombstones say so', async () => {
    const { opened, id } = await secretsTold();
    await chosen(opened);
    expect(spoken(opened.one('dialog'))).to.contain('Erase all messages?').and.to.contain('Misaki Sato').and.to.contain('This cannot be undone.');
    expect(erasures(opened)).to.deep.equal([]);
    await opened.press('Erase all');
    await opened.advance(0);
    expect(erasures(opened)).to.deep.equal([{ conversation: id }]);
    expect(opened.all('dialog')).to.have.length(0);
    expect(opened.text).not.to.contain('4000 1234');
    expect(lines(opened)).to.deep.equal(['Message erased', 'Message erased']);
    expect(spoken(opened.row(id))).to.contain('Message erased');
    expect(opened.all('.erase')).to.have.length(0);
    expect(focused()).to.equal(opened.one('.scroller'));
  });

  it('stay where they think better of it, and the focus is back at the command’s button', async () => {
    const { opened, id } = await secretsTold();
    await chosen(opened);
    await opened.press('Cancel');
    expect(opened.all('dialog')).to.have.length(0);
    expect([erasures(opened), textsOf(opened, id).length]).to.deep.equal([[], 2]);
    expect(focused()).to.equal(opened.button('More commands'));
  });

  it('are asked about and erased by keys', async () => {
    const { opened, id } = await secretsTold();
    opened.one('.scroller').focus();
    await sendKeys({ press: '.' });
    await opened.drawn();
    await sendKeys({ press: 'End' });
    expect(spoken(focused() ?? document.body)).to.equal(COMMAND);
    await sendKeys({ press: 'Enter' });
    await opened.drawn();
    expect(spoken(focused() ?? document.body)).to.equal('Cancel');
    await sendKeys({ press: 'Enter' });
    await opened.drawn();
    expect(erasures(opened)).to.deep.equal([]);
    await shifted('W');
    await opened.drawn();
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await opened.advance(0);
    expect([textsOf(opened, id), focused()]).to.deep.equal([[], opened.one('.scroller')]);
  });

  it('can be erased in a conversation that ended', async () => {
    const { opened, id } = await secretsTold();
    opened.authority.customer('v-1').end(id);
    await opened.drawn();
    await chosen(opened);
    await opened.press('Erase all');
    await opened.advance(0);
    expect(textsOf(opened, id)).to.deep.equal([]);
    expect(lines(opened)).to.deep.equal(['Message erased', 'Message erased', 'The customer ended the conversation']);
  });

  it('are gone from a long log that is read further up, too: it begins anew at its end, and goes on', async () => {
    const { opened, id } = await secretsTold();
    for (let n = 0; n < 300; n += 1) opened.authority.customerSays('v-1', `4000 1234, I said ${n}`);
    await opened.advance(0);
    const scroller = opened.one('.scroller');
    scroller.scrollTop = -2_000;
    await opened.painted();
    await opened.painted();
    await chosen(opened);
    await opened.press('Erase all');
    await opened.advance(0);
    expect(textsOf(opened, id)).to.deep.equal([]);
    expect(opened.text).not.to.contain('4000 1234');
    expect([lines(opened).length > 10, scroller.scrollTop, opened.all('.pill').length]).to.deep.equal([true, 0, 0]);
    opened.authority.customerSays('v-1', 'I write on');
    await opened.advance(0);
    expect(spoken(opened.one('[role=log]'))).to.contain('I write on');
  });

  it('are not forgotten about where it failed: it says so in place, and of a lost connection that nobody knows', async () => {
    const { opened, id } = await secretsTold();
    opened.authority.refusal = new TransportError('STORAGE_FULL', { permanent: false });
    await chosen(opened);
    await opened.press('Erase all');
    await opened.advance(0);
    expect(opened.one('dialog [role=alert]').textContent).to.contain('The messages could not be erased');
    opened.authority.refusal = new TransportError('OFFLINE', { permanent: false });
    await opened.press('Try again');
    await opened.advance(0);
    expect(opened.one('dialog [role=alert]').textContent).to.contain('may still be there');
    opened.authority.refusal = null;
    await opened.press('Try again');
    await opened.advance(0);
    expect([opened.all('dialog').length, textsOf(opened, id)]).to.deep.equal([0, []]);
  });

  it('pass the rules of accessibility while they are asked about', async () => {
    const { opened } = await secretsTold();
    await opened.press('More commands');
    await opened.audit();
    await opened.press(COMMAND);
    await opened.audit(opened.one('dialog'));
  });

  it('are asked about in Japanese, too, with the key in the list of keys', async () => {
    const { opened } = await secretsTold({ language: 'ja' });
    opened.one('.scroller').focus();
    await shifted('W');
    await opened.drawn();
    expect(spoken(opened.one('dialog'))).to.contain('すべてのメッセージを消去しますか').and.to.contain('Misaki Sato').and.to.contain('取り消せません');
    await sendKeys({ press: 'Escape' });
    await shifted('?');
    await opened.drawn();
    expect(spoken(opened.one('dialog'))).to.contain('すべてのメッセージを消去 ShiftW');
  });
});

describe('All messages of a conversation on an agent’s console', () => {
  it('have no command to erase them, by no key either', async () => {
    const { opened } = await secretsTold({ role: 'agent' });
    await opened.press('More commands');
    expect([opened.named('Voice call').length, opened.named(COMMAND).length]).to.deep.equal([1, 0]);
    await sendKeys({ press: 'Escape' });
    await shifted('W');
    await opened.drawn();
    expect(opened.all('dialog')).to.have.length(0);
    await shifted('?');
    await opened.drawn();
    expect(opened.text).to.contain('End conversation').and.not.to.contain('Erase all');
  });
});
