import * as v from 'valibot';
import type { WebRtcGrant } from '../../protocol/media-grant.ts';
import type { JoinOptions, RoomParticipant, RoomSnapshot } from '../../session/contracts/media-backend.ts';
import { Meter } from './meter.ts';
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

/** Readings without an address of one's own, one after the other, after which a connection is given up. */
const FRUITLESS = 4;

/**
 * The way to the other side: one connection, and another one when its page is loaded again. Sound and picture are agreed upon in the first offer,
 * so that whatever is sent later is a `replaceTrack` and no new negotiation. One side offers, and the other asks it to: offers never cross.
 */
export class PeerLink {
  readonly #options: JoinOptions;
  readonly #configuration: RTCConfiguration;
  readonly #changed: () => void;
  readonly #stream = new MediaStream();
  /** The other side has spoken, and not said goodbye. */
  isThere = false;
  #wasConnected = false;
  #tracks: readonly (MediaStreamTrack | undefined)[] = [];

  /** The present connection, what is known of it and told over it, and the ids of its two ends. */
  #pc: RTCPeerConnection;
  #channel: RTCDataChannel | undefined;
  meter = new Meter();
  told = nothingTold;
  #self: RoomParticipant | undefined;
  #tells = '';
  #id = '';
  #peer = '';
  #hasAddress = false;
  #fruitless = 0;
  #described: Promise<void> | undefined;

  /** `changed` is called whenever something else is known, or true, than before. */
  constructor(options: JoinOptions, changed: () => void) {
    const { iceServers, relayOnly } = options.grant as unknown as WebRtcGrant;
    this.#configuration = {
      iceServers: [...iceServers],
      iceTransportPolicy: relayOnly || options.relayOnly ? 'relay' : 'all',
      // No pool of candidates: it saves nothing here, and under load Chromium 156 sometimes gathers for ever with one.
      bundlePolicy: 'max-bundle',
    };
    this.#options = options;
    this.#changed = changed;
    this.#pc = this.#connect();
  }

  /** Until `signal` aborts. */
  listen(signal: AbortSignal): void {
    const { initiates, signal: channel } = this.#options;
    channel.listen(
      (event) => {
        if (event.type === 'data') void this.#hear(event.data);
        else if (initiates || !this.#peer) this.#restart();
      },
      { signal },
    );
    if (!this.#peer) this.#restart();
  }

  get state(): Exclude<RoomSnapshot['state'], 'left'> {
    const { connectionState, iceGatheringState } = this.#pc;
    if (connectionState === 'connected') return connectionState;
    if (this.#wasConnected) return 'reconnecting';
    // Not one address was found, as with a relay that refuses us: ICE itself would say so only after a long while. Chromium may end a search
    // without any, and begin anew at once: only what stays so counts.
    return connectionState === 'failed' || (iceGatheringState === 'complete' && this.#fruitless >= FRUITLESS) ? 'failed' : 'joining';
  }

  received(index: number): MediaStreamTrack | undefined {
    return this.#pc.getTransceivers()[index]?.receiver.track;
  }

  /** Sends these, in the order of the transceivers: sound, then a picture. A connection that is over needs nothing: the next begins with them. */
  carry(tracks: readonly (MediaStreamTrack | undefined)[]): void {
    this.#tracks = tracks;
    this.#pc.getTransceivers().forEach(({ sender }, index) => void sender.replaceTrack(tracks[index] ?? null).catch(ignored));
  }

  /** Over the connection itself, which outlives a server that is away. */
  tell(self: RoomParticipant | undefined): void {
    this.#self = self;
    const tells = JSON.stringify(self);
    if (tells === this.#tells || this.#channel?.readyState !== 'open') return;
    this.#channel.send(tells);
    this.#tells = tells;
  }

  /** To be called from time to time. `open` says whether the microphone is meant to be heard. */
  async measure(open: boolean): Promise<void> {
    const pc = this.#pc;
    const { iceGatheringState } = pc;
    if (iceGatheringState !== 'new' && !this.#hasAddress) this.#fruitless++;
    // Own addresses are found within milliseconds. Under load Chromium 156 now and then looks for them for ever; a new connection finds them.
    if (iceGatheringState === 'gathering' && this.#fruitless === FRUITLESS && this.#configuration.iceTransportPolicy === 'all') {
      this.#reconnect();
      this.#restart();
    }
    if (pc.connectionState === 'connected') this.meter.read(await pc.getStats(), open);
    this.#changed();
  }

  leave(): void {
    this.#say({ bye: true });
    this.#pc.close();
  }

  #connect(): RTCPeerConnection {
    const { initiates } = this.#options;
    const changed = this.#changed;
    const pc = new RTCPeerConnection(this.#configuration);
    const channel = pc.createDataChannel('', { negotiated: true, id: 0 });
    this.#channel = channel;
    this.#id = crypto.randomUUID();
    this.#peer = '';
    this.meter = new Meter();
    this.told = nothingTold;
    this.#tells = '';
    this.#hasAddress = false;
    this.#fruitless = 0;
    channel.onopen = changed;
    channel.onmessage = ({ data }) => {
      try {
        this.told = v.parse(told, JSON.parse(String(data)));
        changed();
      } catch {
        // Not one of ours.
      }
    };
    pc.onicecandidate = ({ candidate }) => {
      if (!candidate?.candidate) return;
      this.#hasAddress = true;
      this.#fruitless = 0;
      this.#say({ candidate });
    };
    pc.onconnectionstatechange = () => {
      const state = pc.connectionState;
      this.#wasConnected ||= state === 'connected';
      // Both notice a path that broke; the one who offers need not wait until the browser gives up.
      if (this.#wasConnected && (state === 'failed' || (initiates && state === 'disconnected'))) this.#restart();
      changed();
    };
    pc.ontrack = ({ track }) => {
      track.onmute = track.onunmute = changed;
      changed();
    };
    if (initiates) {
      pc.onnegotiationneeded = () => void pc.setLocalDescription().then(() => this.#describe(pc), ignored);
      const [sound = 'audio', picture = 'video'] = this.#tracks;
      for (const each of [sound, picture]) pc.addTransceiver(each, { streams: [this.#stream] });
    }
    return pc;
  }

  /** For another page of the other side, or with better luck. */
  #reconnect(): void {
    this.#pc.close();
    this.#pc = this.#connect();
  }

  /** Looks for another path, or says again what may have been lost. */
  #restart(): void {
    const pc = this.#pc;
    if (!this.#options.initiates) this.#say({});
    else if (pc.signalingState === 'stable') pc.restartIce();
    else this.#describe(pc);
  }

  #describe({ localDescription: description }: RTCPeerConnection): void {
    this.#say({ description, self: this.#self });
  }

  #say(word: Partial<Word>): void {
    this.#options.signal.send({ from: this.#id, to: this.#peer, ...word });
  }

  async #hear(data: unknown): Promise<void> {
    const { from, to, description, self, candidate, bye } = Object(data) as Partial<Word>;
    if (typeof from !== 'string' || (to && to !== this.#id)) return;
    if (this.#peer && from !== this.#peer) this.#reconnect();
    const pc = this.#pc;
    this.#peer = from;
    this.isThere = !bye;
    try {
      if (bye) pc.close();
      else if (description) {
        await (this.#described = this.#accept(pc, description));
        if (this.#channel?.readyState !== 'open') this.told = v.parse(told, self);
      } else if (candidate) {
        // The answer is on its way before anything else is looked at.
        await this.#described;
        await pc.addIceCandidate(candidate);
      } else this.#restart();
    } catch {
      // Of a connection that is over, or said twice: not needed any more. The browser checks descriptions and candidates itself.
    }
    this.#changed();
  }

  async #accept(pc: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<void> {
    await pc.setRemoteDescription(description);
    if (this.#options.initiates) return;
    for (const transceiver of pc.getTransceivers()) {
      // What an offer brought begins as something that only listens.
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(this.#stream);
    }
    // Every step of a connection waits for the one before it, also a track that is set to nothing.
    if (this.#tracks.length > 0) this.carry(this.#tracks);
    await pc.setLocalDescription();
    this.#describe(pc);
  }
}

const ignored = (): void => undefined;
