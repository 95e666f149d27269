import * as v from 'valibot';
import type { WebRtcGrant } from '../../protocol/media-grant.ts';
import type { JoinOptions, RoomParticipant, RoomSnapshot } from '../../session/contracts/media-backend.ts';
import type { Meter } from './meter.ts';
import { newMeter, read } from './meter.ts';
import type { Told } from './told.ts';
import { nothingTold, told } from './told.ts';

/** One word over the signal channel, from one end of a connection to the other. A word that says nothing else asks for an offer. */
interface Word {
  readonly from: string;
  /** Empty as long as nothing was heard of the other end. */
  readonly to: string;
  readonly description?: RTCSessionDescriptionInit | null;
  /** With a description, what its side tells of itself: over the connection it would come after the first picture. */
  readonly self?: unknown;
  readonly candidate?: RTCIceCandidateInit;
  readonly bye?: boolean;
}

/** This side's end, as its room has it. */
export interface LinkEnd extends JoinOptions {
  /** What is sent, in the order of the transceivers: sound, then a picture. */
  readonly tracks: () => readonly (MediaStreamTrack | undefined)[];
  /** What the other side is told of this one. */
  readonly me: () => RoomParticipant | undefined;
  /** Called whenever something else is known, or true, than before. */
  readonly changed: () => void;
}

export interface PeerLink {
  /** Hears the other side from now on, until `signal` aborts. */
  listen(signal: AbortSignal): void;
  /** What is the case now. `isThere`: the other side has spoken, and not said goodbye. */
  now(): { readonly state: Exclude<RoomSnapshot['state'], 'left'>; readonly isThere: boolean; readonly said: Told; readonly meter: Meter };
  received(index: number): MediaStreamTrack | undefined;
  /** Sends the present tracks. A connection that is over needs nothing: the next begins with them. */
  carry(): void;
  /** Tells of this side over the connection itself, which outlives a server that is away. */
  tell(): void;
  /** To be called from time to time. `open` says whether the microphone is meant to be heard. */
  measure(open: boolean): Promise<void>;
  leave(): void;
}

/** Readings without an address of one's own, one after the other, after which a connection is given up. */
const FRUITLESS = 4;

/**
 * The way to the other side: one connection, and another one when its page is loaded again. Sound and picture are agreed upon in the first offer,
 * so that whatever is sent later is a `replaceTrack` and no new negotiation. One side offers, and the other asks it to: offers never cross.
 */
export function peerLink({ grant, relayOnly, initiates, signal: channel, tracks, me, changed }: LinkEnd): PeerLink {
  const { iceServers, relayOnly: isGrantRelayOnly } = grant as unknown as WebRtcGrant;
  const iceTransportPolicy = isGrantRelayOnly || relayOnly ? 'relay' : 'all';
  // No pool of candidates: it saves nothing here, and under load Chromium 156 sometimes gathers for ever with one.
  const configuration: RTCConfiguration = { iceServers: [...iceServers], iceTransportPolicy, bundlePolicy: 'max-bundle' };
  const streams = [new MediaStream()];
  let isThere = false;
  let wasConnected = false;

  // The present connection, what is known of it and told over it, and the ids of its two ends.
  let pc: RTCPeerConnection;
  let wire: RTCDataChannel;
  let id: string;
  let peer: string;
  let meter: Meter;
  let said: Told;
  let tells: string;
  /** Not a number as soon as there is an address. */
  let fruitless: number;
  let described: Promise<void> | undefined;

  const isOpen = (): boolean => wire.readyState === 'open';
  const say = (word: Partial<Word>): void => channel.send({ from: id, to: peer, ...word });
  const describe = (): void => say({ description: pc.localDescription, self: me() });

  const connect = (): void => {
    const made = new RTCPeerConnection(configuration);
    pc = made;
    wire = pc.createDataChannel('', { negotiated: true, id: 0 });
    id = crypto.randomUUID();
    peer = tells = '';
    meter = newMeter();
    said = nothingTold;
    fruitless = 0;
    wire.onopen = changed;
    wire.onmessage = ({ data }) => {
      try {
        said = v.parse(told, JSON.parse(String(data)));
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
      if (wasConnected && (state === 'failed' || (initiates && state === 'disconnected'))) restart();
      changed();
    };
    pc.ontrack = ({ track }) => {
      track.onmute = track.onunmute = changed;
      changed();
    };
    if (!initiates) return;
    pc.onnegotiationneeded = () => void made.setLocalDescription().then(describe, ignored);
    const [sound = 'audio', picture = 'video'] = tracks();
    for (const each of [sound, picture]) pc.addTransceiver(each, { streams });
  };

  /** For another page of the other side, or with better luck. */
  const reconnect = (): void => {
    pc.close();
    connect();
  };

  /** Looks for another path, or says again what may have been lost. */
  const restart = (): void => {
    if (!initiates) say({});
    else if (pc.signalingState === 'stable') pc.restartIce();
    else describe();
  };

  const carry = (): void =>
    pc.getTransceivers().forEach(({ sender }, index) => void sender.replaceTrack(tracks()[index] ?? null).catch(ignored));

  const accept = async (description: RTCSessionDescriptionInit): Promise<void> => {
    await pc.setRemoteDescription(description);
    if (initiates) return;
    for (const transceiver of pc.getTransceivers()) {
      // What an offer brought begins as something that only listens.
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(...streams);
    }
    // Every step of a connection waits for the one before it, also a track that is set to nothing.
    if (tracks().some(Boolean)) carry();
    await pc.setLocalDescription();
    describe();
  };

  const hear = async (data: unknown): Promise<void> => {
    const { from, to, description, self, candidate, bye } = Object(data) as Partial<Word>;
    if (typeof from !== 'string' || (to && to !== id)) return;
    if (peer && from !== peer) reconnect();
    const present = pc;
    peer = from;
    isThere = !bye;
    try {
      if (bye) pc.close();
      else if (description) {
        await (described = accept(description));
        if (!isOpen()) said = v.parse(told, self);
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

  connect();
  return {
    listen(signal) {
      const lookAgain = (): void => {
        if (initiates || !peer) restart();
      };
      channel.listen((event) => (event.type === 'data' ? void hear(event.data) : lookAgain()), { signal });
      if (!peer) restart();
    },
    now: () => {
      const { connectionState, iceGatheringState } = pc;
      // Not one address was found, as with a relay that refuses us: ICE itself would say so only after a long while. Chromium may end a search
      // without any, and begin anew at once: only what stays so counts.
      const isVain = connectionState === 'failed' || (iceGatheringState === 'complete' && fruitless >= FRUITLESS);
      const state = connectionState === 'connected' ? connectionState : wasConnected ? 'reconnecting' : isVain ? 'failed' : 'joining';
      return { state, isThere, said, meter };
    },
    received: (index) => pc.getTransceivers()[index]?.receiver.track,
    carry,
    tell() {
      const news = JSON.stringify(me());
      if (news === tells || !isOpen()) return;
      wire.send((tells = news));
    },
    async measure(open) {
      const { iceGatheringState } = pc;
      if (iceGatheringState !== 'new') fruitless++;
      // Own addresses are found within milliseconds. Under load Chromium 156 now and then looks for them for ever; a new connection finds them.
      if (iceGatheringState === 'gathering' && fruitless === FRUITLESS && iceTransportPolicy === 'all') {
        reconnect();
        restart();
      }
      if (pc.connectionState === 'connected') read(meter, await pc.getStats(), open);
      changed();
    },
    leave() {
      say({ bye: true });
      pc.close();
    },
  };
}

const ignored = (): void => undefined;
