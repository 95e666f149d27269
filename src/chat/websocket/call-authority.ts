import * as v from 'valibot';
import type { CallAck } from '../../protocol/call-wire.ts';
import { callAck, callNews, callSignal } from '../../protocol/call-wire.ts';
import { eventNames } from '../../protocol/events.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import { granted } from '../../protocol/media-grant.ts';
import type { Params } from '../../protocol/requests.ts';
import type { CallAuthority, CallEvent, CommandName, CommandParams } from '../../session/contracts/call-authority.ts';
import { Listeners } from '../../session/contracts/observable.ts';
import type { ServerEvent, WebSocketConnection } from './connection.ts';
import { parsed } from './parsed.ts';

/** The Warmline server's calls. A page loads this when the first call arrives; what came before, the connection has kept. */
export class WebSocketCallAuthority implements CallAuthority {
  readonly #connection: WebSocketConnection;
  readonly #listeners = new Listeners<CallEvent>();
  /** For those who begin to listen later: how things stand, and what the other side has said in this call. */
  #missed: CallEvent[] = [];

  constructor(connection: WebSocketConnection) {
    const { signal } = new AbortController();
    this.#connection = connection;
    connection.subscribe(() => this.#connectionChanged(), { signal });
    this.#connectionChanged();
    for (const event of connection.takeCalls()) this.#hear(event);
    connection.listen((event) => this.#hear(event), { signal });
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

  listen(listener: (event: CallEvent) => void, { signal }: { readonly signal: AbortSignal }): void {
    queueMicrotask(() => {
      if (signal.aborted) return;
      for (const event of this.#missed) listener(event);
      this.#listeners.add(listener, signal);
    });
  }

  #connectionChanged(): void {
    const { snapshot, greeting } = this.#connection;
    const isOnline = snapshot.is === 'online';
    this.#missed = [];
    this.#tell(isOnline ? { type: 'online', news: read(callNews, greeting?.call) } : { type: 'offline' });
  }

  /** What cannot be read is left out: a call's whole record comes with every change. */
  #hear({ method, params }: ServerEvent): void {
    const news = method === eventNames.call && read(callNews, params);
    const signal = method === eventNames.signal && read(callSignal, params);
    if (news) this.#tell({ type: 'news', news });
    if (signal) this.#tell({ type: 'signal', signal });
  }

  #tell(event: CallEvent): void {
    if (event.type === 'signal') this.#missed.push(event);
    else if (event.type === 'online') this.#missed = [event];
    else if (event.type === 'news') {
      const isOver = event.news.call.state.phase === 'ended';
      this.#missed.splice(0, isOver ? Infinity : 1, { type: 'online', news: isOver ? null : event.news });
    }
    this.#listeners.tell(event);
  }
}

function read<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | null {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : null;
}
