/** Runs in a page of its own, bundled: draws the agent's page in states that a walk with real pages hardly meets. */
import '../../src/define/agent-console.ts';
import { AgentConsole } from '../../src/agent/agent-console/agent-console.ts';
import type { CallParticipant, CallRecord } from '../../src/protocol/call-record.ts';
import type { CallSnapshot } from '../../src/session/call/call.ts';
import type { RoomParticipant, RoomSnapshot } from '../../src/session/contracts/media-backend.ts';
import { TransportError } from '../../src/session/contracts/chat-transport.ts';
import { AgentDesk } from '../../src/session/desk/agent-desk.ts';
import { FakeCall } from '../../test/fakes/fake-call.ts';
import type { FakeDeskAuthorityOptions } from '../../test/fakes/fake-desk-authority.ts';
import { FakeDeskAuthority } from '../../test/fakes/fake-desk-authority.ts';
import { FakeDevices } from '../../test/fakes/fake-devices.ts';
import { FakeEnvironment, FakeKeyValue } from '../../test/fakes/fake-environment.ts';
import { all, film, one, painted, press, ringing, roomOf, say, someone, track } from './scenes.ts';

interface Scene {
  readonly role?: FakeDeskAuthorityOptions['role'];
  /** Whose conversation is open; nobody's where it is not given. */
  readonly open?: Person;
  readonly call?: Partial<CallSnapshot>;
  /** What is otherwise than usual at the desk. */
  readonly desk?: (authority: FakeDeskAuthority, devices: FakeDevices) => void;
  /** What somebody does before the picture is taken. */
  readonly then?: (authority: FakeDeskAuthority) => Promise<void>;
}

type Person = 'yuki' | 'nobody' | 'jonas' | 'late';

const now = new Date().setHours(14, 20, 0, 0);
const me = { name: say('Mika Tanaka', '田中 美香') };
const names = { yuki: say('Yuki Mori', '森 由紀'), jonas: 'Jonas Weber' };

/** Who is at the desk and who waits, the same in every scene. */
function peopled(role: Scene['role']): FakeDeskAuthority {
  let moment = now;
  const colleagues = [{ id: 'agent-2', name: say('Ren Okada', '岡田 蓮') }, { id: 'agent-3', name: say('Emi Sato', '佐藤 恵美') }];
  const authority = new FakeDeskAuthority({ colleagues, now: () => moment, ...(role && { role }) });
  authority.me = { ...authority.me, ...me, used: 2 };
  const answers = (person: Person, text: string): void => {
    authority.customer(person).agentSays(text);
    authority.customer(person).agentReads();
  };
  const at = (minutes: number, happens: () => void): void => {
    moment = now - minutes * 60_000;
    happens();
    moment = now;
  };
  const profile = { timeZone: 'Asia/Tokyo', page: { url: 'https://minakami.example/arare.html', title: say('Arare iron kettle · Minakami', '霰鉄瓶 · みなかみ') } };
  at(60 * 50, () => {
    authority.customerSays('yuki', say('Do you ship to Sapporo?', '札幌にも送っていただけますか。'));
    answers('yuki', say('We do, in two days.', 'はい、二日で届きます。'));
    authority.customer('yuki').end(authority.customer('yuki').open?.id ?? '', 'agent');
  });
  at(9, () => authority.customerSays('yuki', say('Hello! My iron kettle has a few brown spots inside. Is it ruined?', 'こんにちは。鉄瓶の内側に茶色い点が出てきました。もう使えませんか。')));
  at(8, () => answers('yuki', say('Not at all. Those are harmless, and the water tastes the better for them.', 'ご心配いりません。湯垢のつき始めで、お湯はむしろまろやかになります。')));
  at(7, () => authority.customer('yuki').write('call', [{ type: 'call', media: 'video', by: 'agent', reason: 'hung-up', duration: 192_000 }] as never));
  at(6, () => authority.customerSays('yuki', say('Thank you, that was quick. May I show you the lid, too?', 'ありがとうございます。蓋も見ていただけますか。')));
  at(5, () => answers('yuki', say('Of course. Shall I call you?', 'もちろんです。お電話しましょうか。')));
  at(21, () => authority.customerSays('jonas', say('The handle came loose after a year.', '一年で持ち手がゆるみました。')));
  at(20, () => answers('jonas', say('We mend that. Could you send us a picture?', 'お直しできます。写真を送っていただけますか。')));
  at(2.7, () => authority.customerSays('late', say('Is the workshop open on Saturday?', '土曜日は工房を開けていますか。'), { waiting: true }));
  at(0.4, () => authority.customerSays('nobody', say('Does the low kettle work on an induction stove?', '平丸鉄瓶はIHでも使えますか。'), { waiting: true }));
  authority.describe('yuki', { ...profile, name: names.yuki, code: 'K7QX', language: say('en', 'ja') });
  authority.describe('jonas', { ...profile, name: names.jonas, code: 'B2MA', online: false, language: 'de', timeZone: 'Europe/Berlin' });
  authority.describe('late', { ...profile, code: 'H4TP', language: 'en' });
  authority.describe('nobody', { ...profile, code: 'R9DW', language: 'ja', page: { url: 'https://minakami.example/help.html', title: say('Help · Minakami', '使い方 · みなかみ') } });
  return authority;
}

const conversationOf = (authority: FakeDeskAuthority, person: Person): string => authority.customer(person).open?.id ?? '';

const agent = { id: 'agent-1', ...me };
const talking = (self: Partial<RoomParticipant>, other: Partial<RoomParticipant>, change: Partial<CallSnapshot> = {}): Scene => {
  const room: RoomSnapshot = roomOf(someone('agent-1', self), someone('me', { name: names.yuki, ...other }));
  const rings = ringing(agent, 'yuki-2', now);
  const inCall: Partial<CallParticipant> = { choice: 'video', outcome: 'video', lease: 1, tab: 't', microphone: 'granted', camera: 'granted' };
  const record: CallRecord = { ...rings, participants: rings.participants.map((each) => ({ ...each, ...inCall })), state: { phase: 'active', since: now - 192_000 } };
  const call: Partial<CallSnapshot> = { record, view: { phase: 'in-call', since: now - 192_000, link: 'up' }, room, wanted: { microphone: true, camera: self.camera !== undefined }, ...change };
  return { open: 'yuki', call };
};
const own = { camera: track('agent-camera') };
const seen = { camera: track('customer-camera') };
const commands = async (): Promise<void> => {
  await press('.face.only-icon');
  await one('[role=menu]');
};
const eraseAll = async (): Promise<void> => {
  await commands();
  await press('[role=menu] .item:last-child button');
  await one('dialog .danger');
};
const assigning = async (): Promise<void> => {
  await press('.face:not(.only-icon)');
  await one('[role=menu]');
};

const details = async (): Promise<void> => {
  if (all('.details').length > 0) await press('.details');
};

const scenes: Readonly<Record<string, Scene>> = {
  'sign-in-refused': {
    then: async () => {
      for (const [field, value] of [['email', 'mika@minakami.example'], ['password', 'not this one']]) ((await one(`[name=${field}]`)) as HTMLInputElement).value = value ?? '';
      await press('form .primary');
      await one('.problem svg');
    },
  },
  queue: { then: () => press('.filter:first-child') },
  'waiting-open': { open: 'late' },
  'supervisor-all': { role: 'supervisor', open: 'yuki' },
  'supervisor-assign': { role: 'supervisor', open: 'late', then: assigning },
  'erase-asked': { role: 'supervisor', open: 'yuki', then: () => press('.erase') },
  'supervisor-commands': { role: 'supervisor', open: 'yuki', then: commands },
  'erase-all-asked': { role: 'supervisor', open: 'yuki', then: eraseAll },
  'erase-failed': {
    role: 'supervisor',
    open: 'yuki',
    then: async (authority) => {
      authority.refusal = new TransportError('INTERNAL', { permanent: false });
      await press('.erase');
      await press('.danger');
      await one('dialog .bad');
    },
  },
  'assign-failed': {
    role: 'supervisor',
    open: 'late',
    then: async (authority) => {
      authority.refusal = new TransportError('INTERNAL', { permanent: false });
      await assigning();
      await press('[role=menuitem]:not([aria-disabled=true])');
      await one('.failed');
    },
  },
  commands: { open: 'yuki', then: commands },
  'commands-customer-cannot': { open: 'yuki', desk: (authority) => authority.describe('yuki', { capabilities: { calls: 'no-microphone', screenShare: false } }), then: commands },
  'commands-own-cannot': { open: 'yuki', desk: (_, devices) => (devices.block = 'no-microphone'), then: commands },
  'commands-waiting': { open: 'late', then: commands },
  'capacity-full': { open: 'yuki', desk: (authority) => authority.setPresence({ used: 4 }) },
  customer: { open: 'yuki', then: details },
  'customer-known': {
    open: 'yuki',
    desk: (authority) => authority.describe('yuki', { known: { subject: 'account/2f6c1e0a-9b7d-4c53-8e21-70a4d1c2b3e5', email: 'yuki.takahashi+orders@a-rather-long-mail-address.example' } }),
    then: details,
  },
  'microphone-refused': { open: 'yuki', call: { trouble: { type: 'start', media: 'video', code: 'MICROPHONE_REFUSED', refusal: 'denied' } } },
  'camera-refused': talking({}, seen, { trouble: { type: 'camera', refusal: 'denied' } }),
  'call-video': talking(own, { ...seen, speaking: true }),
  'call-voice': talking({}, { speaking: true }),
  'call-muted': talking({ ...own, microphone: track('m', { on: false }) }, seen, { wanted: { microphone: false, camera: true } }),
  'call-interrupted': talking({ ...own, microphone: track('m', { on: false, interrupted: true }) }, seen),
  'call-silent': talking({ ...own, microphone: track('m', { silent: true }) }, seen),
  'call-they-muted': talking(own, { ...seen, microphone: track('x', { on: false }) }),
  'call-weak': talking(own, { ...seen, quality: 'poor' }),
  'call-reconnecting': talking(own, { ...seen, quality: 'lost' }, { view: { phase: 'in-call', since: now - 192_000, link: 'reconnecting' } }),
  'call-elsewhere': talking({}, {}, { view: { phase: 'elsewhere' }, room: null }),
  'call-blocked': withPlayback(talking(own, seen)),
  // Where one column is shown at a time, the list; else another conversation.
  'call-other-conversation': { ...talking(own, seen), then: () => press(all('.back').length > 0 ? '.back' : '.row:not([aria-current])') },
};
window.states = scenes;

/** The browser holds the sound back. */
function withPlayback(scene: Scene): Scene {
  const room = scene.call?.room;
  return room ? { ...scene, call: { ...scene.call, room: { ...room, playback: 'blocked' } } } : scene;
}

window.draw = async (name) => {
  const { role, open, call, desk: change, then } = scenes[name] as Scene;
  document.querySelector('agent-console')?.remove();
  const authority = peopled(role);
  const devices = new FakeDevices();
  change?.(authority, devices);
  const environment = new FakeEnvironment({ now });
  const mine = conversationOf(authority, 'yuki');
  const createCall = (conversation: string): FakeCall => Object.assign(new FakeCall(conversation === mine ? call : {}), { attach: film });
  const desk = new AgentDesk({ authority, environment, devices, createCall });
  const openedDesk = { desk, devices, environment, close: () => desk.close() };
  const console = document.createElement('agent-console');
  console.lang = document.documentElement.lang;
  const isOutside = name.startsWith('sign-in');
  AgentConsole.makeGateway = () => ({
    store: new FakeKeyValue(),
    asksToSignIn: true,
    isSignedIn: () => Promise.resolve(!isOutside),
    signIn: () => Promise.resolve('refused'),
    signOut: () => Promise.resolve(),
    open: () => Promise.resolve(openedDesk),
  });
  document.body.append(console);
  if (!isOutside) await one('nav li');
  if (call) await press(`.row[data-conversation="${mine}"]`);
  if (open && !call) {
    await press('.filter:last-child');
    await press(`.row[data-conversation="${conversationOf(authority, open)}"]`);
  }
  await painted();
  if (then) await then(authority);
  else (document.activeElement as HTMLElement | null)?.blur();
  await painted();
};
