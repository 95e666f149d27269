import type { Quality } from '../../session/contracts/media-backend.ts';

/** How often the browser's counters are read, in milliseconds. */
export const METER_MS = 400;
/** A microphone that gives nothing but zeros for so long is told, in milliseconds. */
const SILENT_MS = 5_000;
/** Speaking goes on for so long after the last sound, in milliseconds: pauses between words are none. */
const HOLD_MS = 800;
/** Energy between two readings above which sound is speech: a mean level of 0.015, where 1 is the loudest. */
const SPEECH = 0.015 ** 2 * (METER_MS / 1_000);

/** The few counters that are read (WebRTC Statistics); each may be missing. */
interface Counters {
  readonly type: string;
  readonly kind?: string;
  readonly totalAudioEnergy?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly fractionLost?: number;
  readonly currentRoundTripTime?: number;
  readonly nominated?: boolean;
}

/** One side's sound, and the path to it. */
class Reading {
  quality: Quality = 'unknown';
  speaking = false;
  /** When a sound, however faint, and when speech was last heard. */
  soundAt = 0;
  #spokeAt = -Infinity;
  #energy = NaN;

  hear({ totalAudioEnergy = NaN }: Counters, open: boolean, now: number): void {
    const energy = totalAudioEnergy - this.#energy;
    this.#energy = totalAudioEnergy;
    // A device that died gives no samples at all, which is silence too; what a browser does not count is none.
    if (energy !== 0 || !open) this.soundAt = now;
    if (open && energy > SPEECH) this.#spokeAt = now;
    this.speaking = now - this.#spokeAt < HOLD_MS;
  }
}

/** Turns the counters of one connection into what a person is told. */
export class Meter {
  readonly self = new Reading();
  readonly other = new Reading();
  silent = false;
  #received = 0;
  #lost = 0;
  #loss = 0;

  /** `open` says whether the microphone is meant to be heard: a muted one is not silent, it is muted. */
  read(report: RTCStatsReport, open: boolean, now: number): void {
    let roundTrip = 0;
    let sentLoss = 0;
    let received = 0;
    let lost = 0;
    report.forEach((each: Counters) => {
      const { type, kind, packetsReceived = 0, packetsLost = 0, fractionLost = 0, currentRoundTripTime = 0 } = each;
      if (type === 'media-source' && kind === 'audio') this.self.hear(each, open, now);
      if (type === 'remote-inbound-rtp') sentLoss = Math.max(sentLoss, fractionLost);
      if (type === 'candidate-pair' && each.nominated) roundTrip = currentRoundTripTime;
      if (type !== 'inbound-rtp') return;
      if (kind === 'audio') this.other.hear(each, true, now);
      received += packetsReceived;
      lost += packetsLost;
    });
    const came = received - this.#received;
    const gone = lost - this.#lost;
    if (came > 0) this.#loss += (gone / (gone + came) - this.#loss) / 4;
    this.#received = received;
    this.#lost = lost;
    this.silent = open && now - (this.self.soundAt ||= now) >= SILENT_MS;
    this.self.quality = qualityOf(sentLoss, roundTrip);
    this.other.quality = qualityOf(this.#loss, roundTrip);
  }
}

const qualityOf = (loss: number, roundTrip: number): Quality =>
  loss < 0.03 && roundTrip < 0.3 ? 'good' : loss < 0.1 && roundTrip < 0.6 ? 'fair' : 'poor';
