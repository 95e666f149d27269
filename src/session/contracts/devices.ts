import type { DeviceRefusal } from '../../protocol/call-record.ts';
import type { CallingBlock } from '../../protocol/conversation.ts';

/** A microphone's or camera's track of this page. `native` is the platform's own object, which only adapters look into. */
export interface LocalTrack {
  readonly kind: 'microphone' | 'camera' | 'screen';
  readonly native: unknown;
  readonly deviceId: string;
  stop(): void;
}

export interface LocalMedia {
  readonly microphone: LocalTrack | null;
  readonly camera: LocalTrack | null;
}

export interface DeviceInfo {
  readonly id: string;
  readonly kind: 'microphone' | 'camera' | 'speaker';
  /** The system's name for it; empty until a permission was given. */
  readonly label: string;
}

/** The page's devices. */
export interface Devices {
  /** Why this page can never call, without asking anybody; null where it may. What `permissions.query` says does not count. */
  blocked(): CallingBlock;
  /**
   * Asks the person. One call is one prompt. Rejects with a `DeviceError`; when `signal` aborts, rejects, and stops a stream that arrives later.
   * A device that is busy is tried again once after 1 s; a constraint that cannot be met is dropped and tried again.
   */
  open(wants: { readonly microphone: boolean | string; readonly camera: boolean | string }, signal: AbortSignal): Promise<LocalMedia>;
  /** Tells soon which there are (none where that cannot be known), and again whenever one comes or goes. */
  watch(listener: (devices: readonly DeviceInfo[]) => void, options: { readonly signal: AbortSignal }): void;
}

/** Which device was refused, and how. */
export class DeviceError extends Error {
  readonly refusal: DeviceRefusal;

  constructor(refusal: DeviceRefusal, options?: { readonly cause?: unknown }) {
    super(refusal, options);
    this.name = 'DeviceError';
    this.refusal = refusal;
  }
}
