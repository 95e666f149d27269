import { expect } from 'chai';
import { AgentConsole } from '../../../src/agent/agent-console/agent-console.ts';
import type { DeskGateway, OpenedDesk, SignInOutcome } from '../../../src/agent/agent-console/desk-gateway.ts';
import { Listeners } from '../../../src/session/contracts/observable.ts';
import { FakeKeyValue } from '../../fakes/fake-environment.ts';
import { NOON, OpenedConsole } from '../opened-console.ts';

const makeGateway = AgentConsole.makeGateway;

afterEach(() => {
  AgentConsole.makeGateway = makeGateway;
});

/** A server's desk: who is signed in, and what it answers. */
class FakeGateway implements DeskGateway {
  readonly store = new FakeKeyValue();
  readonly asksToSignIn = true;
  readonly tries: (readonly [string, string])[] = [];
  signedIn = false;
  reachable = true;
  opens = true;
  outcome: SignInOutcome = 'signed-in';
  readonly #woken = new Listeners();
  readonly #openedDesk: OpenedDesk;

  constructor(openedDesk: OpenedDesk) {
    this.#openedDesk = openedDesk;
  }

  isSignedIn(): Promise<boolean> {
    return this.reachable ? Promise.resolve(this.signedIn) : Promise.reject(new Error('unreachable'));
  }
  signIn(email: string, password: string): Promise<SignInOutcome> {
    this.tries.push([email, password]);
    return Promise.resolve(this.outcome);
  }
  signOut(): Promise<void> {
    if (!this.reachable) return Promise.reject(new Error('unreachable'));
    this.signedIn = false;
    return Promise.resolve();
  }
  open(): Promise<OpenedDesk> {
    return this.opens ? Promise.resolve(this.#openedDesk) : Promise.reject(new Error('unreachable'));
  }
  onWake(listener: () => void, { signal }: { readonly signal: AbortSignal }): void {
    this.#woken.add(listener, signal);
  }
  wake(): void {
    this.#woken.tell();
  }
}

async function withGateway(prepare: (gateway: FakeGateway) => void = () => undefined): Promise<{ opened: OpenedConsole; gateway: FakeGateway }> {
  const opened = new OpenedConsole();
  const { openedDesk } = opened.element;
  if (!openedDesk) throw new Error('no desk');
  opened.element.openedDesk = null;
  const gateway = new FakeGateway(openedDesk);
  prepare(gateway);
  AgentConsole.makeGateway = () => gateway;
  await opened.open({ width: 1_280, height: 800 });
  return { opened, gateway };
}

async function fill(opened: OpenedConsole, email: string, password: string): Promise<void> {
  (opened.button('E-mail') as HTMLInputElement).value = email;
  (opened.button('Password') as HTMLInputElement).value = password;
  await opened.press('Sign in');
}

describe('Signing in to the console', () => {
  it('asks for e-mail and password, with the focus in the first', async () => {
    const { opened } = await withGateway();
    expect(opened.button('E-mail').matches(':focus')).to.equal(true);
    expect(opened.button('Password').getAttribute('autocomplete')).to.equal('current-password');
  });

  it('says what a field lacks beside that field alone', async () => {
    const { opened } = await withGateway();
    const described = (): readonly boolean[] => ['E-mail', 'Password'].map((name) => opened.button(name).hasAttribute('aria-describedby'));
    await fill(opened, '', 'secret');
    expect(described()).to.deep.equal([true, false]);
    await fill(opened, 'mika@example.com', '');
    expect(described()).to.deep.equal([false, true]);
  });

  it('speaks for the page too, where that is its own: in its title and its language, until it leaves', async () => {
    const { title, documentElement: root } = document;
    const { lang } = root;
    document.title = 'Support desk';
    root.lang = '';
    const { opened } = await withGateway();
    const { element } = opened;
    element.lang = 'ja';
    await opened.drawn();
    expect([document.title, root.lang]).to.deep.equal(['Support desk', '']);
    element.pageTitle = true;
    await opened.drawn();
    expect([document.title, root.lang]).to.deep.equal(['サポートデスク', 'ja']);
    element.lang = 'en';
    await opened.drawn();
    expect([document.title, root.lang]).to.deep.equal(['Support desk', 'en']);
    element.lang = 'ja';
    await opened.drawn();
    element.remove();
    expect([document.title, root.lang]).to.deep.equal(['Support desk', '']);
    document.title = title;
    root.lang = lang;
  });

  it('leads straight to the desk of whoever is signed in', async () => {
    const { opened } = await withGateway((gateway) => (gateway.signedIn = true));
    expect(opened.named('Conversations')).to.have.length(1);
    expect(opened.named('E-mail')).to.have.length(0);
  });

  it('leads to the desk with the right words', async () => {
    const { opened, gateway } = await withGateway();
    await fill(opened, ' aoi@example.com ', 'secret words');
    expect(gateway.tries).to.deep.equal([['aoi@example.com', 'secret words']]);
    expect(opened.named('Conversations')).to.have.length(1);
    await opened.drawn();
    expect(opened.one('h2').matches(':focus'), 'the focus is where the desk begins').to.equal(true);
  });

  for (const [outcome, words] of [
    ['refused', 'do not belong together'],
    ['limited', 'Too many tries'],
    ['foreign', `lets nobody sign in from ${location.origin}. Whoever runs the server must allow this address.`],
    ['unreachable', 'The server cannot be reached'],
  ] as const) {
    it(`says in place what is wrong where it is ${outcome}, and keeps what was typed`, async () => {
      const { opened } = await withGateway((gateway) => (gateway.outcome = outcome));
      await fill(opened, 'aoi@example.com', 'guess');
      expect(opened.one('[role=alert]').textContent).to.contain(words);
      expect((opened.button('E-mail') as HTMLInputElement).value).to.equal('aoi@example.com');
    });
  }

  it('asks nobody where a field is empty', async () => {
    const { opened, gateway } = await withGateway();
    await fill(opened, '', 'x');
    expect(opened.text).to.contain('Enter your e-mail address.');
    expect(gateway.tries).to.deep.equal([]);
  });

  it('says that the server cannot be reached, with a way on', async () => {
    const { opened, gateway } = await withGateway((closed) => (closed.reachable = false));
    expect(opened.text).to.contain('The server cannot be reached');
    gateway.reachable = true;
    await opened.press('Try again');
    expect(opened.named('E-mail')).to.have.length(1);
  });

  it('asks again by itself once the network is back, and never where somebody is about to sign in', async () => {
    const { opened, gateway } = await withGateway((closed) => (closed.reachable = false));
    gateway.wake();
    await opened.drawn();
    expect(opened.text).to.contain('The server cannot be reached');
    gateway.reachable = true;
    gateway.wake();
    await opened.drawn();
    const email = opened.button('E-mail') as HTMLInputElement;
    email.value = 'aoi@example.com';
    gateway.wake();
    await opened.drawn();
    expect(opened.button('E-mail')).to.equal(email);
  });

  it('says so, too, where the desk of who is signed in does not open', async () => {
    const { opened, gateway } = await withGateway((inside) => {
      inside.signedIn = true;
      inside.opens = false;
    });
    expect(opened.text).to.contain('The server cannot be reached');
    gateway.opens = true;
    await opened.press('Try again');
    expect(opened.named('Conversations')).to.have.length(1);
  });

  it('is asked for again when the session ends, and loses nothing', async () => {
    const { opened } = await withGateway((gateway) => (gateway.signedIn = true));
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    const box = opened.button('Message') as HTMLTextAreaElement;
    box.value = 'Half a thought';
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    opened.authority.chat.refuse('TOKEN_EXPIRED');
    await opened.drawn();
    expect(opened.text).to.contain('Nothing you wrote is lost');
    await fill(opened, 'aoi@example.com', 'secret words');
    await opened.advance(0);
    expect(opened.named('E-mail')).to.have.length(0);
    expect(opened.desk.snapshot.connection.is).to.equal('online');
    expect((opened.button('Message') as HTMLTextAreaElement).value).to.equal('Half a thought');
    expect(opened.button('Message').matches(':focus')).to.equal(true);
  });

  it('names the page’s address where the server turns the desk away because of it', async () => {
    const { opened } = await withGateway((gateway) => (gateway.signedIn = true));
    opened.authority.chat.refuse('FOREIGN_ORIGIN');
    await opened.drawn();
    expect(opened.text).to.contain(`lets nobody in from ${location.origin}.`);
    expect(opened.named('Try again')).to.have.length(1);
  });

  it('ends with "Sign out", after which nobody is routed here', async () => {
    const { opened, gateway } = await withGateway((inside) => (inside.signedIn = true));
    await opened.press('Sign out');
    await opened.advance(0);
    expect(opened.authority.me.status).to.equal('away');
    expect(gateway.signedIn).to.equal(false);
    expect(opened.named('E-mail')).to.have.length(1);
  });

  it('says that nobody is signed out where the server did not hear of it, and the desk stays', async () => {
    const { opened, gateway } = await withGateway((inside) => (inside.signedIn = true));
    gateway.reachable = false;
    await opened.press('Sign out');
    await opened.advance(0);
    expect(opened.text).to.contain('you are still signed in');
    expect(opened.named('Conversations')).to.have.length(1);
    expect(opened.authority.me.status, 'who answered before still does').to.equal('available');
    gateway.reachable = true;
    await opened.press('Try again');
    await opened.advance(0);
    expect(opened.named('E-mail')).to.have.length(1);
  });

  it('leaves away who was away where the server did not hear of it', async () => {
    const { opened, gateway } = await withGateway((inside) => (inside.signedIn = true));
    await opened.desk.setStatus('away');
    gateway.reachable = false;
    await opened.press('Sign out');
    await opened.advance(0);
    expect(opened.text).to.contain('you are still signed in');
    expect(opened.authority.me.status).to.equal('away');
  });

  it('asks before "Sign out" leaves open conversations, and says what becomes of them', async () => {
    const { opened, gateway } = await withGateway((inside) => (inside.signedIn = true));
    opened.authority.customerSays('v-1', 'Hello');
    opened.authority.customerSays('v-2', 'Hello', { waiting: true });
    await opened.drawn();
    await opened.press('Sign out');
    expect(opened.text).to.contain('You have an open conversation.');
    await opened.audit(opened.one('agent-sign-out-dialog'));
    await opened.press('Cancel');
    expect(gateway.signedIn).to.equal(true);
    opened.authority.customerSays('v-3', 'Hello');
    await opened.drawn();
    await opened.press('Sign out');
    expect(opened.text).to.contain('You have 2 open conversations. Those that wait for an answer go to free colleagues or back to the queue');
    await opened.press('Sign out anyway');
    await opened.advance(0);
    expect(gateway.signedIn).to.equal(false);
  });

  it('asks before "Sign out" ends a call, and does nothing where that was not meant', async () => {
    const { opened, gateway } = await withGateway((inside) => (inside.signedIn = true));
    const id = opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    await opened.select(id);
    opened.call(id).set({ view: { phase: 'in-call', since: NOON, link: 'up' } });
    await opened.drawn();
    await opened.press('Sign out');
    expect(opened.text).to.contain('Signing out ends it for both of you.');
    expect(opened.text, 'it is the only one').not.to.contain('open conversation');
    await opened.audit(opened.one('agent-sign-out-dialog'));
    await opened.press('Cancel');
    expect(opened.named('End call and sign out')).to.have.length(0);
    expect(gateway.signedIn).to.equal(true);
    await opened.press('Sign out');
    await opened.press('End call and sign out');
    await opened.advance(0);
    expect(gateway.signedIn).to.equal(false);
  });
});
