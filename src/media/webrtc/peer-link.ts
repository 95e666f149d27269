/** What a link needs of its room. */
export interface LinkOptions {
  /** The side that offers first and does not give way (the impolite one of perfect negotiation: WebRTC, section 10.7). */
  readonly initiates: boolean;
  send(word: { readonly description: RTCSessionDescriptionInit } | { readonly candidate: RTCIceCandidateInit }): void;
  /** A text of the other side's, over the data channel. */
  hear(text: string): void;
  /** Something of it changed: its state, a track that begins to arrive, the channel. */
  changed(): void;
}

/** Audio and video are agreed upon in the first offer, so that whatever is sent later is a `replaceTrack` and no new negotiation. */
const KINDS = ['audio', 'video'] as const;

/** One connection to one page load of the other side. */
export class PeerLink {
  readonly pc: RTCPeerConnection;
  readonly #options: LinkOptions;
  readonly #stream = new MediaStream();
  readonly #tracks = new Map<string, MediaStreamTrack | null>();
  #channel: RTCDataChannel | null = null;
  #offering = false;
  /** Nothing leads anywhere: not one address was found, as with a relay that refuses us. ICE itself would say so only after a long while. */
  stranded = false;
  wasConnected = false;

  constructor(pc: RTCPeerConnection, options: LinkOptions) {
    this.pc = pc;
    this.#options = options;
    pc.onnegotiationneeded = () => void this.#offer();
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) options.send({ candidate: candidate.toJSON() });
    };
    pc.onicegatheringstatechange = () => {
      this.stranded = pc.iceGatheringState === 'complete' && !pc.localDescription?.sdp.includes('a=candidate');
      options.changed();
    };
    pc.onconnectionstatechange = () => {
      const { connectionState } = pc;
      this.wasConnected ||= connectionState === 'connected';
      // Both notice a path that broke; one of them need not wait until the browser gives up.
      if (this.wasConnected && (connectionState === 'failed' || (connectionState === 'disconnected' && options.initiates))) this.restart();
      options.changed();
    };
    pc.ontrack = ({ track }) => {
      track.onmute = track.onunmute = () => options.changed();
      options.changed();
    };
    if (!options.initiates) return;
    // The other side opens the channel only once it has this offer: before, it would be an offer of its own.
    this.#openChannel();
    for (const kind of KINDS) pc.addTransceiver(kind, { streams: [this.#stream] });
  }

  /** The other side's track of that kind, once the two have agreed. */
  received(kind: 'audio' | 'video'): MediaStreamTrack | null {
    return this.#transceiver(kind)?.receiver.track ?? null;
  }

  async carry(kind: 'audio' | 'video', track: MediaStreamTrack | null): Promise<void> {
    this.#tracks.set(kind, track);
    await this.#transceiver(kind)?.sender.replaceTrack(track);
  }

  /** Says it over the connection itself, which outlives a server that is away; false where it is not open. */
  say(text: string): boolean {
    if (this.#channel?.readyState !== 'open') return false;
    this.#channel.send(text);
    return true;
  }

  /** A word may have been lost, or the path: says it again, or looks for another path. */
  restart(): void {
    const { pc } = this;
    if (pc.signalingState === 'have-local-offer' && pc.localDescription) this.#options.send({ description: pc.localDescription });
    else pc.restartIce();
  }

  async describe(description: RTCSessionDescriptionInit): Promise<void> {
    const { pc } = this;
    if (description.type === 'answer') {
      if (pc.signalingState === 'have-local-offer') await pc.setRemoteDescription(description);
      return;
    }
    const collides = this.#offering || pc.signalingState !== 'stable';
    if (collides && this.#options.initiates) return;
    await pc.setRemoteDescription(description);
    for (const kind of KINDS) this.#join(kind);
    await pc.setLocalDescription();
    if (pc.localDescription) this.#options.send({ description: pc.localDescription });
    if (!this.#channel) this.#openChannel();
  }

  async reach(candidate: RTCIceCandidateInit): Promise<void> {
    await this.pc.addIceCandidate(candidate);
  }

  close(): void {
    const { pc } = this;
    pc.onnegotiationneeded = pc.onicecandidate = pc.onicegatheringstatechange = pc.onconnectionstatechange = pc.ontrack = null;
    pc.close();
  }

  #transceiver(kind: 'audio' | 'video'): RTCRtpTransceiver | undefined {
    return this.pc.getTransceivers().find((each) => each.receiver.track.kind === kind);
  }

  /** A transceiver that an offer brought begins as one that only listens. */
  #join(kind: 'audio' | 'video'): void {
    const transceiver = this.#transceiver(kind);
    if (!transceiver || transceiver.direction === 'sendrecv') return;
    transceiver.direction = 'sendrecv';
    transceiver.sender.setStreams(this.#stream);
    void transceiver.sender.replaceTrack(this.#tracks.get(kind) ?? null);
  }

  #openChannel(): void {
    const channel = this.pc.createDataChannel('state', { negotiated: true, id: 0 });
    channel.onopen = () => this.#options.changed();
    channel.onmessage = ({ data }) => this.#options.hear(String(data));
    this.#channel = channel;
  }

  async #offer(): Promise<void> {
    const { pc } = this;
    this.#offering = true;
    try {
      await pc.setLocalDescription();
      if (pc.localDescription) this.#options.send({ description: pc.localDescription });
    } catch {
      // Closed meanwhile.
    } finally {
      this.#offering = false;
    }
  }
}
