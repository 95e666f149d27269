import type { CallRecord } from '../../src/protocol/call-record.ts';
import { startCall } from '../../src/protocol/call-rules.ts';
import type { Method } from '../../src/protocol/requests.ts';

/** One good example of everything that travels, to take apart in tests. */

export const call: CallRecord = startCall(
  {
    id: 'call-1',
    conversation: 'conversation-1',
    media: 'video',
    choices: ['audio', 'video'],
    backend: 'webrtc',
    relay: true,
    agent: { id: 'agent-1', name: 'Aki', tab: 'desk-1', camera: 'granted' },
    customer: { id: 'customer-1' },
  },
  1_795_000_000_000,
);

export const entry = {
  id: 'entry-1',
  seq: 1,
  kind: 'message',
  author: { id: 'customer-1', role: 'customer' },
  at: '2026-11-22T14:00:00.000Z',
  parts: [{ type: 'text', text: 'Hello, これは試験です 👋' }],
  clientId: 'mine-1',
};

export const conversation = {
  id: 'conversation-1',
  state: 'assigned',
  agent: { id: 'agent-1', name: 'Aki' },
  lastSeq: 1,
  reads: [{ participant: 'agent-1', role: 'agent', seq: 1 }],
  startedAt: '2026-11-22T14:00:00.000Z',
};

const page = { url: 'https://shop.example/shoes', title: 'Shoes' };
const capabilities = { calls: null, screenShare: true };

export const agentConversation = {
  ...conversation,
  site: 'demo',
  calling: 'voice-and-video',
  customer: { id: 'customer-1', code: 'K7', name: null, known: { subject: 'user-7', email: 'mei@home.example' }, online: true, language: 'ja', timeZone: 'Asia/Tokyo', page, capabilities },
  waitingSince: null,
  unread: 0,
  lastEntry: entry,
};

export const presence = { id: 'agent-1', name: 'Aki', role: 'agent', status: 'available', online: true, capacity: 4, used: 1, inCall: false };

const held = { callId: 'call-1', commandId: 'command-1', lease: 'secret' };

export const params: Readonly<Record<Method, unknown>> = {
  hello: {
    protocol: 'warmline.v1',
    role: 'customer',
    site: 'demo',
    tab: 'tab-1',
    capabilities,
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    page,
    features: [],
    resume: [{ conversation: 'conversation-1', seq: 1 }],
  },
  ping: {},
  'customer.page': { page },
  'chat.send': { clientId: 'mine-1', parts: [{ type: 'text', text: 'Hello' }] },
  'chat.history': { conversation: 'conversation-1', after: 1, limit: 50 },
  'chat.read': { conversation: 'conversation-1', seq: 1 },
  'chat.typing': { conversation: 'conversation-1', on: true },
  'conversation.end': { conversation: 'conversation-1' },
  'desk.status': { status: 'away' },
  'desk.assign': { conversation: 'conversation-1', agent: 'agent-1' },
  'desk.watch': { conversation: 'conversation-1', on: true },
  'desk.past': { conversation: 'conversation-1' },
  'desk.erase': { conversation: 'conversation-1', seq: 1 },
  'desk.eraseAll': { conversation: 'conversation-1' },
  'call.start': { conversation: 'conversation-1', callId: 'call-1', commandId: 'command-1', tab: 'desk-1', media: 'video', camera: 'granted' },
  'call.accept': { callId: 'call-1', commandId: 'command-1', tab: 'tab-1', choice: 'video' },
  'call.asking': { ...held, camera: true },
  'call.ready': { ...held, microphone: 'granted', camera: 'denied' },
  'call.refuse': { ...held, refusal: 'dismissed', again: true },
  'call.decline': { callId: 'call-1', commandId: 'command-1' },
  'call.connected': { ...held, path: 'direct', outcome: 'video' },
  'call.mediaLost': { ...held, path: 'relay', failure: 'full' },
  'call.end': { callId: 'call-1', commandId: 'command-1' },
  'call.reclaim': { ...held, tab: 'tab-1', outcome: 'none' },
  'call.grant': { callId: 'call-1', lease: 'secret' },
  'call.leaving': { callId: 'call-1', lease: 'secret' },
  'call.signal': { callId: 'call-1', lease: 'secret', generation: 2, n: 0, data: { description: { type: 'offer', sdp: 'v=0' } } },
};

const greeting = { protocol: 'warmline.v1', participant: 'customer-1', serverNow: 1_795_000_000_000, features: [], missed: [], call: null };

export const customerHello = {
  ...greeting,
  token: 'token',
  site: { id: 'demo', name: 'Shop', calling: 'voice', staffed: true, answersIn: null },
  conversation,
};

export const agentHello = { ...greeting, me: presence, agents: [presence], conversations: [agentConversation] };

export const news = { call, serverNow: 1_795_000_000_100, deadline: 1_795_000_045_000 };

export const ack = {
  ...news,
  refusal: null,
  lease: 'secret',
  grant: { backend: 'webrtc', iceServers: [{ urls: ['stun:stun.example'] }], relayOnly: false },
  signals: [{ callId: 'call-1', generation: 2, n: 0, data: 'offer' }],
};
