import { waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { CallRecord } from '../../../src/protocol/call-record.ts';
import { applyCommand, startCall } from '../../../src/protocol/call-rules.ts';
import type { RoomSnapshot } from '../../../src/session/contracts/media-backend.ts';
import { agentCall } from '../../../src/session/call/agent-call.ts';
import { FakeCallServer } from '../../fakes/fake-call-authority.ts';
import { FakeEnvironment } from '../../fakes/fake-environment.ts';
import { FakeMediaBackend } from '../../fakes/fake-media-backend.ts';
import type { OpenedConsole } from '../opened-console.ts';
import { NOON, openConsole, spoken } from '../opened-console.ts';

const conversation = 'v-7f2k-1';

/** A console whose calls are the real ones, on a server and a network in memory. */
async function withCalls(): Promise<{ opened: OpenedConsole; server: FakeCallServer; backend: FakeMediaBackend }> {
  const environment = new FakeEnvironment({ now: NOON });
  const server = new FakeCallServer({ environment, conversation });
  const backend = new FakeMediaBackend();
  const authority = server.connect('agent', 'desk');
  const opened = await openConsole({
    environment,
    calls: authority,
    createCall: (id, devices) =>
      agentCall({
        conversation: id,
        tab: 'desk',
        authority,
        backends: { fake: () => Promise.resolve(backend) },
        devices,
        environment,
        signal: new AbortController().signal,
      }),
  });
  opened.authority.customerSays('v-7f2k', 'Hello');
  await opened.drawn();
  await opened.select(conversation);
  return { opened, server, backend };
}

async function ring(opened: OpenedConsole, command: 'Voice call' | 'Video call' = 'Video call'): Promise<void> {
  await opened.press('More commands');
  await opened.press(command);
  await opened.advance(0);
}

const key = (name: string, more: KeyboardEventInit = {}): void =>
  void document.body.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...more }));

const windowButtons = (opened: OpenedConsole): readonly string[] =>
  [...(opened.one('agent-call-window').shadowRoot?.querySelectorAll('button') ?? [])].map(spoken);

const record = (): CallRecord => {
  const ringing = startCall(
    {
      id: 'call-1',
      conversation,
      media: 'video',
      choices: ['audio', 'video'],
      backend: 'fake',
      relay: true,
      agent: { id: 'agent-1', name: 'Aoi', tab: 'desk', camera: 'granted' },
      customer: { id: 'v-7f2k' },
    },
    NOON,
  );
  return (
    [
      { type: 'accept', tab: 'page', choice: 'video' },
      { type: 'ready', side: 'customer', microphone: 'granted', camera: 'granted' },
      { type: 'connected', side: 'agent', outcome: 'video', path: 'direct' },
      { type: 'connected', side: 'customer', outcome: 'video', path: 'direct' },
    ] as const
  ).reduce((before, command) => applyCommand(before, command, NOON).record, ringing);
};

const track = (id: string, on = true) => ({ id, on, interrupted: false, silent: false });

const room = (change: Partial<RoomSnapshot> = {}): RoomSnapshot => ({
  state: 'connected',
  playback: 'allowed',
  devices: { microphone: 'microphone-1', camera: 'camera-1', speaker: null },
  participants: [
    { id: 'agent-1', self: true, speaking: false, quality: 'good', microphone: track('own-sound'), camera: track('own-picture'), screen: null },
    { id: 'v-7f2k', self: false, speaking: true, quality: 'fair', microphone: track('their-sound'), camera: track('their-picture'), screen: null },
  ],
  ...change,
});

async function inCall(): Promise<OpenedConsole> {
  const opened = await openConsole();
  opened.authority.customerSays('v-7f2k', 'Hello');
  await opened.drawn();
  await opened.select(conversation);
  opened.call(conversation).show(record(), {}, { room: room(), wanted: { microphone: true, camera: true } });
  await opened.painted();
  return opened;
}

describe('Call commands on the console', () => {
  it('stand in "More commands" beside "End conversation", as the site allows', async () => {
    const opened = await openConsole();
    const id = opened.authority.customerSays('v-1', 'Hello');
    await opened.drawn();
    await opened.select(id);
    expect(opened.named('End conversation')).to.have.length(1);
    await opened.press('More commands');
    expect(opened.named('Voice call')).to.have.length(1);
    expect(opened.named('Video call')).to.have.length(1);
  });

  it('leave out video on a voice site, and calls where there are none', async () => {
    for (const [calling, voice] of [
      ['voice', 1],
      ['none', 0],
    ] as const) {
      const opened = await openConsole();
      const server = opened.authority.customer('v-1');
      Object.assign(server.site, { calling });
      const id = opened.authority.customerSays('v-1', 'Hello');
      await opened.drawn();
      await opened.select(id);
      await opened.press('More commands');
      expect(opened.named('Voice call'), calling).to.have.length(voice);
      expect(opened.named('Video call'), calling).to.have.length(0);
    }
  });

  const reasons: readonly (readonly [string, (opened: OpenedConsole) => void, string])[] = [
    ['the customer’s browser cannot', (opened) => opened.authority.describe('v-7f2k', { capabilities: { calls: 'unsupported', screenShare: false } }), 'The customer’s browser cannot make calls.'],
    ['the customer has no microphone', (opened) => opened.authority.describe('v-7f2k', { capabilities: { calls: 'no-microphone', screenShare: false } }), 'The customer has no microphone.'],
    ['the customer left the page', (opened) => opened.authority.describe('v-7f2k', { online: false }), 'is not on the page right now'],
    ['the agent is in a call', (opened) => opened.authority.setPresence({ inCall: true }), 'You are in a call already.'],
    ['there is no connection', (opened) => opened.authority.chat.goOffline(), 'There is no connection to the server.'],
    ['the conversation has ended', (opened) => opened.authority.customer('v-7f2k').end(conversation), 'The conversation has ended.'],
  ];
  for (const [why, happen, words] of reasons) {
    it(`are disabled and say why where ${why}`, async () => {
      const opened = await openConsole();
      opened.authority.customerSays('v-7f2k', 'Hello');
      await opened.drawn();
      await opened.select(conversation);
      happen(opened);
      await opened.advance(0);
      await opened.press('More commands');
      const command = opened.button('Voice call');
      expect(command.ariaDisabled).to.equal('true');
      const described = (command.getRootNode() as ShadowRoot).getElementById(command.getAttribute('aria-describedby') ?? '');
      expect(described?.textContent).to.contain(words);
      command.click();
      expect(opened.call(conversation).asked).to.deep.equal([]);
    });
  }

  it('are disabled where the agent’s own browser cannot, which the bar says too', async () => {
    const opened = await openConsole();
    opened.devices.block = 'no-microphone';
    opened.devices.change([]);
    opened.authority.customerSays('v-7f2k', 'Hello');
    await opened.drawn();
    await opened.select(conversation);
    expect(opened.text).to.contain('Calls are not possible: no microphone was found.');
    await opened.press('More commands');
    expect(opened.button('Video call').ariaDisabled).to.equal('true');
  });
});

describe('A call from the console', () => {
  it('opens a window with exactly video, mute and end', async () => {
    const { opened } = await withCalls();
    await ring(opened);
    expect(windowButtons(opened)).to.deep.equal(['Turn video off', 'Mute', 'End call']);
    expect(opened.text).to.contain('Ringing Visitor 7F2K…').and.to.contain('Calling…').and.not.to.contain('In a call');
  });

  it('follows what the customer does until both talk', async () => {
    const { opened, server } = await withCalls();
    await ring(opened);
    server.apply({ type: 'accept', tab: 'page', choice: 'video' });
    server.apply({ type: 'asking', side: 'customer', camera: true });
    // What changes on the way into a call is told together.
    await opened.advance(300);
    expect(opened.text).to.contain('Visitor 7F2K accepted with video and is choosing a device').and.to.contain('Calling…').and.not.to.contain('In a call');
    server.apply({ type: 'ready', side: 'customer', microphone: 'granted', camera: 'denied' });
    await opened.advance(300);
    expect(opened.text).to.contain('camera refused, continued with audio').and.to.contain('In a call').and.not.to.contain('Calling…');
  });

  const endings: readonly (readonly [string, (opened: OpenedConsole, server: FakeCallServer) => unknown, string])[] = [
    ['declined', (_, server) => server.apply({ type: 'decline', tab: 'page' }), 'Visitor 7F2K declined'],
    ['unanswered', (opened) => opened.advance(45_000), 'gave no answer'],
    ['cancelled', (opened) => opened.press('End call'), 'You canceled the call'],
    [
      'refused a microphone',
      (_, server) => {
        server.apply({ type: 'accept', tab: 'page', choice: 'audio' });
        server.apply({ type: 'refuse', refusal: 'denied', again: false });
      },
      'could not give access to a microphone: access was refused',
    ],
    [
      'never given a device',
      async (opened, server) => {
        server.apply({ type: 'accept', tab: 'page', choice: 'audio' });
        await opened.advance(60_000);
      },
      'never chose a device',
    ],
    [
      'left by the customer',
      async (opened, server) => {
        server.apply({ type: 'accept', tab: 'page', choice: 'audio' });
        server.apply({ type: 'leaving', side: 'customer' });
        await opened.advance(20_000);
      },
      'Visitor 7F2K left the page',
    ],
    [
      'hung up by the customer',
      (_, server) => {
        server.apply({ type: 'accept', tab: 'page', choice: 'audio' });
        server.apply({ type: 'end', side: 'customer' });
      },
      'Visitor 7F2K ended the call',
    ],
    ['ended with the conversation', (_, server) => server.apply({ type: 'conversation-ended', by: 'customer' }), 'ended with the conversation'],
  ];
  for (const [how, happen, words] of endings) {
    it(`that is ${how} says so, closes its window and frees the agent`, async () => {
      const { opened, server } = await withCalls();
      await ring(opened, 'Voice call');
      await happen(opened, server);
      await opened.advance(0);
      expect(opened.text).to.contain(words);
      expect(opened.all('agent-call-window')).to.have.length(0);
      expect(opened.devices.live).to.have.length(0);
      await opened.press('More commands');
      expect(opened.button('Voice call').ariaDisabled).to.equal('false');
    });
  }

  it('that has ended is made again by a key, as it was, and only where that is possible', async () => {
    const { opened, server } = await withCalls();
    await ring(opened);
    server.apply({ type: 'decline', tab: 'page' });
    await opened.advance(0);
    opened.authority.describe('v-7f2k', { online: false });
    await opened.drawn();
    key('C', { shiftKey: true });
    await opened.advance(0);
    expect(server.record?.state.phase).to.equal('ended');
    opened.authority.describe('v-7f2k', { online: true });
    await opened.drawn();
    key('C', { shiftKey: true });
    await opened.advance(0);
    expect([server.record?.state.phase, server.record?.media]).to.deep.equal(['ringing', 'video']);
  });

  it('that found its room full says so, and can be made again', async () => {
    const { opened, server, backend } = await withCalls();
    backend.blocked = 'all';
    backend.failure = 'full';
    await ring(opened, 'Voice call');
    server.apply({ type: 'accept', tab: 'page', choice: 'audio' });
    server.apply({ type: 'ready', side: 'customer', microphone: 'granted', camera: 'unasked' });
    await opened.advance(0);
    backend.room?.set('failed');
    await opened.advance(0);
    // Not another one over the relay.
    expect(backend.rooms).to.have.length(1);
    expect(opened.text).to.contain('The call is full, so it could not connect').and.to.contain('Call again');
  });

  it('rings nobody where the own microphone is refused, and says what helps', async () => {
    const { opened, server } = await withCalls();
    opened.devices.microphone = 'denied';
    await ring(opened, 'Voice call');
    expect(server.record).to.equal(null);
    expect(opened.text)
      .to.contain('Nobody was called.')
      .and.to.contain('Your browser was told not to give this page the microphone.')
      .and.to.contain('Press the icon left of the address');
    opened.devices.microphone = 'granted';
    await opened.press('Try again');
    await opened.advance(0);
    expect(server.record?.state.phase).to.equal('ringing');
  });

  it('tries a video call again with video, and offers one without where the camera is refused', async () => {
    for (const [answer, camera, media] of [['Try again', 'granted', 'video'], ['Call without video', 'denied', 'audio']] as const) {
      const { opened, server } = await withCalls();
      opened.devices.camera = 'denied';
      await ring(opened, 'Video call');
      expect(opened.text).to.contain('Your browser was told not to give this page the camera.');
      opened.devices.camera = camera;
      await opened.press(answer);
      await opened.advance(0);
      expect(server.record?.media).to.equal(media);
    }
  });
});

describe('A call in another of the agent’s windows', () => {
  it('has a microphone and a camera that only that window changes, which the buttons say and the keys obey', async () => {
    const opened = await inCall();
    const call = opened.call(conversation);
    call.show(record(), { own: false }, { room: null, wanted: { microphone: true, camera: false } });
    await opened.drawn();
    const before = call.asked.length;
    expect(windowButtons(opened)).to.deep.equal(['Turn video off', 'Mute', 'End call']);
    for (const name of ['Turn video off', 'Mute']) {
      const button = opened.button(name);
      expect([button.ariaDisabled, button.ariaDescription, button.ariaBusy], name).to.deep.equal(['true', 'This call runs in another of your windows.', 'false']);
      button.click();
    }
    for (const name of ['m', 'c']) key(name);
    await opened.drawn();
    expect(call.asked.slice(before)).to.deep.equal([]);
    await opened.press('End call');
    expect(call.asked.slice(before)).to.deep.equal([['end']]);
  });

  it('says nothing of what this window’s microphone was in a call before', async () => {
    const opened = await inCall();
    opened.call(conversation).show(record(), { own: false }, { room: null, wanted: { microphone: false, camera: false } });
    await opened.drawn();
    expect(opened.button('Mute').ariaDisabled).to.equal('true');
    expect(opened.text).not.to.contain('You are muted');
  });

  it('is ended from any of them', async () => {
    const { opened, server } = await withCalls();
    server.start({ callId: 'call-1', commandId: 'call-1', conversation, media: 'audio', camera: 'unasked', tab: 'another window' });
    await opened.advance(0);
    expect(opened.text).to.contain('This call runs in another of your windows');
    await opened.press('End call');
    await opened.advance(0);
    expect(server.record?.state.phase).to.equal('ended');
  });
});

describe('The window of a call', () => {
  it('turns no video on by key where its button does not', async () => {
    const opened = await inCall();
    const call = opened.call(conversation);
    const [self, other] = room().participants;
    if (!self || !other) throw new Error('nobody is there');
    call.show({ ...record(), choices: ['audio'] }, {}, { room: room({ participants: [{ ...self, camera: null }, other] }), wanted: { microphone: true, camera: false } });
    await opened.drawn();
    expect(opened.button('Turn video on').ariaDisabled).to.equal('true');
    const before = call.asked.length;
    key('c');
    key('m');
    expect(call.asked.slice(before)).to.deep.equal([['setMicrophone', false]]);
  });

  it('draws everyone who takes part, a timer, and how good the connection is', async () => {
    const opened = await inCall();
    const other = { id: 'third', name: 'Ren', self: false, speaking: false, quality: 'good', microphone: null, camera: null, screen: null } as const;
    opened.call(conversation).set({ room: room({ participants: [...room().participants, other] }) });
    await opened.advance(63_000);
    expect(opened.all('.tile')).to.have.length(2);
    expect(opened.all('video').map((each) => each.dataset.track)).to.deep.equal(['their-picture', 'own-picture']);
    expect(opened.text).to.contain('1:03');
    expect(opened.one('.quality').ariaLabel).to.equal('Fair connection');
  });

  it('plays a camera before its first picture, with the face under it, and shows the face alone once the picture stops', async () => {
    const opened = await inCall();
    const [self, other] = room().participants;
    const people = [];
    for (const camera of [null, track('their-picture', false), track('their-picture'), track('their-picture', false), null, track('their-picture', false)]) {
      opened.call(conversation).set({ room: room({ participants: [self, { ...other, camera, speaking: false }] as RoomSnapshot['participants'] }) });
      await opened.drawn();
      people.push([...opened.all('.tile video'), ...opened.all('.tile .face')].map(({ className, localName }) => className || localName).join(' over '));
    }
    expect(people).to.deep.equal(['face', 'video over face', 'video', 'face', 'face', 'video over face']);
  });

  it('shows the four words of an encrypted call as soon as there are any, in the agent’s language', async () => {
    const opened = await inCall();
    expect(opened.all('.compared')).to.have.length(0);
    opened.call(conversation).show({ ...record(), id: 'call-of-words' }, {}, { room: room({ words: [0, 1, 127, 255] }) });
    await waitUntil(() => opened.all('.compared').length > 0, 'the words are there');
    expect(opened.one('.compared').textContent).to.equal('Compare with the customer: apple · bread · rainbow · watermelon');
    opened.element.lang = 'ja';
    await waitUntil(() => opened.all('.compared').some((line) => line.textContent.includes('りんご')), 'the words are Japanese');
  });

  it('says so where other words take the place of those that were shown, to who sees and to who hears it', async () => {
    const opened = await inCall();
    // A console of another test may have shown words of a call by that name.
    const call = { ...record(), id: 'call-of-other-words' };
    opened.call(conversation).show(call, {}, { room: room({ words: [0, 1, 127, 255] }) });
    await waitUntil(() => opened.all('.compared').length > 0, 'the words are there');
    const line = opened.one('.compared');
    expect(line.role).to.equal('status');
    opened.call(conversation).show(call, {}, { room: room({ words: [1, 0, 127, 255] }) });
    await opened.drawn();
    expect(opened.one('.compared')).to.equal(line);
    expect(line.textContent).to.equal('New words, compare with the customer again: bread · apple · rainbow · watermelon');
    expect(line.classList.contains('new')).to.equal(true);
  });

  it('plays a picture as long as it is drawn', async () => {
    const opened = await inCall();
    const call = opened.call(conversation);
    expect(call.asked).to.deep.equal([
      ['attach', 'their-picture'],
      ['attach', 'own-picture'],
    ]);
    call.set({ room: room({ participants: room().participants.map((each) => ({ ...each, camera: null })) }) });
    await opened.drawn();
    expect(call.asked.slice(2)).to.deep.equal([
      ['detach', 'their-picture'],
      ['detach', 'own-picture'],
    ]);
  });

  it('shows what is, while something else is wanted', async () => {
    const opened = await inCall();
    const call = opened.call(conversation);
    await opened.press('Mute');
    expect(call.asked.at(-1)).to.deep.equal(['setMicrophone', false]);
    call.set({ wanted: { microphone: false, camera: true } });
    await opened.drawn();
    expect(opened.button('Mute').ariaBusy).to.equal('true');
    const [self, other] = room().participants;
    if (!self || !other) throw new Error('nobody is there');
    call.set({ room: room({ participants: [{ ...self, microphone: track('own-sound', false) }, other] }) });
    await opened.drawn();
    expect(opened.button('Unmute').ariaBusy).to.equal('false');
    expect(opened.text).to.contain('You are muted');
  });

  it('never says that the others hear somebody whom the system has muted', async () => {
    const opened = await inCall();
    const [self, other] = room().participants;
    if (!self || !other) throw new Error('nobody is there');
    opened.call(conversation).set({ room: room({ participants: [{ ...self, microphone: { ...track('own-sound'), interrupted: true } }, other] }) });
    await opened.drawn();
    expect(opened.text).to.contain('The system has taken your microphone');
  });

  it('says in words that the connection is weak, and no longer once it is lost', async () => {
    const opened = await inCall();
    const [self, other] = room().participants;
    if (!self || !other) throw new Error('nobody is there');
    const weak = { room: room({ participants: [self, { ...other, quality: 'poor' }] }) };
    opened.call(conversation).set(weak);
    await opened.drawn();
    expect(opened.text).to.contain('Poor connection');
    opened.call(conversation).show(record(), { connected: false }, weak);
    await opened.drawn();
    expect(opened.text).to.contain('The connection was interrupted').and.not.to.contain('Poor connection');
    opened.authority.chat.goOffline();
    await opened.drawn();
    expect(opened.text).to.contain('Your connection is lost');
  });

  it('gives the button that lets sound play room for its words on a phone', async () => {
    const opened = await inCall();
    await setViewport({ width: 375, height: 812 });
    opened.call(conversation).set({ room: room({ playback: 'blocked' }) });
    await opened.painted();
    expect(opened.button('Hear them').offsetHeight).to.be.below(50);
  });

  it('offers to let sound play that the browser holds back, above the transcript', async () => {
    const opened = await inCall();
    opened.call(conversation).set({ room: room({ playback: 'blocked' }) });
    await opened.drawn();
    expect(windowButtons(opened)).to.have.length(3);
    await opened.press('Hear them');
    expect(opened.call(conversation).asked.at(-1)).to.deep.equal(['resumePlayback']);
  });

  it('hands the focus on when its window goes, and leaves how it ended to what stays', async () => {
    const { opened, server } = await withCalls();
    await ring(opened, 'Voice call');
    const gone = opened.one('agent-call-window');
    const told = gone.shadowRoot?.querySelector('.doing');
    opened.button('End call').focus();
    server.apply({ type: 'accept', tab: 'page', choice: 'audio' });
    server.apply({ type: 'end', side: 'customer' });
    await opened.advance(0);
    expect(gone.isConnected).to.equal(false);
    expect(told?.textContent).to.equal('');
    const conversationShown = opened.one('agent-conversation').shadowRoot;
    expect(conversationShown?.activeElement).to.equal(conversationShown?.querySelector('textarea'));
    // What the window showed last is what it shows for ever: nothing watches the call from a window that is gone.
    await ring(opened, 'Voice call');
    expect(told?.textContent).to.equal('');
    await opened.press('End call');
    await opened.advance(0);
    opened.button('Close').focus();
    await opened.press('Close');
    expect(conversationShown?.activeElement).to.equal(conversationShown?.querySelector('textarea'));
  });

  it('is moved by keys, and never over the composer', async () => {
    const opened = await inCall();
    const { top: before } = opened.one('agent-call-window').getBoundingClientRect();
    const handle = opened.one('agent-call-window .window, .window');
    for (let press = 0; press < 60; press++) {
      handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true, bubbles: true, cancelable: true }));
    }
    await opened.drawn();
    const { top, bottom } = opened.one('agent-call-window').getBoundingClientRect();
    expect(top).to.be.greaterThan(before);
    expect(bottom).to.be.lessThan(opened.button('Message').getBoundingClientRect().top);
  });

  for (const [length, messages] of [['short', 1], ['long', 30]] as const) {
    it(`covers no newest message of a ${length} conversation, wherever it stands, and leaves its room when it goes`, async () => {
      const opened = await inCall();
      for (let message = 0; message < messages; message++) opened.authority.customer('v-7f2k').agentSays(`Number ${String(message)}, with a few more words.`);
      const bubble = (): DOMRect => (opened.all('.bubble').at(-1) as HTMLElement).getBoundingClientRect();
      const isCovered = async (): Promise<boolean> => {
        await opened.painted();
        await opened.painted();
        const { left, right, top, height } = bubble();
        const at = opened.element.shadowRoot?.elementFromPoint((left + right) / 2, top + height / 2);
        return at?.localName !== 'agent-conversation';
      };
      expect(await isCovered(), 'at the top').to.equal(false);
      const handle = opened.one('.window');
      for (let press = 0; press < 20; press++) {
        handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true, bubbles: true, cancelable: true }));
      }
      expect(await isCovered(), 'at the bottom').to.equal(false);
      const { bottom } = bubble();
      opened.call(conversation).show({ ...record(), state: { phase: 'ended', reason: 'hung-up', by: 'customer', at: NOON, duration: 0 } }, {}, { room: null });
      expect(await isCovered(), 'afterwards').to.equal(false);
      if (messages > 1) expect(bubble().bottom).to.be.greaterThan(bottom);
    });
  }

  it('is dragged by a pointer, and stays inside the conversation', async () => {
    const opened = await inCall();
    const element = opened.one('agent-call-window');
    const head = opened.one('.window > .head');
    const box = head.getBoundingClientRect();
    // Capture wants a real pointer; where it goes is what is tested.
    head.setPointerCapture = () => undefined;
    const at = (type: string, x: number, y: number): void =>
      void head.dispatchEvent(new PointerEvent(type, { button: 0, pointerId: 1, clientX: box.x + x, clientY: box.y + y, bubbles: true }));
    const { left } = element.getBoundingClientRect();
    at('pointerdown', 20, 10);
    at('pointermove', -80, 10);
    at('pointerup', -80, 10);
    await opened.drawn();
    expect(Math.round(element.getBoundingClientRect().left)).to.equal(Math.round(left) - 100);
    at('pointerdown', 20, 10);
    at('pointermove', -4_000, -4_000);
    at('pointerup', -4_000, -4_000);
    await opened.drawn();
    const stage = opened.one('agent-conversation').getBoundingClientRect();
    expect(element.getBoundingClientRect().left).to.be.at.least(stage.left);
    expect(element.getBoundingClientRect().top).to.be.at.least(stage.top);
  });
});
