import { expect } from '@open-wc/testing';
import type { Track } from 'livekit-client';
import { Health } from '../../../src/media/livekit/health.ts';

type Counters = Readonly<Record<string, string | number>>;

/** A track with counters that a test sets, read when a test says so. */
class CountedTrack {
  counters: readonly Counters[] | null = [];
  readings = 0;
  isSlow = false;

  getRTCStatsReport(): Promise<readonly Counters[] | undefined> {
    this.readings += 1;
    return this.isSlow ? new Promise(() => undefined) : Promise.resolve(this.counters ?? undefined);
  }
}

describe('How a path and a microphone of LiveKit’s are', () => {
  const { setTimeout, clearTimeout } = window;
  let now: number;
  let due: Map<number, () => void>;
  let track: CountedTrack;
  let left: AbortController;
  let health: Health;
  let read: () => void;

  beforeEach(() => {
    now = 1_000;
    due = new Map();
    let timers = 0;
    Object.assign(window, {
      setTimeout: (callback: () => void) => due.set((timers += 1), callback) && timers,
      clearTimeout: (timer: number) => due.delete(timer),
    });
    performance.now = () => now;
    track = new CountedTrack();
    left = new AbortController();
    read = () => undefined;
    const tracks = [track as unknown as Track];
    health = new Health(() => tracks, () => tracks[0] ?? null, () => read(), left.signal);
  });
  afterEach(() => {
    left.abort();
    Object.assign(window, { setTimeout, clearTimeout });
    Reflect.deleteProperty(performance, 'now');
  });

  function fire(): void {
    const callbacks = [...due.values()];
    due.clear();
    for (const callback of callbacks) callback();
  }

  /** Lets that much time pass, and the counters be read at the end of it. */
  async function pass(milliseconds: number, counters: readonly Counters[] | null): Promise<void> {
    now += milliseconds;
    track.counters = counters;
    const reading = new Promise<void>((resolve) => (read = resolve));
    fire();
    await reading;
  }

  const received = (bytesReceived: number): Counters => ({ type: 'transport', bytesReceived });
  const heard = (totalAudioEnergy: number): Counters => ({ type: 'media-source', kind: 'audio', totalAudioEnergy });

  it('is not read again before the last reading is over, however slow that is', () => {
    track.isSlow = true;
    for (let round = 0; round < 3; round += 1) fire();
    expect(track.readings).to.equal(1);
  });

  it('is not read any more once the room is left, not even where a reading led to that', async () => {
    const reading = new Promise<void>((resolve) => {
      read = () => {
        left.abort();
        resolve();
      };
    });
    fire();
    await reading;
    fire();
    expect(track.readings).to.equal(1);
  });

  it('is cut where nothing came in for 4 s, though fewer is counted as a track goes', async () => {
    await pass(500, [received(100), received(50)]);
    await pass(3_999, [received(100)]);
    expect(health.isCut).to.equal(false);
    await pass(1, [received(100)]);
    expect(health.isCut).to.equal(true);
    await pass(500, [received(101)]);
    expect(health.isCut).to.equal(false);
  });

  it('is not cut where the browser counts nothing', async () => {
    for (const counters of [[], null, [received(0)]]) {
      await pass(5_000, counters);
      expect(health.isCut).to.equal(false);
    }
    await pass(5_000, [received(1)]);
    expect(health.isCut).to.equal(false);
  });

  it('is silent where the microphone gave nothing but zeros for 5 s, and not where nobody counts', async () => {
    await pass(500, [heard(0)]);
    await pass(4_999, [heard(0)]);
    expect(health.isSilent).to.equal(false);
    await pass(1, [heard(0)]);
    expect(health.isSilent).to.equal(true);
    await pass(500, [heard(0.1)]);
    expect(health.isSilent).to.equal(false);
    await pass(5_000, []);
    await pass(5_000, []);
    expect(health.isSilent).to.equal(false);
  });
});
