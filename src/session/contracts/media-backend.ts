import type { MediaFailure } from '../../protocol/call-record.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import type { Devices, LocalMedia, LocalTrack } from './devices.ts';
import type { Observable } from './observable.ts';

/** What carries audio and video. Two people are the common case, never the model. */
export interface MediaBackend {
  /** As the grant and the call's record name it. */
  readonly name: string;
  /** Loads and prepares what it needs each time that it rings, so that it is there at the press of "Accept". Idempotent, never rejects. */
  warm(): Promise<void>;
  /**
   * Called inside the press of a button, before anything is awaited, so that sound may be played later.
   */
  unlock(): void;
  /** Enters. Resolves at once with a room that is still joining; rejects only where the grant cannot be read. */
  join(options: JoinOptions): Promise<MediaRoom>;
}

export interface JoinOptions {
  /** The call's id. */
  readonly call: string;
  readonly grant: MediaGrant;
  /** The one who rings offers. */
  readonly initiates: boolean;
  /** This person's id in the call's record, and the others'. */
  readonly self: string;
  readonly peers: readonly string[];
  readonly signal: SignalChannel;
  readonly devices: Devices;
  /** Relay only, whatever the grant says: the second try. */
  readonly relayOnly: boolean;
}

/** The call's ordered channel to the other side's backend. */
export interface SignalChannel {
  send(data: unknown): void;
  /** What was said before listening is delivered first. `restarted` says that a side came back in a new generation: restart ICE. */
  listen(listener: (event: { readonly type: 'data'; readonly data: unknown } | { readonly type: 'restarted' }) => void, options: { readonly signal: AbortSignal }): void;
}

export interface MediaRoom extends Observable<RoomSnapshot> {
  /** Gives what this person lets the others have; what was given before and is missing now is taken back. */
  publish(media: LocalMedia): Promise<void>;
  /** Resolves once the others get silence, or sound again. */
  setMicrophone(on: boolean): Promise<void>;
  /** Off stops the camera itself; on opens it, which may ask the person: rejects with a `DeviceError`. */
  setCamera(on: boolean): Promise<void>;
  /** Rejects with a `DeviceError`; the old device goes on then. */
  switchDevice(kind: 'microphone' | 'camera' | 'speaker', deviceId: string): Promise<void>;
  /** From 0 to 1. */
  setVolume(volume: number): void;
  /**
   * Shows a camera or screen on an opaque surface (a media element) until `signal` aborts. The others' sound needs no surface: the room plays
   * it by itself, so that it lasts when the page's elements do not.
   */
  attach(trackId: string, surface: unknown, options: { readonly signal: AbortSignal }): void;
  /** Called inside a press: cures `playback: 'blocked'`. */
  resumePlayback(): Promise<void>;
  /** Stops every local track at once, in the same task, then says goodbye. */
  leave(): Promise<void>;
}

export interface RoomSnapshot {
  readonly state: 'joining' | 'connected' | 'reconnecting' | 'failed' | 'left';
  /** This person first. */
  readonly participants: readonly RoomParticipant[];
  /** The browser does not let sound play before a press. */
  readonly playback: 'allowed' | 'blocked';
  readonly devices: { readonly microphone: string | null; readonly camera: string | null; readonly speaker: string | null };
  /** Why it is `failed`, where that is known. */
  readonly failure?: RoomFailure;
  /**
   * In a call that is encrypted from end to end, once both have the key: numbers from 0 to 255, each of which stands for a word. Where both people
   * read the same ones to each other, nobody sits between them.
   */
  readonly words?: readonly number[];
}

/** What the server is told where a call cannot go on without this room. */
export type RoomFailure = MediaFailure;

export type Quality = 'unknown' | 'good' | 'fair' | 'poor' | 'lost';

export interface RoomParticipant {
  readonly id: string;
  readonly self: boolean;
  /** Absent where the call's record names this person. */
  readonly name?: string;
  readonly speaking: boolean;
  readonly quality: Quality;
  /** Each is null where nothing is given: a camera turned off is stopped, and so null; a muted microphone is there and not `on`. */
  readonly microphone: RoomTrack | null;
  readonly camera: RoomTrack | null;
  readonly screen: RoomTrack | null;
  /** Is in the room of an encrypted call without its key, and so neither heard nor seen, and neither hears nor sees. */
  readonly outside?: true;
}

export interface RoomTrack {
  readonly id: string;
  /** Whether it really sends (or, of others, arrives): actual, not desired. */
  readonly on: boolean;
  /** The system took it: not live, whatever the person chose. */
  readonly interrupted: boolean;
  /** A microphone that has sent nothing but silence for 5 s. */
  readonly silent: boolean;
}

export type { LocalMedia, LocalTrack };
