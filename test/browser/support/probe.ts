declare global {
  interface Window {
    mediaNow(): Promise<{ packets: number; frames: number; sent: number; energy: number; aloud: number; shown: number; live: string[] }>;
    /** How many pictures that can be seen on the page have moved since it was last asked. */
    picturesMoved(): number;
    /** The kinds of both ends of the path in use (W3C webrtc-stats, `candidateType`), the own one first. */
    pathNow(): Promise<string[]>;
    /** What became of each of the page's connections, for a failed assertion's message. */
    waysNow(): Promise<string[]>;
    /** From where on a test counts. */
    mediaBefore: Awaited<ReturnType<Window['mediaNow']>>;
    /** As `camera|NotAllowedError|Permission denied`: what the browser would say. */
    refuseDevice: string | null;
    cutSockets(): void;
  }
}

/** Runs in a page before its own scripts: counts what the page's connections really carry, and can make a device be refused. */
export function probe(): void {
  const connections = new Set<RTCPeerConnection>();
  const tracks = new Set<MediaStreamTrack>();
  const histories = new Map<RTCPeerConnection, string[]>();
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.add(this);
      const history: string[] = [];
      histories.set(this, history);
      const since = performance.now();
      const note = (what: string) => history.push(`${Math.round(performance.now() - since)} ${what}`);
      note(`made at ${Math.round(since)}`);
      this.addEventListener('icegatheringstatechange', () => note(this.iceGatheringState));
      this.addEventListener('connectionstatechange', () => note(this.connectionState));
      this.addEventListener('signalingstatechange', () => note(this.signalingState));
      this.addEventListener('icecandidate', ({ candidate }) => note(`own ${candidate?.candidate.split(' ').slice(2, 8).join(' ') ?? 'last'}`));
      this.addEventListener('icecandidateerror', ({ errorCode }) => note(`error ${errorCode}`));
    }
  };
  window.waysNow = async () =>
    await Promise.all(
      [...histories].map(async ([connection, history]) => {
        const told = [...((await connection.getStats()).values() as Iterable<Record<string, unknown>>)]
          .filter(({ type }) => type === 'remote-candidate' || type === 'candidate-pair')
          .map((report) => ['type', 'address', 'port', 'protocol', 'state', 'requestsSent', 'responsesReceived', 'bytesSent'].flatMap((key) => (key in report ? String(report[key]) : [])).join(' '));
        return `${connection.connectionState}: ${[...history, ...told].join(', ')}`;
      }),
    );
  window.pathNow = async () => {
    const [connected] = [...connections].filter((each) => each.connectionState === 'connected');
    const reports = new Map([...((await connected?.getStats())?.entries() ?? [])] as [string, Record<string, unknown>][]);
    const transport = [...reports.values()].find(({ type }) => type === 'transport');
    const pair = reports.get(String(transport?.['selectedCandidatePairId']));
    return ['localCandidateId', 'remoteCandidateId'].map((end) => String(reports.get(String(pair?.[end]))?.['candidateType']));
  };
  // What plays sound need not stand in the page.
  const players = new Set<HTMLMediaElement>();
  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  if (source) {
    Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
      ...source,
      set(this: HTMLMediaElement, stream: MediaStream | null) {
        players.add(this);
        source.set?.call(this, stream);
      },
    });
  }
  const incoming = (): Set<MediaStreamTrack> =>
    new Set([...connections].flatMap((each) => (each.connectionState === 'closed' ? [] : each.getReceivers().map(({ track }) => track).filter(({ readyState, muted }) => readyState === 'live' && !muted))));
  const carries = (element: HTMLMediaElement, kind: string, tracks: ReadonlySet<MediaStreamTrack>): boolean =>
    element.srcObject instanceof MediaStream && element.srcObject.getTracks().some((track) => track.kind === kind && tracks.has(track));
  const isAloud = ({ paused, muted, volume }: HTMLMediaElement): boolean => !paused && !muted && volume > 0;
  const isSeen = (element: HTMLMediaElement): element is HTMLVideoElement =>
    element instanceof HTMLVideoElement && !element.paused && element.videoWidth > 0 && element.clientWidth > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const longest = (played: readonly HTMLMediaElement[]): number => Math.max(0, ...played.map(({ currentTime }) => currentTime));
  const looks = new Map<HTMLMediaElement, number>();
  window.picturesMoved = () =>
    [...players].filter(isSeen).filter((each) => {
      const before = looks.get(each) ?? Infinity;
      looks.set(each, each.currentTime);
      return each.currentTime > before;
    }).length;
  const sockets = new Set<WebSocket>();
  const OriginalSocket = window.WebSocket;
  window.WebSocket = class extends OriginalSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      sockets.add(this);
    }
  };
  window.cutSockets = () => {
    for (const socket of sockets) socket.close();
  };
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  window.refuseDevice = null;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wanted) => {
      const { refuseDevice } = window;
      if (refuseDevice !== null) {
        const [device, name, message] = refuseDevice.split('|');
        if ((device === 'camera' && wanted?.video) || (device === 'microphone' && wanted?.audio)) throw new DOMException(message, name);
      }
      const stream = await ask(wanted);
      for (const track of stream.getTracks()) tracks.add(track);
      return stream;
    };
  }
  window.mediaNow = async () => {
    const [theirs, all] = [incoming(), [...players]];
    const aloud = longest(all.filter((each) => isAloud(each) && carries(each, 'audio', theirs)));
    const shown = longest(all.filter((each) => isSeen(each) && carries(each, 'video', theirs)));
    const counted = { packets: 0, frames: 0, sent: 0, energy: 0, aloud, shown, live: [...tracks].filter((track) => track.readyState === 'live').map((track) => track.kind) };
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      for (const report of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (report['type'] === 'inbound-rtp' && report['kind'] === 'audio') {
          counted.packets += Number(report['packetsReceived'] ?? 0);
          counted.energy += Number(report['totalAudioEnergy'] ?? 0);
        }
        if (report['type'] === 'inbound-rtp' && report['kind'] === 'video') counted.frames += Number(report['framesDecoded'] ?? 0);
        if (report['type'] === 'outbound-rtp' && report['kind'] === 'audio') counted.sent += Number(report['packetsSent'] ?? 0);
      }
    }
    return counted;
  };
}
