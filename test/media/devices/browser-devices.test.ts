import { expect } from '@open-wc/testing';
import { BrowserDevices } from '../../../src/media/devices/browser-devices.ts';
import { callingBlock } from '../../../src/media/devices/calling-block.ts';
import type { DeviceInfo } from '../../../src/session/contracts/devices.ts';
import { DeviceError } from '../../../src/session/contracts/devices.ts';

/** Puts something in the place of a property of the platform until the test is over. */
const undo: (() => void)[] = [];
function instead(target: object, name: string, descriptor: PropertyDescriptor): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...descriptor });
  undo.push(() => (before ? Object.defineProperty(target, name, before) : Reflect.deleteProperty(target, name)));
}

type GetUserMedia = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** What the browser answers, one answer a request; the requests as they came. */
function browserAnswers(...answers: GetUserMedia[]): MediaStreamConstraints[] {
  const asked: MediaStreamConstraints[] = [];
  const value: GetUserMedia = (constraints) => {
    asked.push(constraints);
    const answer = answers[asked.length - 1];
    return answer ? answer(constraints) : Promise.reject(new Error('asked too often'));
  };
  instead(navigator.mediaDevices, 'getUserMedia', { value });
  return asked;
}

const refuses =
  (name: string, message = ''): GetUserMedia =>
  () =>
    Promise.reject(new DOMException(message, name));

/** A stream whose tracks need no device. */
const gives: GetUserMedia = ({ audio, video }) => {
  const stream = new MediaStream();
  if (audio) stream.addTrack(new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0] as MediaStreamTrack);
  if (video) stream.addTrack(document.createElement('canvas').captureStream().getVideoTracks()[0] as MediaStreamTrack);
  return Promise.resolve(stream);
};

const never = new AbortController().signal;
const both = { microphone: true, camera: true };
const voice = { microphone: true, camera: false };

async function refusal(attempt: Promise<unknown>): Promise<unknown> {
  try {
    await attempt;
  } catch (error) {
    return error instanceof DeviceError ? error.refusal : error;
  }
  return 'none';
}

/** What the devices of a frame say and do that is allowed this much. */
async function inFrame(allow: string): Promise<unknown> {
  const frame = document.createElement('iframe');
  frame.allow = allow;
  frame.srcdoc = `<script type="module">
    import { BrowserDevices } from '${new URL('../../../src/media/devices/browser-devices.ts', import.meta.url).href}';
    const devices = new BrowserDevices();
    const opening = (wanted) => devices.open(wanted, new AbortController().signal).then(({ microphone, camera }) => {
      microphone?.stop();
      camera?.stop();
      return 'none';
    }, ({ refusal }) => refusal);
    const voice = await opening({ microphone: true, camera: false });
    parent.postMessage({ blocked: devices.blocked(), voice, both: await opening({ microphone: true, camera: true }) });
  </script>`;
  const said = new Promise<unknown>((resolve) => window.addEventListener('message', ({ data }) => resolve(data), { once: true }));
  document.body.append(frame);
  const answer = await said;
  frame.remove();
  return answer;
}

describe("The page's devices", () => {
  const devices = new BrowserDevices();
  const listed = (): Promise<readonly DeviceInfo[]> => new Promise((resolve) => devices.watch(resolve, { signal: never }));

  afterEach(() => {
    for (const each of undo.splice(0).reverse()) each();
  });

  it('opens microphone and camera with one prompt, echo cancelled', async () => {
    const asked = browserAnswers(gives);
    const media = await devices.open(both, never);
    expect(asked).to.have.lengthOf(1);
    expect(asked[0]?.audio).to.include({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
    expect(media.microphone?.kind).to.equal('microphone');
    expect(media.camera?.kind).to.equal('camera');
    media.camera?.stop();
    expect((media.camera?.native as MediaStreamTrack).readyState).to.equal('ended');
  });

  it('never asks for the camera when only the microphone is wanted', async () => {
    const asked = browserAnswers(gives);
    const media = await devices.open(voice, never);
    expect(asked[0]?.video).to.equal(false);
    expect(media.camera).to.equal(null);
  });

  it('opens the very device that is named', async () => {
    const asked = browserAnswers(gives);
    await devices.open({ microphone: 'headset', camera: false }, never);
    expect(asked[0]?.audio).to.deep.include({ deviceId: { exact: 'headset' } });
  });

  const refusals: readonly (readonly [told: string, name: string, message: string])[] = [
    ['denied', 'NotAllowedError', 'Permission denied'],
    ['denied', 'NotAllowedError', 'The request is not allowed by the user agent or the platform in the current context.'],
    ['dismissed', 'NotAllowedError', 'Permission dismissed'],
    ['system', 'NotAllowedError', 'Permission denied by system'],
    ['no-device', 'NotFoundError', 'Requested device not found'],
    ['policy', 'SecurityError', ''],
    ['unsupported', 'TypeError', ''],
  ];
  for (const [told, name, message] of refusals) {
    it(`tells "${told}" from ${name} "${message}", and asks once`, async () => {
      const asked = browserAnswers(refuses(name, message));
      expect(await refusal(devices.open(both, never))).to.equal(told);
      expect(asked).to.have.lengthOf(1);
    });
  }

  it('tries a busy device once more, after a second', async () => {
    const asked = browserAnswers(refuses('NotReadableError'), gives);
    const started = performance.now();
    const media = await devices.open(voice, never);
    expect(performance.now() - started).to.be.at.least(990);
    expect(asked).to.have.lengthOf(2);
    expect(media.microphone).not.to.equal(null);
  });

  it('says that a device is busy when it still is', async () => {
    const asked = browserAnswers(refuses('NotReadableError'), refuses('AbortError'));
    expect(await refusal(devices.open(voice, never))).to.equal('busy');
    expect(asked).to.have.lengthOf(2);
  });

  it('drops constraints that cannot be met, and asks again', async () => {
    const asked = browserAnswers(refuses('OverconstrainedError'), gives);
    await devices.open({ microphone: 'gone', camera: false }, never);
    expect(asked[1]).to.deep.equal({ audio: true, video: false });
  });

  it('gives up when nothing meets even no constraint', async () => {
    browserAnswers(refuses('OverconstrainedError'), refuses('OverconstrainedError'));
    expect(await refusal(devices.open(both, never))).to.equal('constraint');
  });

  it('rejects at once when it is no longer wanted, and stops a stream that comes later', async () => {
    let answer: (stream: MediaStream) => void = () => undefined;
    browserAnswers(() => new Promise((resolve) => (answer = resolve)));
    const wanted = new AbortController();
    const opening = devices.open(both, wanted.signal);
    wanted.abort();
    expect(await refusal(opening)).to.equal(wanted.signal.reason);
    const late = await gives(both as unknown as MediaStreamConstraints);
    late.addTrack((await gives({ audio: true })).getTracks()[0] as MediaStreamTrack);
    answer(late);
    await Promise.resolve();
    expect(late.getTracks().map((track) => track.readyState)).to.satisfy((states: string[]) => states.every((state) => state === 'ended'));
  });

  it('does not ask at all when it is not wanted before it begins', async () => {
    const asked = browserAnswers(gives);
    await refusal(devices.open(both, AbortSignal.abort()));
    expect(asked).to.deep.equal([]);
  });

  it('does not wait out the second of a busy device that is no longer wanted', async () => {
    const asked = browserAnswers(refuses('NotReadableError'), gives);
    const wanted = new AbortController();
    const opening = devices.open(voice, wanted.signal);
    setTimeout(() => wanted.abort());
    expect(await refusal(opening)).to.equal(wanted.signal.reason);
    expect(asked).to.have.lengthOf(1);
  });

  it('finds the page\'s policy before it asks', async () => {
    const asked = browserAnswers(gives, gives);
    instead(document, 'permissionsPolicy', { value: { allowsFeature: (feature: string) => feature !== 'camera' } });
    expect(devices.blocked()).to.equal(null);
    expect(await refusal(devices.open(both, never))).to.equal('policy');
    expect(asked).to.deep.equal([]);
    await devices.open(voice, never);
    instead(document, 'permissionsPolicy', { value: { allowsFeature: () => false } });
    expect(devices.blocked()).to.equal('policy');
    expect(await refusal(devices.open(voice, never))).to.equal('policy');
    expect(asked).to.have.lengthOf(1);
  });

  it('are blocked in a frame that may not use the microphone, and the camera alone in one that may not use that', async function () {
    // Elsewhere a frame cannot tell, and a browser refuses as a person would.
    if (!('featurePolicy' in document)) this.skip();
    expect(await inFrame("microphone 'none'; camera 'none'")).to.deep.equal({ blocked: 'policy', voice: 'policy', both: 'policy' });
    expect(await inFrame("camera 'none'")).to.deep.equal({ blocked: null, voice: 'none', both: 'policy' });
    expect(await inFrame('')).to.deep.equal({ blocked: null, voice: 'none', both: 'none' });
  });

  it('says that an insecure page can never call', async () => {
    instead(globalThis, 'isSecureContext', { value: false });
    expect(callingBlock()).to.equal('insecure');
    expect(await refusal(devices.open(voice, never))).to.equal('insecure');
    expect(await listed()).to.deep.equal([]);
  });

  it('says that a browser without calls can never call', async () => {
    instead(globalThis, 'RTCPeerConnection', { value: undefined });
    expect(callingBlock()).to.equal('unsupported');
    expect(await refusal(devices.open(voice, never))).to.equal('unsupported');
  });

  it('really opens what the browser has, and names it afterwards', async () => {
    const media = await devices.open(both, never);
    const known = await listed();
    expect(known.map((each) => each.kind)).to.include.members(['microphone', 'camera']);
    expect(known.some((each) => each.id === media.microphone?.deviceId && each.label)).to.equal(true);
    media.microphone?.stop();
    media.camera?.stop();
  });

  it('lists the devices anew when one comes or goes, until that is no longer wanted', async () => {
    const told: unknown[] = [];
    const wanted = new AbortController();
    const next = (): Promise<void> =>
      new Promise((resolve) => {
        heard = resolve;
      });
    let heard = (): void => undefined;
    const first = next();
    devices.watch((known) => {
      told.push(known);
      heard();
    }, wanted);
    await first;
    const second = next();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await second;
    wanted.abort();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await listed();
    expect(told).to.have.length(2);
  });
});
