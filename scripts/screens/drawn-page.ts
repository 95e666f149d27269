/** Runs in a page of its own, bundled: draws the customer's elements in states that a walk with real pages hardly meets. */
import '../../src/define/call-controls.ts';
import '../../src/define/call-prompt.ts';
import '../../src/define/chat-panel.ts';
import '../../src/define/chat-widget.ts';
import { attachPanel } from '../../src/elements/chat-widget/attach-panel.ts';
import { ChatWidget } from '../../src/elements/chat-widget/chat-widget.ts';
import type { DeviceRefusal } from '../../src/protocol/call-record.ts';
import type { CallSnapshot } from '../../src/session/call/call.ts';
import type { ChatSnapshot } from '../../src/session/chat/chat.ts';
import type { RoomParticipant, RoomSnapshot } from '../../src/session/contracts/media-backend.ts';
import type { FakeSession } from '../../test/fakes/fake-session.ts';
import { conversation, entry, fakeSession, mika } from '../../test/fakes/fake-session.ts';
import { film, frame, one, painted, press, ringing, roomOf, say, someone, track } from './scenes.ts';

interface State {
  readonly open: boolean;
  readonly chat?: Partial<ChatSnapshot>;
  readonly call?: Partial<CallSnapshot>;
  /** What somebody does before the picture is taken. */
  readonly then?: (session: FakeSession) => Promise<void>;
}

const agent = { ...mika, name: say(mika.name, '田中 美香') };

const lines = [
  entry(1, 'customer', say('Hello! My iron kettle has a few brown spots inside. Is it ruined?', 'こんにちは。鉄瓶の内側に茶色い点が出てきました。もう使えませんか。')),
  entry(2, 'system', { type: 'joined' } as never, { kind: 'joined', author: { id: 'system', role: 'system' } }),
  entry(3, 'agent', say('Hello! Not at all. Those are harmless, and the water tastes the better for them.', 'こんにちは。ご心配いりません。湯垢のつき始めで、お湯はむしろまろやかになります。'), { author: { ...agent, role: 'agent' } }),
  entry(4, 'agent', say('Does the water itself turn brown?', 'お湯そのものに色はついていますか。'), { author: { ...agent, role: 'agent' } }),
  entry(5, 'customer', say('No, it stays clear. https://minakami.example/care/iron-kettles?spots=brown&inside=yes', 'いいえ、透明です。')),
].filter(({ kind }) => kind === 'message').map((each, index) => ({ ...each, seq: index + 1 }));

const talk: Partial<ChatSnapshot> = { conversation: conversation({ agent, lastSeq: lines.length }), entries: lines, seenSeq: lines.length, readSeq: lines.length };

const seen = { camera: track('agent-camera') };
const room = (self: Partial<RoomParticipant>, other: Partial<RoomParticipant>): RoomSnapshot => roomOf(someone('me', self), someone(agent.id, { name: agent.name, ...other }));
const since = Date.now() - 192_000;
const record = ringing(agent, 'c1', Date.now());
const calling = (view: CallSnapshot['view'], change: Partial<CallSnapshot> = {}): State => ({ open: true, chat: talk, call: { record, view, ...change } });
const talking = (self: Partial<RoomParticipant>, other: Partial<RoomParticipant>, change: Partial<CallSnapshot> = {}): State =>
  calling({ phase: 'in-call', since, link: 'up' }, { room: room(self, other), wanted: { microphone: true, camera: self.camera !== undefined }, ...change });
const own = { camera: track('own-camera') };
const prompt: CallSnapshot['view'] = { phase: 'prompt', media: 'video', choices: ['audio', 'video'], deadline: Date.now() + 33_000, dismissed: false };
const acquiring = (devices: Extract<CallSnapshot['view'], { phase: 'acquiring' }>['devices']): State =>
  calling({ phase: 'acquiring', choice: 'video', deadline: Date.now() + 50_000, devices });
const refused = (refusal: DeviceRefusal): State => acquiring({ is: 'refused', refusal, wants: 'video' });
const refusals: readonly DeviceRefusal[] = ['denied', 'dismissed', 'policy', 'system', 'no-device', 'busy', 'constraint', 'insecure', 'unsupported', 'timeout'];

/** A talk on three days, today too, long enough to scroll. */
const today = new Date().setHours(9, 10, 0, 0);
const longTalk = [4, 1, 0].flatMap((ago, part) =>
  lines.map((each, index) => ({ ...each, id: `l${part}-${index}`, seq: part * lines.length + index + 1, at: new Date(today - ago * 86_400_000 + index * 20_000).toISOString() })),
);
const weeks: Partial<ChatSnapshot> = { conversation: conversation({ agent, lastSeq: longTalk.length }), entries: longTalk, seenSeq: longTalk.length, readSeq: longTalk.length };
const scrollTo = async (offset: number): Promise<void> => {
  (await one('.scroller')).scrollTop = -offset;
  await frame();
  await frame();
};
const twoMore = [1, 2].map((nth) =>
  entry(longTalk.length + nth, 'agent', nth === 1 ? say('One more thing: dry it while it is warm.', 'もう一つ、温かいうちに乾かしてください。') : say('That keeps the spots away.', 'それだけで、しみが出にくくなります。'), {
    author: { ...agent, role: 'agent' },
  }),
);
const paragraph = say(
  'One more question, and a long one: my grandmother left me a kettle whose lid does not sit well any more. It is from Morioka, I think, with a pattern of pine needles. Could you look at it, and is it worth mending at all? I would bring it in myself.',
  'もう一つ、長い質問です。祖母から譲り受けた鉄瓶の蓋が合わなくなりました。盛岡のもので、松葉の文様があります。見ていただくことはできますか。直す価値があるものでしょうか。お店まで持って伺います。よろしくお願いいたします。',
);

const states: Readonly<Record<string, State>> = {
  launcher: { open: false },
  unread: { open: false, chat: { ...talk, unread: 3, readSeq: 1 } },
  empty: { open: true },
  'empty-away': { open: true, chat: { site: { id: 'demo', name: 'Minakami', calling: 'voice', staffed: false, answersIn: null } } },
  conversation: { open: true, chat: { ...talk, typing: [agent.id] } },
  'not-sent': {
    open: true,
    chat: {
      ...talk,
      outbox: [
        { clientId: 'a', text: say('Shall I send a picture?', '写真をお送りしましょうか。'), at: Date.now(), state: { is: 'not-sent', code: 'RATE_LIMITED' } },
        { clientId: 'b', text: say('It is the Arare, the big one.', '霰の大きいほうです。'), at: Date.now(), state: { is: 'sending' } },
      ],
      draft: say('And the lid', 'ふたは'),
    },
  },
  days: { open: true, chat: weeks, then: () => scrollTo(280) },
  'new-below': {
    open: true,
    chat: weeks,
    then: async ({ chat }) => {
      await scrollTo(280);
      chat.append(...twoMore);
      await one('.pill');
    },
  },
  'composer-five-lines': { open: true, chat: { ...talk, draft: paragraph } },
  menu: { open: true, chat: talk, then: () => press('.header [aria-haspopup=menu]') },
  'end-question': {
    open: true,
    chat: talk,
    then: async () => {
      await press('.header [aria-haspopup=menu]');
      await press('.menu [role=menuitem]');
      await one('.sheet');
    },
  },
  offline: { open: true, chat: { ...talk, connection: { is: 'offline', since: Date.now(), retryAt: Date.now() + 4_000 } as never } },
  ended: { open: true, chat: { ...talk, conversation: conversation({ agent, state: 'ended' }) } },
  prompt: calling(prompt),
  'prompt-card': { ...calling(prompt), open: false },
  'prompt-dismissed': calling({ ...prompt, dismissed: true }),
  'prompt-dismissed-launcher': { ...calling({ ...prompt, dismissed: true }), open: false },
  'prompt-voice': calling({ ...prompt, media: 'audio', choices: ['audio'] }),
  asking: acquiring({ is: 'opening', wants: 'video', since: Date.now() }),
  'asking-where': acquiring({ is: 'opening', wants: 'video', since: Date.now() - 6_000 }),
  ...Object.fromEntries(refusals.map((refusal) => [`refused-${refusal}`, refused(refusal)])),
  'camera-refused': acquiring({ is: 'camera-refused', refusal: 'denied' }),
  joining: calling({ phase: 'joining', path: 'direct' }, { room: { ...room({}, {}), state: 'joining' } }),
  'call-video': talking(own, { ...seen, speaking: true }),
  'call-camera-off': talking({}, seen),
  'call-voice': talking({}, { speaking: true }),
  'call-muted': talking({ ...own, microphone: track('m', { on: false }) }, seen, { wanted: { microphone: false, camera: true } }),
  'call-interrupted': talking({ ...own, microphone: track('m', { on: false, interrupted: true }) }, seen),
  'call-camera-interrupted': talking({ camera: track('c', { interrupted: true }) }, seen),
  'call-silent': talking({ microphone: track('m', { silent: true }) }, {}),
  'call-devices': { ...talking(own, seen), then: async () => void (await press('[part~=more]'), await one('.devices select')) },
  'call-they-muted': talking(own, { ...seen, microphone: track('x', { on: false }) }),
  'call-weak': talking({ ...own, quality: 'poor' }, { ...seen, quality: 'poor' }),
  'call-blocked': talking({}, seen, { room: { ...room({}, seen), playback: 'blocked' } }),
  'call-reconnecting': calling({ phase: 'in-call', since, link: 'reconnecting' }, { room: { ...room(own, seen), state: 'reconnecting' } }),
  'call-trouble': talking({}, seen, { trouble: { type: 'camera', refusal: 'denied' } }),
  pill: { ...talking({}, { speaking: true }), open: false },
  'pill-muted': { ...talking({ microphone: track('m', { on: false }) }, seen, { wanted: { microphone: false, camera: false } }), open: false },
  'pill-blocked': { ...talking({}, seen, { room: { ...room({}, seen), playback: 'blocked' } }), open: false },
  'pill-interrupted': { ...talking({ microphone: track('m', { on: false, interrupted: true }) }, seen), open: false },
  'pill-trouble': { ...talking({}, seen, { trouble: { type: 'microphone', refusal: 'busy' } }), open: false },
  'call-ended': calling({ phase: 'ended', reason: 'hung-up', by: 'agent', duration: 192_000 }),
  'call-missed': calling({ phase: 'ended', reason: 'no-answer', by: 'system', duration: 0 }),
  'call-failed': calling({ phase: 'ended', reason: 'media-failed', by: 'system', duration: 0 }),
  rejoin: calling({ phase: 'rejoin', since, busy: false, devices: { is: 'closed' } }),
  'rejoin-asking': calling({ phase: 'rejoin', since, busy: true, devices: { is: 'opening', wants: 'audio', since: Date.now() - 2_000 } }),
  elsewhere: calling({ phase: 'elsewhere' }),
};
window.states = states;

window.draw = async (name) => {
  const { open, chat, call, then } = states[name] as State;
  for (const old of document.querySelectorAll('chat-widget')) {
    old.close();
    old.remove();
  }
  const session: FakeSession = fakeSession({ site: { id: 'demo', name: 'Minakami', calling: 'voice-and-video', staffed: true, answersIn: 120_000 }, ...chat }, call);
  Object.assign(session.call, { attach: film });
  ChatWidget.compose = () => {
    const panel = document.createElement('chat-panel');
    panel.session = session;
    return Promise.resolve({ session, panel, attach: (shell) => attachPanel(panel, session, shell), release: () => undefined });
  };
  const widget = document.createElement('chat-widget');
  widget.setAttribute('site', name);
  document.body.append(widget);
  if (open) await widget.open();
  else if (name !== 'launcher') await widget.ready;
  await painted();
  if (then) await then(session);
  else (document.activeElement as HTMLElement | null)?.blur();
  await painted();
};
