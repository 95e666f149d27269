import { fixture, html } from '@open-wc/testing';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/call-prompt.ts';
import { browserKind } from '../../src/elements/call-prompt/browser-kind.ts';
import type { CallPrompt } from '../../src/elements/call-prompt/call-prompt.ts';
import { en as help } from '../../src/locales/call/help/en.ts';
import { ja as japaneseHelp } from '../../src/locales/call/help/ja.ts';
import { en } from '../../src/locales/call/en.ts';
import { deviceRefusal, endReason } from '../../src/protocol/call-record.ts';
import type { CallRecord } from '../../src/protocol/call-record.ts';
import type { CallView } from '../../src/protocol/call-view.ts';
import { fakeSession, mika } from '../fakes/fake-session.ts';
import type { FakeSession } from '../fakes/fake-session.ts';
import { accessible, drawn, named, names, still, there, until } from './page.ts';

const now = (): number => Date.now();
const person = { choice: null, outcome: 'none', goneSince: null, leaving: false, tab: null, lease: 0, microphone: 'unasked', camera: 'unasked' } as const;
const record = (): CallRecord => ({
  id: 'k1',
  conversation: 'c1',
  rev: 1,
  initiator: mika.id,
  media: 'video',
  choices: ['audio', 'video'],
  backend: 'webrtc',
  relay: false,
  rangAgain: false,
  startedAt: now() - 15_000,
  participants: [
    { ...person, id: mika.id, role: 'agent', name: mika.name },
    { ...person, id: 'me', role: 'customer' },
  ],
  state: { phase: 'ringing', deadline: now() + 30_000 },
});

describe('<call-prompt>', () => {
  let session: FakeSession;
  let prompt: CallPrompt;
  const root = (): ShadowRoot => there(prompt.shadowRoot);
  const press = (name: string): void => named(root(), 'button', name).click();
  const asked = (): readonly unknown[] => session.call.asked.map((each) => (each.length === 1 ? each[0] : each));
  const rings = (change: Partial<Extract<CallView, { phase: 'prompt' }>> = {}): CallView => ({ phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: now() + 30_000, dismissed: false, ...change });
  const show = async (view: CallView, language = 'en'): Promise<void> => {
    session = fakeSession({}, { view, record: record() });
    const holder = await fixture<HTMLElement>(html`<div lang=${language}><call-prompt .session=${session}></call-prompt></div>`);
    prompt = there(holder.querySelector<CallPrompt>('call-prompt'));
    await drawn(prompt);
  };
  const acquiring = (devices: Extract<CallView, { phase: 'acquiring' }>['devices']): CallView => ({ phase: 'acquiring', choice: 'video', deadline: now() + 50_000, devices });

  it('offers video, audio and to decline, by the names that do not drift', async () => {
    await show(rings());
    expect(names(root(), '.choice')).to.deep.equal(['Accept with video', 'Accept with audio', 'Decline']);
    expect(root().querySelector('h3')?.textContent).to.equal('Mika Tanaka would like to talk with you');
    await still(prompt);
    await accessible(prompt);
  });

  it('offers only what the site allows, whatever rings', async () => {
    await show(rings({ media: 'audio' }));
    expect(names(root(), '.choice')).to.deep.equal(['Accept with video', 'Accept with audio', 'Decline']);
    await show(rings({ media: 'audio', choices: ['audio'] }));
    expect(names(root(), '.choice')).to.deep.equal(['Accept with audio', 'Decline']);
    expect(root().textContent).to.not.contain('camera');
  });

  it('makes its three buttons equal in size', async () => {
    await show(rings());
    const sizes = [...root().querySelectorAll('.choice')].map((each) => each.getBoundingClientRect()).map(({ width, height }) => `${Math.round(width)} ${Math.round(height)}`);
    expect(new Set(sizes)).to.have.length(1);
  });

  it('asks the session in the very task of the press, so that sound is unlocked', async () => {
    await show(rings());
    press('Accept with video');
    expect(asked()).to.deep.equal([['accept', 'video']]);
    press('Accept with audio');
    press('Decline');
    expect(asked()).to.deep.equal([['accept', 'video'], ['accept', 'audio'], 'decline']);
  });

  it('leaves the answer to a page that wants to give it', async () => {
    await show(rings());
    const heard: string[] = [];
    for (const name of ['call-accept', 'call-decline'] as const) {
      prompt.parentElement?.addEventListener(name, (event) => {
        heard.push(event.type);
        event.preventDefault();
      });
    }
    press('Accept with audio');
    press('Decline');
    expect(heard).to.deep.equal(['call-accept', 'call-decline']);
    expect(asked()).to.be.empty;
  });

  it('can be answered by keyboard, in the order in which it reads', async () => {
    await show(rings());
    named(root(), 'button', 'Hide').focus();
    const order: string[] = [];
    for (let each = 0; each < 3; each++) {
      await sendKeys({ press: 'Tab' });
      order.push(root().activeElement?.textContent.trim() ?? '');
    }
    expect(order).to.deep.equal(['Accept with video', 'Accept with audio', 'Decline']);
    await sendKeys({ press: 'Enter' });
    expect(asked()).to.deep.equal(['decline']);
  });

  it('says that a call rings without taking the focus from who is writing', async () => {
    const box = await fixture<HTMLInputElement>(html`<input aria-label="elsewhere" />`);
    box.focus();
    await show(rings());
    expect(document.activeElement).to.equal(box);
    expect(root().querySelector('[role=alert]')?.textContent).to.equal('Mika Tanaka is calling');
  });

  it('shows how much of the time is left', async () => {
    await show(rings());
    // Of 45 s, 15 have passed.
    const gone = Number(root().querySelector('circle')?.getAttribute('stroke-dashoffset'));
    expect(gone).to.be.closeTo(15 / 45, 0.03);
  });

  it('is put aside for this tab alone, and brought back', async () => {
    await show(rings());
    press('Hide');
    expect(asked()).to.deep.equal([['setDismissed', true]]);
    session.call.set({ view: rings({ dismissed: true }) });
    await until('it is put aside', () => names(root(), 'button').length === 1);
    expect(names(root(), 'button')).to.deep.equal(['Show']);
    await accessible(prompt);
    press('Show');
    expect(asked().at(-1)).to.deep.equal(['setDismissed', false]);
  });

  it('says at once that the browser asks, and after five seconds where to look', async () => {
    await show(acquiring({ is: 'opening', wants: 'video', since: now() }));
    expect(root().querySelector('h3')?.textContent).to.equal(en.askVideo);
    expect(root().querySelector('.where')).to.equal(null);
    await show(acquiring({ is: 'opening', wants: 'video', since: now() - 5_001 }));
    await until('it shows where', () => root().querySelector('.where'));
    expect(root().querySelector('.where')?.textContent.trim()).to.equal(help.where[browserKind()]);
    expect(prompt.matches(':state(asking)')).to.equal(true);
    await still(prompt);
    await accessible(prompt);
    press('End call');
    expect(asked()).to.deep.equal(['end']);
  });

  it('tells each refusal apart, in its own words and with its own picture', async () => {
    const said = new Set<string>();
    const pictures = new Set<string>();
    for (const refusal of deviceRefusal.options) {
      await show(acquiring({ is: 'refused', refusal, wants: 'audio' }));
      await until('the help is there', () => root().querySelector('.help'));
      said.add(root().querySelector('.help')?.textContent ?? '');
      pictures.add(root().querySelector('.drawn')?.innerHTML.replace(/<!--.*?-->/g, '') ?? '');
      // What trying again cannot change is answered with what helps.
      expect(names(root(), 'button')).to.deep.equal(['policy', 'insecure', 'unsupported'].includes(refusal) ? ['Go on in text'] : ['Try again', 'End call']);
    }
    expect(said).to.have.length(deviceRefusal.options.length);
    expect(pictures.size).to.be.at.least(6);
    await still(prompt);
    await accessible(prompt);
    press('Try again');
    press('End call');
    expect(asked()).to.deep.equal(['tryAgain', 'giveUp']);
  });

  it('leads back to the chat where trying again cannot help', async () => {
    await show(acquiring({ is: 'refused', refusal: 'insecure', wants: 'audio' }));
    await until('the way is there', () => names(root(), 'button').includes('Go on in text'));
    await still(prompt);
    await accessible(prompt);
    press('Go on in text');
    expect(asked()).to.deep.equal(['giveUp']);
    await show(acquiring({ is: 'camera-refused', refusal: 'policy' }));
    await until('the way is there', () => names(root(), 'button').includes('Go on with audio'));
    expect(names(root(), 'button')).to.deep.equal(['Go on with audio', 'End call']);
  });

  it('offers to go on with audio where only the camera was refused', async () => {
    await show(acquiring({ is: 'camera-refused', refusal: 'no-device' }));
    await until('the help is there', () => root().querySelector('.help'));
    expect(names(root(), 'button')).to.deep.equal(['Go on with audio', 'Try again', 'End call']);
    press('Go on with audio');
    expect(asked()).to.deep.equal(['goOnWithAudio']);
    await still(prompt);
    await accessible(prompt);
  });

  it('can be left while the answer is on its way', async () => {
    await show({ phase: 'claiming', choice: null });
    press('End call');
    expect(asked()).to.deep.equal(['end']);
  });

  it('says that the call was answered elsewhere, and asks nothing', async () => {
    await show({ phase: 'elsewhere' });
    await until('it says so', () => root().textContent.includes(help.elsewhere));
    expect(names(root(), 'button')).to.be.empty;
    await accessible(prompt);
  });

  it('brings a reloaded page back with one press', async () => {
    await show({ phase: 'rejoin', since: now(), busy: false, devices: { is: 'closed' } });
    await until('the way is there', () => names(root(), 'button').includes('Rejoin'));
    press('Rejoin');
    expect(asked()).to.deep.equal(['rejoin']);
    const opening = (since: number): CallView => ({ phase: 'rejoin', since: now(), busy: true, devices: { is: 'opening', wants: 'video', since } });
    session.call.set({ view: opening(now()) });
    await drawn(prompt);
    expect(root().querySelector('h3')?.textContent).to.equal('Rejoining…');
    expect(names(root(), 'button')).to.deep.equal(['End call']);
    session.call.set({ view: opening(now() - 2_000) });
    await drawn(prompt);
    expect(root().textContent).to.contain(en.askVideo).and.to.contain(help.rejoinAsked);
    expect(root().querySelector('.where')).to.not.equal(null);
  });

  it('says why a call ended, each reason in its own words, and goes when it was read', async () => {
    for (const reason of endReason.options) {
      await show({ phase: 'ended', reason, by: 'agent', duration: 0 });
      await until(`it says "${reason}"`, () => root().querySelector('h3')?.textContent === help.ended(reason, false));
    }
    expect(help.ended('hung-up', false)).to.equal(en.ended);
    await show({ phase: 'ended', reason: 'media-failed', by: 'system', duration: 0 });
    await until('it says why', () => root().textContent.includes('network'));
    expect(root().textContent).to.contain('network');
    await still(prompt);
    await accessible(prompt);
    press('Close');
    expect(asked()).to.deep.equal(['acknowledge']);
  });

  it('says that the call is full, or that it is our fault, with a way on, in both languages; else a network is in the way', async () => {
    const over: CallView = { phase: 'ended', reason: 'media-failed', by: 'system', duration: 0 };
    for (const [language, words] of [['en', help], ['ja', japaneseHelp]] as const) {
      await show(over, language);
      await until('it says what it knows', () => root().querySelector('h3')?.textContent === words.ended('media-failed', false));
      for (const [failure, hint] of [['unreachable', words.endedHint('media-failed')], ['refused', words.oursHint], ['encryption', words.oursHint]] as const) {
        session.call.set({ view: { ...over, failure } });
        await drawn(prompt);
        expect(root().textContent).to.contain(hint);
      }
      session.call.set({ view: { ...over, failure: 'full' } });
      await drawn(prompt);
      expect(root().querySelector('h3')?.textContent).to.equal(words.full);
      expect(root().textContent).to.contain(words.fullHint).and.not.to.contain(words.endedHint('media-failed'));
      session.call.set({ view: { ...over, reason: 'lost' } });
      await drawn(prompt);
      expect(root().querySelector('h3')?.textContent).to.equal(words.ended('lost', false));
      for (const failure of ['elsewhere', 'removed'] as const) {
        for (const by of ['customer', 'agent'] as const) {
          session.call.set({ view: { ...over, reason: 'lost', by, failure } });
          await drawn(prompt);
          expect(root().querySelector('h3')?.textContent).to.equal(words.sentAway[failure](by === 'customer'));
          expect(root().textContent).to.contain(words.oursHint);
        }
      }
    }
    expect(help.sentAway.removed(true)).to.equal('You were removed from the call');
    expect(help.full).to.equal('The call is full');
  });

  it('speaks Japanese on a Japanese page, help included', async () => {
    await show(rings(), 'ja');
    await until('it speaks Japanese', () => names(root(), '.choice').includes('ビデオで応答'));
    expect(names(root(), '.choice')).to.deep.equal(['ビデオで応答', '音声で応答', '応答しない']);
    session.call.set({ view: acquiring({ is: 'refused', refusal: 'busy', wants: 'audio' }) });
    await until('the help is there', () => root().querySelector('.help')?.textContent.includes('別のアプリがマイクを使用しています。'));
  });

  it('shows nothing where there is no call, and a session may come later', async () => {
    const element = document.createElement('call-prompt');
    document.body.append(element);
    expect(element.shadowRoot?.querySelector('button')).to.equal(null);
    element.session = fakeSession({}, { view: rings(), record: record() });
    await element.updateComplete;
    expect(element.shadowRoot?.querySelectorAll('.choice')).to.have.length(3);
    element.remove();
  });
});
