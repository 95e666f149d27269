import { expect } from '@open-wc/testing';
import type { Room } from 'livekit-client';
import { OwnTracks } from '../../../src/media/livekit/own-tracks.ts';
import { FakeDevices, FakeTrack } from '../../fakes/fake-devices.ts';

describe('What a person gives a room of LiveKit’s', () => {
  it('is tried again once after a while, however much of it LiveKit refused', async () => {
    let tries = 0;
    const room = {
      state: 'connected',
      localParticipant: {
        getTrackPublication: () => undefined,
        publishTrack: () => {
          tries += 1;
          return Promise.reject(new Error('refused'));
        },
      },
    };
    const waiting: (() => void)[] = [];
    const { setTimeout } = window;
    window.setTimeout = ((callback: () => void) => waiting.push(callback)) as typeof window.setTimeout;
    try {
      const tracks = new OwnTracks(room as unknown as Room, new FakeDevices(), new AbortController().signal, true, () => undefined);
      const track = (kind: 'microphone' | 'camera'): FakeTrack => Object.assign(new FakeTrack(kind, kind), { native: { muted: false, readyState: 'live', enabled: true } });
      await tracks.give({ microphone: track('microphone'), camera: track('camera') });
      for (let round = 1; round <= 3; round += 1) {
        expect(tries).to.equal(2 * round);
        expect(waiting).to.have.length(1);
        waiting.pop()?.();
        await tracks.publish();
        // What came by itself in between waits for the same moment.
        expect(waiting).to.have.length(1);
        tries -= 2;
      }
    } finally {
      window.setTimeout = setTimeout;
    }
  });
});
