import type { CallRecord, DeviceRefusal, Media } from '../../protocol/call-record.ts';
import type { CallView } from '../../protocol/call-view.ts';
import type { DeviceInfo } from '../contracts/devices.ts';
import type { RoomSnapshot } from '../contracts/media-backend.ts';
import type { Observable } from '../contracts/observable.ts';

export interface CallSnapshot {
  /** What this person is shown; the phases stand with `CallView`. */
  readonly view: CallView;
  /** The server's record, of which the other side's progress can be told. */
  readonly record: CallRecord | null;
  /** Add to a server's moment to get this page's. In milliseconds. */
  readonly clockOffset: number;
  readonly room: RoomSnapshot | null;
  /** What the person wants; what really is stands in the room. While they differ, show both. */
  readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
  /** Something asked for inside the call was refused, and the call goes on. */
  readonly trouble: CallTrouble | null;
}

export type CallTrouble =
  | { readonly type: 'camera' | 'microphone' | 'speaker'; readonly refusal: DeviceRefusal }
  /**
   * A start of `media` that rang nobody: the server's error code, or `MICROPHONE_REFUSED` or `CAMERA_REFUSED` with the refusal where it was this
   * page's own device.
   */
  | { readonly type: 'start'; readonly media: Media; readonly code: string; readonly refusal?: DeviceRefusal };

/**
 * One person's side of the calls of one conversation. Methods that ask for nothing possible now do nothing. No promise rejects: what is refused stands
 * in the snapshot's `view` and `trouble`.
 */
export interface Call extends Observable<CallSnapshot> {
  /** The agent's: opens the own devices first; refused or missing, nobody is rung and `trouble` says why. */
  start(media: Media): Promise<void>;
  /** Called inside the press. Claims, then asks for the devices, then joins. */
  accept(choice: Media): Promise<void>;
  /** Ends the call for both sides, in every tab of this person. */
  decline(): Promise<void>;
  /** Puts the prompt aside in this tab, or brings it back. Nobody else is told. */
  setDismissed(dismissed: boolean): void;
  /** After a refused camera: go on without. */
  goOnWithAudio(): Promise<void>;
  /** After a refusal: ask the browser again (inside the press). */
  tryAgain(): Promise<void>;
  /** After a refusal: give up, which ends the call with that reason. */
  giveUp(): Promise<void>;
  /** Works in every state, offline included: local tracks stop in the same task. */
  end(): Promise<void>;
  /** Mutes and unmutes: `wanted` follows at once, the room once the others get silence or sound. */
  setMicrophone(on: boolean): Promise<void>;
  /** On may ask the person. Refused, the call goes on without and `trouble` says why. */
  setCamera(on: boolean): Promise<void>;
  /** Tells soon which devices this page has, and again whenever one comes or goes. */
  watchDevices(listener: (devices: readonly DeviceInfo[]) => void, options: { readonly signal: AbortSignal }): void;
  /** Refused, the former device goes on and `trouble` says why. */
  switchDevice(kind: DeviceInfo['kind'], deviceId: string): Promise<void>;
  /** How loud the others are here: from 0 to 1. */
  setVolume(volume: number): void;
  /** Plays a participant's track on a surface (a media element) until `signal` aborts. */
  attach(trackId: string, surface: unknown, options: { readonly signal: AbortSignal }): void;
  /** Inside a press: lets sound play that the browser held back. */
  resumePlayback(): Promise<void>;
  /** After a reload that could not rejoin by itself. Inside the press. */
  rejoin(): Promise<void>;
  /** The ended call's card was read: back to nothing. Also clears `trouble`. */
  acknowledge(): void;
}
