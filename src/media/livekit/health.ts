import type { Track } from 'livekit-client';

/** How often the browser's counters are read, in milliseconds. */
const READ_MS = 500;
/** How long a microphone may give nothing but zeros before it counts as silent, in milliseconds. */
const SILENT_MS = 5_000;
/**
 * How long nothing may come in before the path counts as cut, in milliseconds. Reports on what is sent arrive about every second, and every one to
 * three seconds the browser checks that the other end is still there. LiveKit's client waits for the browser to give up, some 15 s.
 */
const CUT_MS = 4_000;

/** The few counters that are read (WebRTC Statistics); any may be missing. */
interface Counters {
  readonly type: string;
  readonly kind?: string;
  readonly totalAudioEnergy?: number;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
  readonly responsesReceived?: number;
  readonly reportsReceived?: number;
}

/** Watches what LiveKit reports late or not at all: whether a path carries anything, and whether the microphone gives sound. */
export class Health {
  isCut = false;
  isSilent = false;
  /** The sum of what had come in at the last reading; 0 where nothing is counted. */
  #life = 0;
  #livedAt = 0;
  #energy: number | null = null;
  #soundAt = 0;

  /** `tracks`: those that a path must carry. `open`: the microphone's, while it is meant to be heard. `read` is called after each reading, changed or not. */
  constructor(tracks: () => readonly Track[], open: () => Track | null, read: () => void, signal: AbortSignal) {
    const look = async (): Promise<void> => {
      await this.#read(tracks(), open());
      if (signal.aborted) return;
      timer = setTimeout(look, READ_MS);
      read();
    };
    let timer = setTimeout(look, READ_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  async #read(tracks: readonly Track[], open: Track | null): Promise<void> {
    const reports = await Promise.all(tracks.map(async (track) => [track, await track.getRTCStatsReport().catch(() => undefined)] as const));
    const now = performance.now();
    let life = 0;
    let energy = null as number | null;
    for (const [track, report] of reports) {
      report?.forEach((each: Counters) => {
        if (each.type === 'media-source' && each.kind === 'audio' && track === open) energy = each.totalAudioEnergy ?? null;
        for (const count of [each.bytesReceived, each.packetsReceived, each.responsesReceived, each.reportsReceived]) life += count ?? 0;
      });
    }
    // A sum that shrinks only means that a track is gone. A browser that counts nothing tells nothing about the path.
    if (!life || life > this.#life) this.#livedAt = now;
    if (energy === null || energy !== this.#energy) this.#soundAt = now;
    this.#life = life;
    this.#energy = energy;
    this.isCut = now - this.#livedAt >= CUT_MS;
    this.isSilent = now - this.#soundAt >= SILENT_MS;
  }
}
