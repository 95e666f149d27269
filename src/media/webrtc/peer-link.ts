/** What a link tells its room. */
export interface LinkEvents {
  send(word: { readonly description: RTCSessionDescriptionInit | null } | { readonly candidate: RTCIceCandidateInit }): void;
  /** A word of the other side's, over the data channel. */
  hear(data: unknown): void;
  /** Something of it changed: its state, a track that begins to arrive, the channel. */
  changed(): void;
}

type Kind = 'audio' | 'video';

/** Audio and video are agreed upon in the first offer, so that whatever is sent later is a `replaceTrack` and no new negotiation. */
const KINDS: readonly Kind[] = ['audio', 'video'];

/** One connection to one page load of the other side: perfect negotiation (WebRTC, section 10.7), where the side that `initiates` does not give way. */
export class PeerLink {
  readonly pc: RTCPeerConnection;
  readonly #initiates: boolean;
  readonly #events: LinkEvents;
  readonly #stream = new MediaStream();
  readonly #tracks = new Map<Kind, MediaStreamTrack | null>();
  #channel: RTCDataChannel | null = null;
  #offering = false;
  #closed = false;
  /** Nothing leads anywhere: not one address was found, as with a relay that refuses us. ICE itself would say so only after a long while. */
  stranded = false;
  #wasConnected = false;

  constructor(pc: RTCPeerConnection, initiates: boolean, events: LinkEvents) {
    this.pc = pc;
    this.#initiates = initiates;
    this.#events = events;
    const changed = (): void => {
      if (!this.#closed) events.changed();
    };
    pc.onnegotiationneeded = async () => {
      this.#offering = true;
      await this.#describeOurselves().catch(() => undefined);
      this.#offering = false;
    };
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) events.send({ candidate: candidate.toJSON() });
    };
    pc.onicegatheringstatechange = () => {
      this.stranded = pc.iceGatheringState === 'complete' && !this.hasAddress;
      changed();
    };
    pc.onconnectionstatechange = () => {
      const { connectionState } = pc;
      this.#wasConnected ||= connectionState === 'connected';
      // Both notice a path that broke; one of them need not wait until the browser gives up.
      if (this.#wasConnected && (connectionState === 'failed' || (connectionState === 'disconnected' && initiates))) this.restart();
      changed();
    };
    pc.ontrack = ({ track }) => {
      track.onmute = track.onunmute = changed;
      changed();
    };
    if (!initiates) return;
    // The other side opens the channel only once it has this offer: before, it would be an offer of its own.
    this.#openChannel();
    for (const kind of KINDS) pc.addTransceiver(kind, { streams: [this.#stream] });
  }

  /** Whether an address of one's own was found. */
  get hasAddress(): boolean {
    return !!this.pc.localDescription?.sdp.includes('a=candidate');
  }

  /** The other side's track of that kind, once the two have agreed. */
  received(kind: Kind): MediaStreamTrack | undefined {
    return this.#transceiver(kind)?.receiver.track;
  }

  async carry(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
    this.#tracks.set(kind, track);
    await this.#transceiver(kind)?.sender.replaceTrack(track);
  }

  /** Says it over the connection itself, which outlives a server that is away; false where it is not open. */
  say(word: unknown): boolean {
    const open = this.#channel?.readyState === 'open';
    if (open) this.#channel?.send(JSON.stringify(word));
    return open;
  }

  /** A word may have been lost, or the path: says it again, or looks for another path. */
  restart(): void {
    const { pc } = this;
    if (pc.signalingState === 'have-local-offer') this.#events.send({ description: pc.localDescription });
    else pc.restartIce();
  }

  async describe(description: RTCSessionDescriptionInit): Promise<void> {
    const { pc } = this;
    const isAnswer = description.type === 'answer';
    const collides = this.#offering || pc.signalingState !== 'stable';
    // An answer that comes twice, or an offer that crossed ours.
    if (isAnswer ? pc.signalingState !== 'have-local-offer' : collides && this.#initiates) return;
    await pc.setRemoteDescription(description);
    if (isAnswer) return;
    for (const kind of KINDS) {
      // A transceiver that an offer brought begins as one that only listens.
      const transceiver = this.#transceiver(kind);
      if (!transceiver || transceiver.direction === 'sendrecv') continue;
      transceiver.direction = 'sendrecv';
      transceiver.sender.setStreams(this.#stream);
      void transceiver.sender.replaceTrack(this.#tracks.get(kind) ?? null);
    }
    await this.#describeOurselves();
    if (!this.#channel) this.#openChannel();
  }

  close(): void {
    this.#closed = true;
    this.pc.close();
  }

  async #describeOurselves(): Promise<void> {
    await this.pc.setLocalDescription();
    if (!this.#closed) this.#events.send({ description: this.pc.localDescription });
  }

  #transceiver(kind: Kind): RTCRtpTransceiver | undefined {
    return this.pc.getTransceivers().find((each) => each.receiver.track.kind === kind);
  }

  #openChannel(): void {
    const channel = this.pc.createDataChannel('', { negotiated: true, id: 0 });
    channel.onopen = () => this.#events.changed();
    channel.onmessage = ({ data }) => {
      try {
        this.#events.hear(JSON.parse(String(data)));
      } catch {
        // Not one of ours.
      }
    };
    this.#channel = channel;
  }
}
