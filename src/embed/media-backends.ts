import { WebRtcBackend } from '../media/webrtc/webrtc-backend.ts';
import type { MediaBackend } from '../session/contracts/media-backend.ts';

export type MediaBackends = Record<string, () => Promise<MediaBackend>>;

/** What carries this page's calls, by the name that a call's record has; loaded when such a call rings. `warmline/livekit` adds its own. */
export const mediaBackends: MediaBackends = { webrtc: () => Promise.resolve(new WebRtcBackend()) };
