import type * as v from 'valibot';
import type { CallAck } from '../../protocol/call-wire.ts';
import { callAck, callNews, callSignal } from '../../protocol/call-wire.ts';
import { eventNames } from '../../protocol/events.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import { granted } from '../../protocol/media-grant.ts';
import type { Params } from '../../protocol/requests.ts';
import type { CallAuthority, CallEvent, CommandName, CommandParams } from '../../session/contracts/call-authority.ts';
import type { WebSocketConnection } from './connection.ts';
import { parsed } from './parsed.ts';

/** The Warmline server's calls. A page loads this when the first call arrives: how that stands by then, the connection knows. */
export class WebSocketCallAuthority implements CallAuthority {
  readonly #connection: WebSocketConnection;

  constructor(connection: WebSocketConnection) {
    this.#connection = connection;
  }

  async command<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CallAck> {
    return parsed(callAck, await this.#connection.request(`call.${name}`, params as unknown as Params<`call.${Name}`>));
  }

  async grant(request: Params<'call.grant'>): Promise<MediaGrant> {
    return parsed(granted, await this.#connection.request('call.grant', request)).grant;
  }

  leaving(notice: Params<'call.leaving'>): void {
    this.#connection.notify('call.leaving', notice);
  }

  signal(signal: Params<'call.signal'>): void {
    this.#connection.notify('call.signal', signal);
  }

  listen(listener: (event: CallEvent) => void, options: { readonly signal: AbortSignal }): void {
    const connection = this.#connection;
    const tell = (): void => {
      const { greeting } = connection;
      listener(greeting ? { type: 'online', news: read(callNews, greeting.call) } : { type: 'offline' });
    };
    queueMicrotask(() => {
      if (options.signal.aborted) return;
      tell();
      connection.subscribe(tell, options);
      // What cannot be read is left out: a call's whole record comes with every change.
      connection.listen(({ method, params }) => {
        const news = method === eventNames.call && read(callNews, params);
        const signal = method === eventNames.signal && read(callSignal, params);
        if (news) listener({ type: 'news', news });
        if (signal) listener({ type: 'signal', signal });
      }, options);
    });
  }
}

function read<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | null {
  try {
    return parsed(schema, value);
  } catch {
    return null;
  }
}
