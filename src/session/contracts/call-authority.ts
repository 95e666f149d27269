import type { DeviceRefusal, Media, MediaFailure, MediaPath, Permission } from '../../protocol/call-record.ts';
import type { CallAck, CallNews, CallSignal } from '../../protocol/call-wire.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';

/** `lease` is the secret that the last start, accept or reclaim gave. */
interface Held {
  readonly lease: string;
}

/** What each command to a call takes, beside what every one does. */
interface Commands {
  readonly start: { readonly conversation: string; readonly tab: string; readonly media: Media; readonly camera: Permission };
  readonly accept: { readonly tab: string; readonly choice: Media };
  /** The browser is about to ask the person; with `refusal`, what it gave instead, of the camera alone where `camera`, while the person decides how to go on. */
  readonly asking: Held & { readonly camera: boolean; readonly refusal?: DeviceRefusal };
  readonly ready: Held & { readonly microphone: Permission; readonly camera: Permission };
  readonly refuse: Held & { readonly refusal: DeviceRefusal; readonly again: boolean };
  readonly decline: unknown;
  /** `path` is what this side tried, so that late word of the direct try does not count for the relay. */
  readonly connected: Held & { readonly path: MediaPath; readonly outcome: Media };
  /** With why, where this side's room knows: both sides are told, should the call end of it. */
  readonly mediaLost: Held & { readonly path: MediaPath; readonly failure?: MediaFailure | undefined };
  readonly end: unknown;
  /** After every new connection. `outcome` is what still flows of this person: `none` from a page that was loaded anew. */
  readonly reclaim: Held & { readonly tab: string; readonly outcome: Media | 'none' };
}

export type CommandName = keyof Commands;
/** Repeating a command with the same `commandId` gives the first answer. */
export type CommandParams<Name extends CommandName> = Commands[Name] & { readonly callId: string; readonly commandId: string };

/**
 * The server's side of calls, for one person. A refused command resolves, with the reason and the whole record; a promise rejects (with a
 * `TransportError`) only where the server could not be asked or the request was misuse.
 */
export interface CallAuthority {
  command<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CallAck>;
  grant(request: { readonly callId: string; readonly lease: string }): Promise<MediaGrant>;
  /** May be dropped: the page is closing. */
  leaving(notice: { readonly callId: string; readonly lease: string }): void;
  /** Never dropped while the connection lasts, and in order. */
  signal(signal: CallSignal & { readonly lease: string }): void;
  /** A listener is told first how things stand, in the same turn's microtasks: while there is a connection `online`, with the latest news. */
  listen(listener: (event: CallEvent) => void, options: { readonly signal: AbortSignal }): void;
}

export type CallEvent =
  /** `online` opens with the server's last word on a call: null where there is none. */
  | { readonly type: 'online'; readonly news: CallNews | null }
  | { readonly type: 'offline' }
  | { readonly type: 'news'; readonly news: CallNews }
  | { readonly type: 'signal'; readonly signal: CallSignal };
