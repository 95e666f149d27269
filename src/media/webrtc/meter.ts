import type { Quality } from '../../session/contracts/media-backend.ts';

/** How often the browser's counters are read, in milliseconds. */
export const METER_MS = 400;
/** Over so many readings (5 s) a microphone that gives nothing but zeros is silent. */
const SILENT = 13;
/** Over so many readings somebody speaks who gave a sound: pauses between words are none. */
const HOLD = 2;
/** Energy above which sound is speech: that of a level of 0.015, where 1 is the loudest, for as long as one reading. */
const SPEECH = 0.015 ** 2 * (METER_MS / 1_000);

/** The few counters that are read (WebRTC Statistics); most entries have but one of them. */
interface Counters {
  readonly type: string;
  readonly totalAudioEnergy?: number;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
}

/** One side's sound: its energy in the last readings, the newest first. */
class Sound {
  #energies: readonly number[] = [];

  hear(energy: number): void {
    this.#energies = [energy, ...this.#energies].slice(0, SILENT + 1);
  }

  get speaks(): boolean {
    return this.#grownIn(HOLD) > SPEECH;
  }

  get silent(): boolean {
    return this.#grownIn(SILENT) === 0;
  }

  /** Not a number where that is not known: after too few readings, or where the browser (Firefox) does not count what its microphone gives. */
  #grownIn(readings: number): number {
    return Number(this.#energies[0]) - Number(this.#energies[readings]);
  }
}

/** Turns the counters of one connection into what a person is told. */
export class Meter {
  readonly self = new Sound();
  readonly other = new Sound();
  /** How well what is sent arrives, by the other side's reports of it. */
  quality: Quality = 'unknown';

  /** `open` says whether the microphone is meant to be heard: a muted one is not silent, it is muted. */
  read(report: RTCStatsReport, open: boolean): void {
    let loss = 0;
    let roundTrip = 0;
    report.forEach(({ type, totalAudioEnergy, fractionLost = 0, roundTripTime = 0 }: Counters) => {
      if (totalAudioEnergy !== undefined) {
        if (type === 'inbound-rtp') this.other.hear(totalAudioEnergy);
        else this.self.hear(open ? totalAudioEnergy : NaN);
      }
      loss = Math.max(loss, fractionLost);
      roundTrip = Math.max(roundTrip, roundTripTime);
    });
    this.quality = loss < 0.03 && roundTrip < 0.3 ? 'good' : loss < 0.1 && roundTrip < 0.6 ? 'fair' : 'poor';
  }
}
