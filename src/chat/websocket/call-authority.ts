import * as v from 'valibot';
import type { CallAck, CallNews } from '../../protocol/call-wire.ts';
import { callAck, callNews, callSignal } from '../../protocol/call-wire.ts';
import { eventNames } from '../../protocol/events.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import { granted } from '../../protocol/media-grant.ts';
import type { Method, Params } from '../../protocol/requests.ts';
import type { CallAuthority, CallEvent } from '../../session/contracts/call-authority.ts';
import { Listeners } from '../../session/contracts/observable.ts';
import type { ServerEvent, WebSocketConnection } from './connection.ts';
import { parsed } from './parsed.ts';

type CallCommand = Exclude<Extract<Method, `call.${string}`>, 'call.grant' | 'call.leaving' | 'call.signal'>;

/** The Warmline server's calls. A page loads this when the first call arrives; what came before, the connection has kept. */
export class WebSocketCallAuthority implements CallAuthority {
  readonly start = this.#command('call.start');
  readonly accept = this.#command('call.accept');
  readonly asking = this.#command('call.asking');
  readonly ready = this.#command('call.ready');
  readonly refuse = this.#command('call.refuse');
  readonly decline = this.#command('call.decline');
  readonly connected = this.#command('call.connected');
  readonly mediaLost = this.#command('call.mediaLost');
  readonly end = this.#command('call.end');
  readonly reclaim = this.#command('call.reclaim');
  readonly #connection: WebSocketConnection;
  readonly #listeners = new Listeners<CallEvent>();
  /** The server's last word on the call, for those who begin to listen later. */
  #latest: CallNews | null = null;
  /** Signals that nobody has heard yet: of a call, none may be lost. */
  #unheard: CallEvent[] | null = [];
  #online = false;

  constructor(connection: WebSocketConnection) {
    const { signal } = new AbortController();
    this.#connection = connection;
    connection.subscribe(() => this.#connectionChanged(), { signal });
    this.#connectionChanged();
    for (const event of connection.takeCalls()) this.#hear(event);
    connection.listen((event) => this.#hear(event), { signal });
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
    const unheard = this.#unheard ?? [];
    this.#unheard = null;
    queueMicrotask(() => {
      if (signal.aborted) return;
      const live = this.#latest && this.#latest.call.state.phase !== 'ended';
      if (this.#online) listener({ type: 'online', news: live ? this.#latest : null });
      for (const event of unheard) listener(event);
      this.#listeners.add(listener, signal);
    });
  }

  #command<M extends CallCommand>(method: M): (params: Params<M>) => Promise<CallAck> {
    return async (params) => {
      const ack = parsed(callAck, await this.#connection.request(method, params));
      this.#remember(ack);
      return ack;
    };
  }

  #connectionChanged(): void {
    const online = this.#connection.snapshot.is === 'online';
    if (online === this.#online) return;
    this.#online = online;
    if (!online) return this.#tell({ type: 'offline' });
    const news = v.safeParse(callNews, this.#connection.greeting?.call);
    this.#latest = news.success ? news.output : null;
    this.#tell({ type: 'online', news: this.#latest });
  }

  /** What cannot be read is left out: a call's whole record comes with every change. */
  #hear({ method, params }: ServerEvent): void {
    if (method === eventNames.call) {
      const news = v.safeParse(callNews, params);
      if (news.success && this.#remember(news.output)) this.#tell({ type: 'news', news: news.output });
    } else if (method === eventNames.signal) {
      const signal = v.safeParse(callSignal, params);
      if (signal.success) this.#tell({ type: 'signal', signal: signal.output });
    }
  }

  /** Whether it is not older than what is known. */
  #remember({ call, serverNow, deadline }: CallNews): boolean {
    const known = this.#latest?.call;
    if (known?.id === call.id && known.rev > call.rev) return false;
    this.#latest = { call, serverNow, deadline };
    return true;
  }

  #tell(event: CallEvent): void {
    if (event.type === 'signal') this.#unheard?.push(event);
    this.#listeners.tell(event);
  }
}
