import type { CallRecord, CallSide, DeviceRefusal, Media, MediaFailure, MediaPath, Permission } from './call-record.ts';

/**
 * What the two ends and the server's own clock can do to a call. `accept` and `decline` come from any tab of the customer, `end` from anyone in the
 * conversation, `gone` and `tick` from the server itself, the rest from a lease's holder.
 */
export type CallCommand =
  | { readonly type: 'accept'; readonly tab: string; readonly choice: Media }
  /** With `refusal`, what the browser said to it, of the camera alone where `camera`: the person decides how to go on. */
  | { readonly type: 'asking'; readonly side: CallSide; readonly camera: boolean; readonly refusal?: DeviceRefusal | undefined }
  | { readonly type: 'ready'; readonly side: CallSide; readonly microphone: Permission; readonly camera: Permission }
  | { readonly type: 'refuse'; readonly refusal: DeviceRefusal; readonly again: boolean }
  /** `tab` is the one that its socket's hello named. */
  | { readonly type: 'decline'; readonly tab: string }
  | { readonly type: 'connected'; readonly side: CallSide; readonly path: MediaPath; readonly outcome: Media }
  | { readonly type: 'media-lost'; readonly side: CallSide; readonly path: MediaPath; readonly failure?: MediaFailure | undefined }
  | { readonly type: 'end'; readonly side: CallSide }
  | { readonly type: 'conversation-ended'; readonly by: CallSide | 'system' }
  /** The holder's socket went. */
  | { readonly type: 'gone'; readonly side: CallSide }
  | { readonly type: 'leaving'; readonly side: CallSide }
  | { readonly type: 'reclaim'; readonly side: CallSide; readonly tab: string; readonly outcome: Media | 'none' }
  | { readonly type: 'tick' };

/** Why a command changed nothing. `ended` and `elsewhere` are the races that a client shows to its person. */
export type CallRefusal = 'ended' | 'elsewhere' | 'not-now' | 'not-allowed';

/** A refused command returns the very record that it was given. So does an accepted one that changes nothing (a repeat). */
export interface CallVerdict {
  readonly record: CallRecord;
  readonly refusal: CallRefusal | null;
}
