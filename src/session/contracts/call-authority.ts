import type { DeviceRefusal, Media, MediaFailure, MediaPath, Permission } from '../../protocol/call-record.ts';
import type { CallAck, CallNews, CallSignal } from '../../protocol/call-wire.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';

/** A command to a call: repeating it with the same `commandId` gives the first answer. */
export interface Command {
  readonly callId: string;
  readonly commandId: string;
}
/** `lease` is the secret that the last start, accept or reclaim gave. */
export interface HeldCommand extends Command {
  readonly lease: string;
}

/**
 * The server's side of calls, for one person. A refused command resolves, with the reason and the whole record; a promise rejects (with a
 * `TransportError`) only where the server could not be asked or the request was misuse.
 */
export interface CallAuthority {
  start(command: Command & { readonly conversation: string; readonly tab: string; readonly media: Media; readonly camera: Permission }): Promise<CallAck>;
  accept(command: Command & { readonly tab: string; readonly choice: Media }): Promise<CallAck>;
  /** The browser is about to ask the person. */
  asking(command: HeldCommand & { readonly camera: boolean }): Promise<CallAck>;
  ready(command: HeldCommand & { readonly microphone: Permission; readonly camera: Permission }): Promise<CallAck>;
  refuse(command: HeldCommand & { readonly refusal: DeviceRefusal; readonly again: boolean }): Promise<CallAck>;
  decline(command: Command): Promise<CallAck>;
  /** `path` is what this side tried, so that late word of the direct try does not count for the relay. */
  connected(command: HeldCommand & { readonly path: MediaPath; readonly outcome: Media }): Promise<CallAck>;
  /** With why, where this side's room knows: both sides are told, should the call end of it. */
  mediaLost(command: HeldCommand & { readonly path: MediaPath; readonly failure?: MediaFailure | undefined }): Promise<CallAck>;
  end(command: Command): Promise<CallAck>;
  /** After every new connection. `outcome` is what still flows of this person: `none` from a page that was loaded anew. */
  reclaim(command: HeldCommand & { readonly tab: string; readonly outcome: Media | 'none' }): Promise<CallAck>;
  grant(request: { readonly callId: string; readonly lease: string }): Promise<MediaGrant>;
  /** May be dropped: the page is closing. */
  leaving(notice: { readonly callId: string; readonly lease: string }): void;
  /** Never dropped while the connection lasts, and in order. */
  signal(signal: CallSignal & { readonly lease: string }): void;
  /** A listener that comes while there is a connection is told `online` first, in the same turn's microtasks, with the latest news. */
  listen(listener: (event: CallEvent) => void, options: { readonly signal: AbortSignal }): void;
}

export type CallEvent =
  /** `online` opens with what the server knows: null where no call is under way. */
  | { readonly type: 'online'; readonly news: CallNews | null }
  | { readonly type: 'offline' }
  | { readonly type: 'news'; readonly news: CallNews }
  | { readonly type: 'signal'; readonly signal: CallSignal };
