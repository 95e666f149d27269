import { expect } from 'chai';
import { CountedDevices } from '../../src/embed/counted-devices.ts';
import { BrowserDevices } from '../../src/media/devices/browser-devices.ts';

const device = (kind: MediaDeviceKind, deviceId = ''): MediaDeviceInfo => ({ kind, deviceId, label: '', groupId: '', toJSON: () => ({}) });

describe('An agent’s page that looks for a microphone', () => {
  const { mediaDevices } = navigator;
  const life = new AbortController();
  after(() => {
    life.abort();
    Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
  });

  it('cannot call without any, and can once there is one, whether its name may be known or not', async () => {
    let found: readonly MediaDeviceInfo[] | Error = [device('videoinput'), device('audiooutput')];
    mediaDevices.enumerateDevices = () => (found instanceof Error ? Promise.reject(found) : Promise.resolve([...found]));
    const devices = new CountedDevices(new BrowserDevices());
    expect(devices.blocked()).to.equal(null);
    let told: () => void = () => undefined;
    const next = (): Promise<void> => new Promise((resolve) => (told = resolve));
    let change = next();
    devices.watch(() => told(), { signal: life.signal });
    await change;
    expect(devices.blocked()).to.equal('no-microphone');
    for (const [now, block] of [
      [[device('audioinput')], null],
      [[], 'no-microphone'],
      [[device('audioinput', 'a'), device('videoinput', 'b')], null],
      [new Error('The browser does not say.'), null],
    ] as const) {
      found = now;
      change = next();
      mediaDevices.dispatchEvent(new Event('devicechange'));
      await change;
      expect(devices.blocked()).to.equal(block);
    }
  });
});
