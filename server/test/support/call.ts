import type { CallAck } from '../../../src/protocol/call-wire.ts';
import type { CallRecord } from '../../../src/protocol/call-record.ts';
import type { Sent } from '../../../src/protocol/results.ts';
import type { Method } from '../../../src/protocol/requests.ts';
import { agent, customer } from './client.ts';
import type { Client } from './client.ts';
import { people } from './place.ts';

let commands = 0;
/** A command's id that no other has. */
export const commandId = (): string => `command-${(commands += 1)}`;

export const text = (words: string): unknown[] => [{ type: 'text', text: words }];

export interface Talk {
  readonly ann: Client;
  readonly cookie: string;
  readonly visitor: Client;
  readonly token: string;
  readonly conversation: string;
}

/** Ann and a customer, who has written once. */
export async function talk(url: string, credentials: { readonly email: string; readonly password: string } = people.ann): Promise<Talk> {
  const { client: ann, cookie } = await agent(url, credentials);
  const { client: visitor, hello } = await customer(url);
  const sent = await visitor.request<Sent>('chat.send', { clientId: `first-${commandId()}`, parts: text('Hello') });
  return { ann, cookie, visitor, token: hello.token, conversation: sent.conversation.id };
}

export const command = (client: Client, method: Method, callId: string, more: object = {}): Promise<CallAck> =>
  client.request<CallAck>(method, { callId, commandId: commandId(), ...more });

export const start = (client: Client, conversation: string, callId: string, more: object = {}): Promise<CallAck> =>
  command(client, 'call.start', callId, { conversation, tab: 'desk-1', media: 'video', camera: 'granted', ...more });

export const accept = (client: Client, callId: string, more: object = {}): Promise<CallAck> =>
  command(client, 'call.accept', callId, { tab: 'tab-1', choice: 'video', ...more });

export interface Leases {
  readonly agent: string;
  readonly customer: string;
}

/** A call that both sides are in. */
export async function activeCall({ ann, visitor, conversation }: Talk, callId: string): Promise<Leases> {
  const ringing = await start(ann, conversation, callId);
  const claimed = await accept(visitor, callId);
  const leases = { agent: ringing.lease ?? '', customer: claimed.lease ?? '' };
  await command(visitor, 'call.ready', callId, { lease: leases.customer, microphone: 'granted', camera: 'granted' });
  await command(visitor, 'call.connected', callId, { lease: leases.customer, path: 'direct', outcome: 'video' });
  await command(ann, 'call.connected', callId, { lease: leases.agent, path: 'direct', outcome: 'video' });
  return leases;
}

/** Waits for the call to come to a phase. */
export async function phase(client: Client, wanted: CallRecord['state']['phase']): Promise<CallRecord> {
  const { call } = await client.next<{ call: CallRecord }>('call.changed', (each) => each.call.state.phase === wanted);
  return call;
}
