import { expect } from 'chai';
import { callLine, callSentence } from '../../../src/agent/shared/call-words.ts';
import { Words } from '../../../src/agent/shared/words.ts';
import type { CallRecord, CallSide, EndReason, Media, MediaFailure, Permission } from '../../../src/protocol/call-record.ts';
import type { CallCommand } from '../../../src/protocol/call-rules.ts';
import { applyCommand, startCall } from '../../../src/protocol/call-rules.ts';
import type { CallFacts, CallView } from '../../../src/protocol/call-view.ts';
import { ownAgentView } from '../../fakes/fake-call.ts';

const words = new Words('en');
const now = 1_000;

const ringing = (): CallRecord =>
  startCall(
    {
      id: 'call-1',
      conversation: 'c',
      media: 'video',
      choices: ['audio', 'video'],
      backend: 'fake',
      relay: true,
      agent: { id: 'agent-1', name: 'Aoi', tab: 'desk', camera: 'granted' },
      customer: { id: 'v' },
    },
    now,
  );

const after = (...commands: readonly CallCommand[]): CallRecord =>
  commands.reduce((record, command) => applyCommand(record, command, now).record, ringing());

const say = (record: CallRecord, { online = true, facts = {} }: { readonly online?: boolean; readonly facts?: Partial<CallFacts> } = {}): string =>
  callSentence({ record, view: ownAgentView(record, facts), name: 'Visitor 7F2K', online }, words);

const accept = (choice: Media): CallCommand => ({ type: 'accept', tab: 'page', choice });
const ready = (camera: Permission): CallCommand => ({ type: 'ready', side: 'customer', microphone: 'granted', camera });
const up = (outcome: Media): readonly CallCommand[] => [
  { type: 'connected', side: 'agent', outcome: 'video', path: 'direct' },
  { type: 'connected', side: 'customer', outcome, path: 'direct' },
];

const sentAway = (side: CallSide, failure: MediaFailure): CallCommand => ({ type: 'media-lost', side, path: 'direct', failure });

describe('What the customer is doing in a call, as a sentence', () => {
  it('says that they are being rung', () => {
    expect(say(ringing())).to.equal('Ringing Visitor 7F2K…');
  });

  it('says that they chose, and are choosing a device', () => {
    expect(say(after(accept('video')))).to.equal('Visitor 7F2K accepted with video');
    expect(say(after(accept('audio'), { type: 'asking', side: 'customer', camera: false }))).to.contain('is choosing a device');
  });

  it('says that the browser refused a device while they decide how to go on', () => {
    const asked: CallCommand = { type: 'asking', side: 'customer', camera: true };
    expect(say(after(accept('video'), asked, { ...asked, camera: false, refusal: 'denied' }))).to.equal('Visitor 7F2K accepted, but has no microphone: access was refused. They are shown what to do');
    expect(say(after(accept('video'), asked, { ...asked, refusal: 'busy' }))).to.contain('without a camera');
  });

  it('says why they are rung once more, and that it was so where they did not answer then', () => {
    const again = after(accept('audio'), { type: 'refuse', refusal: 'no-device', again: true });
    expect(say(again)).to.equal('Visitor 7F2K could not give access to a microphone (none was found) and is asked once more');
    const unanswered = { ...again, state: { phase: 'ended', reason: 'no-answer', by: 'system', at: now, duration: 0 } } as const;
    expect(say(unanswered)).to.equal('Visitor 7F2K could not give access to a microphone (none was found), and gave no answer to the second ring');
    const newer = again.participants.map((each) => (each.role === 'customer' ? { ...each, microphone: 'asleep' as Permission } : each));
    expect(say({ ...again, participants: newer }), 'a page newer than this one').to.contain('is asked once more');
    expect(say({ ...unanswered, rangAgain: false })).to.equal('Visitor 7F2K gave no answer');
  });

  it('tells a camera that was refused from one that is missing or busy', () => {
    expect(say(after(accept('video'), ready('denied')))).to.contain('camera refused, continued with audio');
    expect(say(after(accept('video'), ready('no-device')))).to.contain('no camera found, continued with audio');
    expect(say(after(accept('video'), ready('busy')))).to.contain('camera not available, continued with audio');
  });

  it('keeps saying so during the call', () => {
    expect(say(after(accept('video'), ready('denied'), ...up('audio')))).to.contain('camera refused, continued with audio');
  });

  it('says what they answered with', () => {
    expect(say(after(accept('video'), ready('granted'), ...up('video')))).to.equal('Visitor 7F2K answered with video');
    expect(say(after(accept('audio'), ready('unasked'), ...up('audio')))).to.equal('Visitor 7F2K answered with audio');
  });

  it('says that their page is gone, for a moment or on the way to another', () => {
    const active = [accept('audio'), ready('unasked'), ...up('audio')] as const;
    expect(say(after(...active, { type: 'gone', side: 'customer' }))).to.contain('lost the connection, reconnecting');
    expect(say(after(...active, { type: 'leaving', side: 'customer' }))).to.contain('is changing page');
  });

  describe('that reconnects', () => {
    const active = [accept('audio'), ready('unasked'), ...up('audio')] as const;
    const lost = (side: CallSide): CallCommand => ({ type: 'media-lost', side, path: 'direct' });
    const facts = { connected: false };

    it('is held up by them where they changed page, and are back on the next one', () => {
      const back = after(...active, { type: 'leaving', side: 'customer' }, { type: 'reclaim', side: 'customer', tab: 'page', outcome: 'none' });
      expect(back.state.phase).to.equal('reconnecting');
      expect(say(back, { facts })).to.equal('Visitor 7F2K is back on the page, reconnecting…');
    });

    it('is held up by them where they alone lost it', () => {
      expect(say(after(...active, lost('customer')), { facts })).to.equal('Visitor 7F2K lost the connection, reconnecting…');
    });

    it('is held up by this side where this page does not hear the server, or came back to the call', () => {
      const self = 'Your connection is lost, reconnecting…';
      expect(say(after(...active), { online: false, facts })).to.equal(self);
      expect(say(after(...active, { type: 'leaving', side: 'customer' }), { online: false, facts }), 'what is known of them is old').to.equal(self);
      expect(say(after(...active, { type: 'gone', side: 'agent' }), { facts })).to.equal(self);
      expect(say(after(...active, { type: 'reclaim', side: 'agent', tab: 'desk', outcome: 'none' }), { facts })).to.equal(self);
    });

    it('is held up by nobody where nobody can tell', () => {
      const neutral = 'The connection was interrupted, reconnecting…';
      expect(say(after(...active), { facts })).to.equal(neutral);
      expect(say(after(...active, lost('agent')), { facts })).to.equal(neutral);
      expect(say(after(...active, lost('customer'), lost('agent')), { facts })).to.equal(neutral);
    });

    it('goes on as it was where only the server is not heard', () => {
      expect(say(after(...active), { online: false })).to.equal('Visitor 7F2K answered with audio');
    });
  });

  it('says that they are asked once more after a refusal', () => {
    expect(say(after(accept('video'), { type: 'refuse', refusal: 'denied', again: true }))).to.contain('is asked once more');
  });

  const endings: readonly (readonly [string, CallRecord, string])[] = [
    ['declined', after({ type: 'decline', tab: 'page' }), 'Visitor 7F2K declined'],
    ['cancelled', after({ type: 'end', side: 'agent' }), 'You canceled the call'],
    ['unanswered', applyCommand(ringing(), { type: 'tick' }, now + 45_000).record, 'no answer'],
    ['refused for good', after(accept('audio'), { type: 'refuse', refusal: 'no-device', again: false }), 'none was found'],
    ['never given a device', applyCommand(after(accept('audio')), { type: 'tick' }, now + 60_000).record, 'never chose a device'],
    ['hung up by them', after(accept('audio'), ready('unasked'), ...up('audio'), { type: 'end', side: 'customer' }), 'Visitor 7F2K ended the call'],
    ['hung up by this side', after(accept('audio'), ready('unasked'), ...up('audio'), { type: 'end', side: 'agent' }), 'You ended the call'],
    ['taken from them by another program', after(accept('audio'), ready('unasked'), ...up('audio'), sentAway('customer', 'elsewhere')), 'Visitor 7F2K’s place in the call was taken by another program'],
    ['taken from this side by another program', after(accept('audio'), ready('unasked'), ...up('audio'), sentAway('agent', 'elsewhere')), 'Your place in the call was taken by another program'],
    ['over for them by LiveKit’s own command', after(accept('audio'), ready('unasked'), ...up('audio'), sentAway('customer', 'removed')), 'Visitor 7F2K was removed'],
    ['over for this side by LiveKit’s own command', after(accept('audio'), ready('unasked'), ...up('audio'), sentAway('agent', 'removed')), 'You were removed'],
    ['full as somebody came back', after(accept('audio'), ready('unasked'), ...up('audio'), sentAway('customer', 'full')), 'The call is full'],
    ['ended with the conversation', after({ type: 'conversation-ended', by: 'customer' }), 'ended with the conversation'],
  ];
  for (const [how, record, sentence] of endings) {
    it(`says how a call ended that was ${how}`, () => {
      expect(record.state.phase).to.equal('ended');
      expect(say(record)).to.contain(sentence);
    });
  }

  it('says why no room carried the call, where either side knew', () => {
    const end = (failure?: string): string => {
      const view: CallView = { phase: 'ended', reason: 'media-failed', by: 'system', duration: 0, failure };
      return callSentence({ record: null, view, name: 'Visitor 7F2K', online: true }, words);
    };
    expect(end('full')).to.equal('The call is full, so it could not connect');
    expect(end('refused')).to.equal('The media server did not let everybody in, so the call could not connect');
    expect(end('unreachable')).to.equal('The media server could not be reached');
    expect(end('encryption')).to.equal('The two browsers could not agree on a key for the encryption');
    expect([end(), end('from a newer server')]).to.deep.equal(Array(2).fill('The two browsers could not reach each other'));
  });

  it('has words in both languages for every way a call ends, in the log', () => {
    const reasons: readonly EndReason[] = [
      'hung-up',
      'declined',
      'cancelled',
      'no-answer',
      'permission-refused',
      'permission-timeout',
      'media-failed',
      'lost',
      'left',
      'conversation-ended',
    ];
    for (const language of ['en', 'ja']) {
      const lines = reasons.map((reason) => callLine({ media: 'video', reason, duration: 192_000 }, new Words(language)));
      expect(new Set(lines).size).to.equal(reasons.length);
      expect(lines.join()).not.to.contain('{');
    }
  });

  it('calls a call that nobody joined by that, not by a duration', () => {
    expect(callLine({ media: 'audio', reason: 'hung-up', duration: 0 }, words)).to.equal('Voice call · ended before it connected');
    expect(callLine({ media: 'video', reason: 'hung-up', duration: 192_000 }, words)).to.equal('Video call · 3 min 12 sec');
  });
});
