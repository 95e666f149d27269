// The floor: a bare RTCPeerConnection call, signalled through the same server by the same frames, with nothing of ours around it. The
// customer has taken the call before the press, so that what is measured is the browser's part alone: devices, offer, answer, media.
window.floor = (() => {
  const id = () => crypto.randomUUID();
  const listeners = new Map();
  let socket;
  let ids = 0;
  const pending = new Map();
  const ask = (method, params) =>
    new Promise((resolve, reject) => {
      const own = ++ids;
      pending.set(own, { resolve, reject });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: own, method, params }));
    });
  const hear = (method) => new Promise((resolve) => listeners.set(method, resolve));

  async function connect(hello) {
    socket = new WebSocket(`${location.origin.replace('http', 'ws')}/v1/socket`, 'warmline.v1');
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.method) return listeners.get(frame.method)?.(frame.params);
      const { resolve, reject } = pending.get(frame.id);
      if (frame.error) reject(new Error(JSON.stringify(frame.error)));
      else resolve(frame.result);
    };
    return await ask('hello', { protocol: 'warmline.v1', tab: id(), language: 'en', features: [], resume: [], ...hello });
  }

  let held;
  let peer;
  let sent;
  const video = document.createElement('video');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true, width: 360, height: 270 });
  const sound = new Audio();

  function open(tracks) {
    const connection = new RTCPeerConnection();
    const early = [];
    sent = 0;
    const say = (data) => {
      const frame = { ...held, n: sent++, data };
      socket.send(JSON.stringify({ jsonrpc: '2.0', method: 'call.signal', params: frame }));
    };
    connection.onicecandidate = ({ candidate }) => candidate && say({ candidate });
    connection.ontrack = ({ track }) => {
      (track.kind === 'video' ? video : sound).srcObject = new MediaStream([track]);
      if (track.kind === 'audio') void sound.play();
    };
    for (const track of tracks) connection.addTrack(track);
    listeners.set('call.signal', async ({ data: { description, candidate } }) => {
      if (candidate) return connection.remoteDescription ? connection.addIceCandidate(candidate) : early.push(candidate);
      await connection.setRemoteDescription(description);
      early.splice(0).forEach((each) => connection.addIceCandidate(each));
      if (description.type === 'answer') return;
      await connection.setLocalDescription();
      say({ description: connection.localDescription });
    });
    return { connection, say };
  }

  let tracks = [];
  const devices = async (wants) => (tracks = (await navigator.mediaDevices.getUserMedia(wants)).getTracks());

  return {
    connect,
    ask,
    /** The agent: devices open, rings, and waits for the offer. */
    async ring(conversation, media) {
      const { call, lease } = await ask('call.start', { callId: id(), commandId: id(), conversation, tab: id(), media, camera: 'granted' });
      held = { callId: call.id, lease, generation: 2 };
      await devices({ audio: true, video: media === 'video' });
      peer = open(tracks);
      return call.id;
    },
    /** The customer: has taken the call, and waits for the press. */
    async take(callId, choice) {
      const { lease } = await ask('call.accept', { callId, commandId: id(), tab: id(), choice });
      held = { callId, lease, generation: 2 };
      document.body.replaceChildren(video, Object.assign(document.createElement('button'), { textContent: 'Press' }));
      document.querySelector('button').onclick = async () => {
        peer = open(await devices({ audio: true, video: choice === 'video' }));
        // Both kinds up front, so that turning video on later is a replaceTrack.
        if (choice === 'audio') peer.connection.addTransceiver('video');
        await peer.connection.setLocalDescription();
        peer.say({ description: peer.connection.localDescription });
      };
    },
    /** Voice to video: the camera at the press, and `replaceTrack` on the transceiver that there is. */
    armCamera() {
      document.querySelector('button').onclick = async () => {
        const [camera] = (await navigator.mediaDevices.getUserMedia({ video: true })).getTracks();
        tracks.push(camera);
        const transceiver = peer.connection.getTransceivers().find((each) => each.receiver.track.kind === 'video');
        await transceiver.sender.replaceTrack(camera);
      };
    },
    /** The agent's page shows what comes. */
    show() {
      document.body.replaceChildren(video);
      video.srcObject = new MediaStream(peer.connection.getReceivers().map(({ track }) => track).filter(({ kind }) => kind === 'video'));
    },
    async end() {
      for (const track of tracks) track.stop();
      peer.connection.close();
      video.srcObject = sound.srcObject = null;
      await ask('call.end', { callId: held.callId, commandId: id() }).catch(() => undefined);
    },
  };
})();
