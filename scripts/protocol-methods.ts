import type * as v from 'valibot';
import { callAck } from '../src/protocol/call-wire.ts';
import { entryPage } from '../src/protocol/conversation.ts';
import type { ErrorCode } from '../src/protocol/errors.ts';
import type { Method } from '../src/protocol/requests.ts';
import * as results from '../src/protocol/results.ts';

/** What docs/protocol.md says of the methods where their schemas do not. The server's tests fail on a refusal that is not named here. */

/** What every request can be refused with. */
export const common: readonly ErrorCode[] = ['UNKNOWN_METHOD', 'HELLO_FIRST', 'INVALID_PARAMS', 'RATE_LIMITED', 'STORAGE_FULL', 'STORAGE_FAILED', 'SERVER_DRAINING', 'INTERNAL'];

const ofDesk: readonly ErrorCode[] = ['FORBIDDEN', 'CONVERSATION_NOT_FOUND'];
/** `FORBIDDEN`: also where the other side has given a command of the same name. */
const ofCalls: readonly ErrorCode[] = ['CALL_NOT_FOUND', 'FORBIDDEN'];

/** Who may call each method, its answer, and its own refusals beside the common ones. */
export const methods: Readonly<Record<Method, readonly [who: string, answer: v.GenericSchema | null, errors: readonly ErrorCode[]]>> = {
  hello: ['everyone, first', null, ['UNSUPPORTED_PROTOCOL', 'UNKNOWN_SITE', 'FOREIGN_ORIGIN', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'CUSTOMER_TOKEN_INVALID']],
  ping: ['both', results.nothing, []],
  'customer.page': ['customer', results.nothing, ['FORBIDDEN']],
  'chat.send': ['both', results.sent, ['CONVERSATION_NOT_FOUND', 'FORBIDDEN', 'CONVERSATION_ENDED', 'MESSAGE_EMPTY', 'MESSAGE_TOO_LONG']],
  'chat.history': ['both', entryPage, ['CONVERSATION_NOT_FOUND']],
  'chat.read': ['both', results.nothing, ['CONVERSATION_NOT_FOUND']],
  'chat.typing': ['both', null, ['CONVERSATION_NOT_FOUND']],
  'conversation.end': ['both', results.nothing, ['CONVERSATION_NOT_FOUND', 'FORBIDDEN']],
  'desk.status': ['agent', results.status, ['FORBIDDEN']],
  'desk.assign': ['agent', results.nothing, [...ofDesk, 'CONVERSATION_ENDED', 'AGENT_NOT_FOUND']],
  'desk.watch': ['agent', results.nothing, ofDesk],
  'desk.past': ['agent', results.past, ofDesk],
  'desk.erase': ['supervisor', results.erased, [...ofDesk, 'ENTRY_NOT_FOUND', 'NOT_A_MESSAGE']],
  'desk.eraseAll': ['supervisor', results.nothing, ofDesk],
  'call.start': ['agent', callAck, [...ofDesk, 'CALL_NOT_FOUND', 'CONVERSATION_ENDED', 'CALLING_OFF', 'VIDEO_OFF', 'CUSTOMER_CANNOT_CALL', 'CUSTOMER_AWAY']],
  'call.accept': ['customer, any tab', callAck, [...ofCalls, 'CALLING_OFF']],
  'call.asking': ['holder', callAck, ofCalls],
  'call.ready': ['holder', callAck, ofCalls],
  'call.refuse': ['customer, holder', callAck, ofCalls],
  'call.decline': ['customer, any tab', callAck, ofCalls],
  'call.connected': ['holder', callAck, ofCalls],
  'call.mediaLost': ['holder', callAck, ofCalls],
  'call.end': ['both, any tab', callAck, ofCalls],
  'call.reclaim': ['holder', callAck, [...ofCalls, 'CALLING_OFF']],
  'call.grant': ['holder', results.granted, ['CALL_NOT_FOUND', 'LEASE_LOST', 'CALLING_OFF']],
  'call.leaving': ['holder', null, ['CALL_NOT_FOUND']],
  'call.signal': ['holder', null, []],
};
