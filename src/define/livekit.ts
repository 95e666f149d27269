import { mediaBackends } from '../embed/media-backends.ts';

/**
 * Calls over LiveKit, for a page that imports this beside its elements (`warmline/livekit`) and has livekit-client installed. Alone in this: a
 * bundler fails on the mention of a package that is not there. Nothing of it is loaded before such a call rings.
 */
mediaBackends['livekit'] = async () => new (await import('../media/livekit/livekit-backend.ts')).LiveKitBackend();
