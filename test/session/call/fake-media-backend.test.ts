import { test } from 'node:test';
import type { LocalTrack } from '../../../src/session/contracts/devices.ts';
import type { MediaHarness } from '../../contracts/media-backend.ts';
import { mediaBackendCases } from '../../contracts/media-backend.ts';
import { FakeDevices } from '../../fakes/fake-devices.ts';
import type { FakeTrack } from '../../fakes/fake-devices.ts';
import { FakeMediaBackend, FakeRoom, FakeSurface } from '../../fakes/fake-media-backend.ts';

const fakeHarness = (): MediaHarness => ({
  backend: () => new FakeMediaBackend(),
  grant: (_, { nowhere = false } = {}) => Promise.resolve({ backend: 'fake', nowhere }),
  devices: () => new FakeDevices(),
  otherDevice: (kind, present) => Promise.resolve(present === `${kind}-1` ? `${kind}-2` : `${kind}-1`),
  refuse: (kind, devices) => {
    if (devices instanceof FakeDevices) devices[kind] = 'denied';
  },
  surface: () => new FakeSurface(),
  moves: (surface) => ((surface as FakeSurface).shows ? Promise.resolve() : Promise.reject(new Error('nothing is shown'))),
  isEmpty: (surface) => (surface as FakeSurface).shows === null,
  arrives: async (_, room, kind) => {
    const arrived = (): boolean => room.snapshot.participants.some((each) => !each.self && each[kind === 'audio' ? 'microphone' : 'camera']?.on);
    const over = new AbortController();
    if (!arrived()) await new Promise<void>((resolve) => room.subscribe(() => arrived() && resolve(), { signal: over.signal }));
    over.abort();
  },
  isStopped: (native) => (native as FakeTrack & LocalTrack).stopped,
  vanish: (_, room) => {
    if (room instanceof FakeRoom) room.vanish();
  },
});

for (const each of mediaBackendCases) test(`the fake backend: ${each.name}`, () => each.run(fakeHarness()));
