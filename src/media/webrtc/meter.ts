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

/**
 * One side's sound: its energy in the last readings, the newest first. Not a number where that is not known: after too few readings, or where the
 * browser (Firefox) does not count what its microphone gives.
 */
type Sound = number[];

const grown = (sound: Sound, readings: number): number => Number(sound[0]) - Number(sound[readings]);

/** What a person is told, from the counters of one connection. */
export interface Meter {
  readonly self: Sound;
  readonly other: Sound;
  /** How well what is sent arrives, by the other side's reports of it. */
  quality: Quality;
}

export const newMeter = (): Meter => ({ self: [], other: [], quality: 'unknown' });

export const speaks = (sound: Sound): boolean => grown(sound, HOLD) > SPEECH;
export const isSilent = (sound: Sound): boolean => grown(sound, SILENT) === 0;

/** `open` says whether the microphone is meant to be heard: a muted one is not silent, it is muted. */
export function read(meter: Meter, report: RTCStatsReport, open: boolean): void {
  let loss = 0;
  let roundTrip = 0;
  report.forEach(({ type, totalAudioEnergy, fractionLost = 0, roundTripTime = 0 }: Counters) => {
    if (totalAudioEnergy !== undefined) {
      const isOther = type === 'inbound-rtp';
      const sound = isOther ? meter.other : meter.self;
      sound.unshift(isOther || open ? totalAudioEnergy : NaN);
      sound.splice(SILENT + 1);
    }
    loss = Math.max(loss, fractionLost);
    roundTrip = Math.max(roundTrip, roundTripTime);
  });
  meter.quality = loss < 0.03 && roundTrip < 0.3 ? 'good' : loss < 0.1 && roundTrip < 0.6 ? 'fair' : 'poor';
}
