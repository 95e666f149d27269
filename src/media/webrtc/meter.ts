import type { Quality } from '../../session/contracts/media-backend.ts';

/** How often the browser's counters are read, in milliseconds. */
export const METER_MS = 400;
/** A microphone that gives nothing but zeros for so long is told, in milliseconds. */
const SILENT_MS = 5_000;
/** Speaking goes on for so long after the last sound, in milliseconds: pauses between words are none. */
const HOLD_MS = 800;
/** Mean level, from 0 to 1, above which sound counts as speech. */
const SPEECH = 0.015;

/** The few counters that are read (WebRTC Statistics); each may be missing. */
interface Counters {
  readonly id: string;
  readonly type: string;
  readonly kind?: string;
  readonly totalAudioEnergy?: number;
  readonly totalSamplesDuration?: number;
  readonly packetsReceived?: number;
  readonly packetsLost?: number;
  readonly fractionLost?: number;
  readonly currentRoundTripTime?: number;
  readonly nominated?: boolean;
}

/** One side's sound and path, as the browser counts them. */
export interface Reading {
  speaking: boolean;
  silent: boolean;
  quality: Quality;
}

/** Turns the counters of one connection into what a person is told. */
export class Meter {
  readonly self: Reading = { speaking: false, silent: false, quality: 'unknown' };
  readonly other: Reading = { speaking: false, silent: false, quality: 'unknown' };
  readonly #energy = new Map<string, { readonly energy: number; readonly duration: number }>();
  readonly #heardAt = new Map<Reading, number>();
  #soundAt = 0;
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
      if (each.type === 'media-source' && each.kind === 'audio') {
        const level = this.#level(each);
        if (level !== 0 || !open) this.#soundAt = now;
        this.#speech(this.self, open ? level : 0, now);
        this.self.silent = open && now - (this.#soundAt ||= now) >= SILENT_MS;
      } else if (each.type === 'inbound-rtp') {
        if (each.kind === 'audio') this.#speech(this.other, this.#level(each), now);
        received += each.packetsReceived ?? 0;
        lost += each.packetsLost ?? 0;
      } else if (each.type === 'remote-inbound-rtp') {
        sentLoss = Math.max(sentLoss, each.fractionLost ?? 0);
      } else if (each.type === 'candidate-pair' && each.nominated) {
        roundTrip = each.currentRoundTripTime ?? 0;
      }
    });
    const gone = Math.max(0, lost - this.#lost);
    const came = Math.max(0, received - this.#received);
    if (gone + came) this.#loss += (gone / (gone + came) - this.#loss) / 4;
    this.#lost = lost;
    this.#received = received;
    if (received) this.other.quality = qualityOf(this.#loss, roundTrip);
    this.self.quality = qualityOf(sentLoss, roundTrip);
  }

  /** The mean level since the last reading; NaN where the browser does not count it. */
  #level({ id, totalAudioEnergy, totalSamplesDuration }: Counters): number {
    const before = this.#energy.get(id);
    const next = { energy: totalAudioEnergy ?? NaN, duration: totalSamplesDuration ?? NaN };
    this.#energy.set(id, next);
    const energy = before ? next.energy - before.energy : NaN;
    // A device that died gives no samples at all: that is silence too.
    return energy && Math.sqrt(energy / (next.duration - (before?.duration ?? 0)));
  }

  #speech(who: Reading, level: number, now: number): void {
    if (level > SPEECH) this.#heardAt.set(who, now);
    who.speaking = now - (this.#heardAt.get(who) ?? -Infinity) < HOLD_MS;
  }
}

const qualityOf = (loss: number, roundTrip: number): Quality =>
  loss < 0.03 && roundTrip < 0.3 ? 'good' : loss < 0.1 && roundTrip < 0.6 ? 'fair' : 'poor';
