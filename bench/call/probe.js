// Runs in every page under measure, before anything of it: says when the first remote frame is on a screen and when the first packet of
// remote sound came in. The same for both that are compared.
(() => {
  const probe = (window.probe = { pressed: 0, frame: 0, packet: 0, marks: {} });
  const Original = window.RTCPeerConnection;
  const remote = new WeakSet();
  window.RTCPeerConnection = class extends Original {
    constructor(configuration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => {
        remote.add(track);
        // The platform unmutes a remote track with its first packet.
        track.addEventListener('unmute', () => (probe.marks[track.kind] ??= performance.now()));
        if (track.kind === 'audio') track.addEventListener('unmute', () => (probe.packet ||= performance.now()));
      });
      this.addEventListener('connectionstatechange', () => (probe.marks[this.connectionState] ??= performance.now()));
    }
    async setRemoteDescription(description) {
      probe.marks['setRemote'] ??= performance.now();
      return await super.setRemoteDescription(description);
    }
  };
  // A cluster's signalling, where the call goes over one: the way to it, and its first word.
  const OriginalSocket = window.WebSocket;
  window.WebSocket = class extends OriginalSocket {
    constructor(address, protocols) {
      super(address, protocols);
      if (!new URL(address).pathname.startsWith('/rtc')) return;
      probe.marks.signalling ??= performance.now();
      this.addEventListener('message', () => (probe.marks.joined ??= performance.now()), { once: true });
    }
  };
  const media = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...media,
    set(stream) {
      media.set.call(this, stream);
      if (this instanceof HTMLVideoElement && stream?.getVideoTracks().some((track) => remote.has(track))) {
        probe.marks.shown ??= performance.now();
        this.requestVideoFrameCallback(() => (probe.frame ||= performance.now()));
      }
    },
  });
  const ask = navigator.mediaDevices?.getUserMedia;
  if (ask) {
    MediaDevices.prototype.getUserMedia = async function (constraints) {
      probe.marks.ask ??= performance.now();
      const stream = await ask.call(this, constraints);
      probe.marks.devices ??= performance.now();
      return stream;
    };
  }
  probe.arm = () => Object.assign(probe, { pressed: 0, frame: 0, packet: 0, marks: {} });
  probe.times = () => {
    const after = (moment) => (moment ? moment - probe.pressed : null);
    const marks = Object.fromEntries(Object.entries(probe.marks).map(([name, moment]) => [name, after(moment)]));
    return { frame: after(probe.frame), packet: after(probe.packet), marks };
  };
  addEventListener('click', (event) => (probe.pressed ||= event.timeStamp), { capture: true });
})();
