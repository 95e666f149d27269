import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { MediaGrant } from '../../protocol/media-grant.ts';
import type { LocalMedia } from '../contracts/devices.ts';
import type { MediaBackend, MediaRoom } from '../contracts/media-backend.ts';
import type { CallModel } from './call-model.ts';

/** A call's state on this page, and what its parts have in common. */
export interface CallPage {
  now: CallModel;
  backend?: MediaBackend;
  grant?: MediaGrant | undefined;
  room?: MediaRoom | null;
  /** What is open here, for the room to be given. */
  local: LocalMedia;
  /** Changes the state, and does what follows. */
  readonly set: (change: Partial<CallModel>) => Promise<void>;
  /** The state has changed, or the room has: does what follows. */
  readonly work: () => void;
  /** Loads what the call needs, while it rings. */
  load: (name: string) => Promise<MediaBackend>;
  /** Gives the others what was opened, without a camera that is not wanted any more. */
  readonly use: (media: LocalMedia, change: Partial<CallModel>) => void;
  /** Whether it was a start, which then rings nobody. */
  startRefused?: (type: 'camera' | 'microphone', refusal: DeviceRefusal) => boolean;
}
