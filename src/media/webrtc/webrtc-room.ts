import * as v from 'valibot';
import type { WebRtcGrant } from '../../protocol/media-grant.ts';
import type { LocalMedia } from '../../session/contracts/devices.ts';
import type { JoinOptions, MediaRoom, RoomSnapshot, RoomTrack } from '../../session/contracts/media-backend.ts';
import { Store } from '../../session/contracts/observable.ts';
import type { Meter } from './meter.ts';
import { isSilent, METER_MS, newMeter, read, speaks } from './meter.ts';
import type { Offers } from './offering.ts';
import type { Told, Word } from './told.ts';
import { nothingTold, told } from './told.ts';

/** Readings without an address of one's own, one after the other, after which a connection is given up. */
const FRUITLESS = 4;

/**
 * One person's side of a call between two browsers: what they give, what they see and hear, and the way between: one connection, and another one
 * when the other side's page is loaded again. Sound and picture are agreed upon in the first offer, so that whatever is sent later is a `replaceTrack`
 * and no new negotiation. One side `offers`, and the other, which has none, asks it to: offers never cross. `sound` plays the other's.
 */
export function webRtcRoom({ self, peers, devices, grant, relayOnly, signal: channel }: JoinOptions, sound: HTMLAudioElement, offers: Offers | null): MediaRoom {
  const { iceServers, relayOnly: isGrantRelayOnly } = grant as unknown as WebRtcGrant;
  const iceTransportPolicy = isGrantRelayOnly || relayOnly ? 'relay' : 'all';
  // No pool of candidates: it saves nothing here, and under load Chromium 156 sometimes gathers for ever with one.
  const configuration: RTCConfiguration = { iceServers: [...iceServers], iceTransportPolicy, bundlePolicy: 'max-bundle' };
  const streams = [new MediaStream()];
  const left = new AbortController();
  let local: LocalMedia = { microphone: null, camera: null };
  let isMicrophoneOn = true;
  /** The other side has spoken, and not said goodbye. */
  let isThere = false;
  let wasConnected = false;

  // The present connection, what is known of it, and the ids of its two ends.
  let pc: RTCPeerConnection;
  let wire: RTCDataChannel;
  let id: string;
  let peer = '';
  let meter: Meter;
  let said: Told;
  /** Not a number as soon as there is an address. */
  let fruitless: number;
  let described: Promise<void>;

  /** What is given, in the order of the transceivers: sound, then a picture. */
  const tracks = (): readonly (MediaStreamTrack | undefined)[] =>
    [local.microphone, local.camera].map((each) => each?.native as MediaStreamTrack | undefined);
  const received = (index: number): MediaStreamTrack | undefined => pc.getTransceivers()[index]?.receiver.track;

  /** What follows from any change: everything where it belongs, a new snapshot, a word to the other side. */
  const changed = (): void => {
    const [microphone] = tracks();
    if (microphone) microphone.enabled = isMicrophoneOn;
    for (const [element, wanted] of surfaces) {
      const track = wanted();
      if (track === shownOn(element)) continue;
      element.srcObject = track ? new MediaStream([track]) : null;
      void element.play().catch(ignored);
    }
    const next = compose();
    if (JSON.stringify(next) === JSON.stringify(room.snapshot)) return;
    room.set(next);
    tell();
  };

  const compose = (): RoomSnapshot => {
    const { connectionState, iceGatheringState } = pc;
    const isLeft = left.signal.aborted;
    // Not one address was found, as with a relay that refuses us: ICE itself would say so only after a long while. Chromium may end a search
    // without any, and begin anew at once: only what stays so counts.
    const isVain = connectionState === 'failed' || (iceGatheringState === 'complete' && fruitless >= FRUITLESS);
    // Of whoever said goodbye nothing is lost.
    const state = wasConnected ? (isThere && connectionState !== 'connected' ? 'reconnecting' : 'connected') : isVain ? 'failed' : 'joining';
    const lost = state === 'reconnecting' && 'lost';
    const own = both((kind, index): RoomTrack | null => {
      const track = tracks()[index];
      if (!track) return null;
      const interrupted = track.muted || track.readyState === 'ended';
      return { id: `${self}:${kind}`, on: track.enabled && !interrupted, interrupted, silent: !index && isSilent(meter.self) };
    });
    const arriving = both((kind, index): RoomTrack | null => said[kind] && { ...said[kind], on: said[kind].on && received(index)?.muted === false });
    return {
      state: isLeft ? 'left' : state,
      participants: [
        { ...own, id: self, self: true, speaking: speaks(meter.self), quality: lost || meter.quality, screen: null },
        ...(isThere && !isLeft ? peers : []).map((id) => ({
          ...said,
          ...arriving,
          id,
          self: false,
          speaking: speaks(meter.other),
          quality: lost || said.quality,
        })),
      ],
      playback: sound.paused && shownOn(sound)?.readyState === 'live' ? 'blocked' : 'allowed',
      devices: { ...both((kind) => local[kind]?.deviceId ?? null), speaker: sound.sinkId || null },
    };
  };

  const isOpen = (): boolean => wire.readyState === 'open';
  /** Over the connection itself, which outlives a server that is away. */
  const tell = (): void => {
    if (isOpen()) wire.send(JSON.stringify(room.snapshot.participants[0]));
  };
  const say = (word: Partial<Word>): void => channel.send({ from: id, to: peer, ...word });
  const describe = (): void => say({ description: pc.localDescription, self: room.snapshot.participants[0] });

  const connect = (): void => {
    const made = new RTCPeerConnection(configuration);
    pc = made;
    wire = pc.createDataChannel('', { negotiated: true, id: 0 });
    id = crypto.randomUUID();
    peer = '';
    // Not after what the one before it was asked: what waits as a connection closes is never settled.
    described = Promise.resolve();
    meter = newMeter();
    said = nothingTold;
    fruitless = 0;
    wire.onopen = tell;
    wire.onmessage = ({ data }) => {
      try {
        said = v.parse(told, JSON.parse(data as string));
        changed();
      } catch {
        // Not one of ours.
      }
    };
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      fruitless = NaN;
      say({ candidate });
    };
    pc.onconnectionstatechange = () => {
      const state = made.connectionState;
      wasConnected ||= state === 'connected';
      // Both notice a path that broke; the one who offers need not wait until the browser gives up.
      if (wasConnected && (state === 'failed' || (offers && state === 'disconnected'))) restart();
      changed();
    };
    pc.ontrack = ({ track }) => {
      track.onmute = track.onunmute = changed;
      changed();
    };
    offers?.begin(pc, tracks(), streams, describe);
  };

  /** For another page of the other side, or with better luck. */
  const reconnect = (): void => {
    pc.close();
    connect();
  };

  const restart = (): void => {
    if (offers) offers.again(pc, describe);
    else say({});
  };

  /** Sends the present tracks. A connection that is over needs nothing: the next begins with them. */
  const carry = (): void =>
    pc.getTransceivers().forEach(({ sender }, index) => void sender.replaceTrack(tracks()[index] ?? null).catch(ignored));

  const accept = async (description: RTCSessionDescriptionInit, on: RTCPeerConnection): Promise<void> => {
    await on.setRemoteDescription(description);
    if (offers) return;
    for (const transceiver of on.getTransceivers()) {
      // What an offer brought begins as something that only listens.
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(...streams);
    }
    // Every step of a connection waits for the one before it, also a track that is set to nothing.
    if (tracks().some(Boolean)) carry();
    await on.setLocalDescription();
    describe();
  };

  const hear = async (data: unknown): Promise<void> => {
    const { from, to, description, self: tells, candidate, bye } = Object(data) as Partial<Word>;
    if (typeof from !== 'string' || (to && to !== id)) return;
    if (peer && from !== peer) reconnect();
    const present = pc;
    peer = from;
    isThere = !bye;
    try {
      if (bye) pc.close();
      else if (description) {
        // One after the other: between an offer that is said twice and its first answer, the second answer would be an offer.
        const accepted = described.then(() => accept(description, present));
        described = accepted.catch(ignored);
        await accepted;
        if (!isOpen()) said = v.parse(told, tells);
      } else if (candidate) {
        // The answer is on its way before anything else is looked at.
        await described;
        await present.addIceCandidate(candidate);
      } else restart();
    } catch {
      // Of a connection that is over, or said twice: not needed any more. The browser checks descriptions and candidates itself.
    }
    changed();
  };

  const measure = async (): Promise<void> => {
    const { iceGatheringState } = pc;
    if (iceGatheringState !== 'new') fruitless++;
    // Own addresses are found within milliseconds. Under load Chromium 156 now and then looks for them for ever; a new connection finds them.
    if (iceGatheringState === 'gathering' && fruitless === FRUITLESS && iceTransportPolicy === 'all') {
      reconnect();
      restart();
    }
    if (pc.connectionState === 'connected') read(meter, await pc.getStats(), isMicrophoneOn);
    changed();
  };

  const publish = (given: Partial<LocalMedia>): Promise<void> => {
    const before = local;
    local = { ...local, ...given };
    both((kind) => {
      if (before[kind] !== local[kind]) before[kind]?.stop();
      if (left.signal.aborted) local[kind]?.stop();
    });
    for (const track of tracks()) {
      if (!track) continue;
      track.onmute = track.onunmute = track.onended = () => {
        changed();
        void revive().catch(ignored);
      };
    }
    // The other side waits for it; whoever draws it here can wait.
    carry();
    changed();
    return Promise.resolve();
  };

  /** Opens any device of a kind. */
  const open = async (kind: keyof LocalMedia): Promise<void> => {
    const { [kind]: opened } = await devices.open({ microphone: false, camera: false, [kind]: true }, left.signal);
    await publish({ [kind]: opened });
  };

  /** Another microphone does as well as one that is gone; another camera would show what nobody chose to show. */
  const revive = async (): Promise<void> => {
    if (tracks()[0]?.readyState === 'ended') await open('microphone');
  };

  connect();
  /** What is shown where: the other side's sound too. */
  const surfaces = new Map<HTMLMediaElement, () => MediaStreamTrack | undefined>([[sound, () => received(0)]]);
  const lookAgain = (): void => {
    if (offers || !peer) restart();
  };
  const timer = setInterval(() => void measure(), METER_MS);

  const room = Object.assign(new Store(compose()), {
    publish,
    async setMicrophone(on) {
      isMicrophoneOn = on;
      if (on) await revive();
      changed();
    },
    async setCamera(on) {
      if (!on) await publish({ camera: null });
      else if (!local.camera) await open('camera');
    },
    async switchDevice(...chosen) {
      const { switchDevice } = await import('./switch-device.ts');
      await switchDevice(...chosen, { sound, devices, publish, signal: left.signal });
      changed();
    },
    setVolume(volume) {
      sound.volume = volume;
    },
    attach(trackId, surface, { signal }) {
      const element = surface as HTMLMediaElement;
      surfaces.set(element, () => (trackId === `${self}:camera` ? tracks()[1] : received(1)));
      signal.addEventListener('abort', () => {
        surfaces.delete(element);
        element.srcObject = null;
      });
      changed();
    },
    async resumePlayback() {
      await sound.play().catch(ignored);
      changed();
    },
    async leave() {
      if (left.signal.aborted) return;
      left.abort();
      say({ bye: true });
      pc.close();
      clearInterval(timer);
      surfaces.clear();
      sound.srcObject = null;
      await publish({});
    },
  } satisfies Omit<MediaRoom, 'snapshot' | 'subscribe'>);

  channel.listen((event) => (event.type === 'data' ? void hear(event.data) : lookAgain()), left);
  if (!peer) restart();
  return room;
}

/** Of sound and picture each, in the order of the transceivers. */
const both = <Made>(make: (kind: keyof LocalMedia, index: number) => Made): Readonly<Record<keyof LocalMedia, Made>> => ({
  microphone: make('microphone', 0),
  camera: make('camera', 1),
});
const shownOn = (element: HTMLMediaElement): MediaStreamTrack | undefined => (element.srcObject as MediaStream | null)?.getTracks()[0];
const ignored = (): void => undefined;
