import { DeviceError } from '../../src/session/contracts/devices.ts';
import type { Devices } from '../../src/session/contracts/devices.ts';
import type { MediaBackend, MediaRoom, RoomParticipant, RoomSnapshot, SignalChannel } from '../../src/session/contracts/media-backend.ts';
import type { MediaGrant } from '../../src/protocol/media-grant.ts';

/**
 * What every media backend must do, as named cases for any test runner. A case gets a fresh harness; whatever it joined is left for the
 * harness to end. Waiting is for events alone: the runner's own time limit is what makes a case fail that waits in vain.
 */
export interface MediaHarness {
  /** A backend as a newly loaded page has it. */
  backend(): MediaBackend;
  /** What the server would give this person of the call; `nowhere` is one whose path leads to nobody. */
  grant(person: string, options?: { readonly nowhere?: boolean }): Promise<MediaGrant>;
  /** Devices with a microphone and two cameras, say, that open without a question. */
  devices(): Devices;
  /** A device of that kind that is there, other than the one in use where there are two. */
  otherDevice(kind: 'microphone' | 'camera', present: string | null): Promise<string>;
  /** The next requests for that device are refused. */
  refuse(kind: 'microphone' | 'camera', devices: Devices): void;
  /** Something that `attach` can show on. */
  surface(): unknown;
  /** Resolves once a picture moves on the surface. */
  moves(surface: unknown): Promise<void>;
  isEmpty(surface: unknown): boolean;
  /** Resolves once media of that kind, of anybody else, newly arrives in the room of that person. */
  arrives(person: string, room: MediaRoom, kind: 'audio' | 'video'): Promise<void>;
  /** Whether the platform's track is over, as a camera whose light is off. */
  isStopped(native: unknown): boolean;
  /** The page is gone, without a goodbye. */
  vanish(person: string, room: MediaRoom): void;
}

export interface MediaCase {
  readonly name: string;
  run(harness: MediaHarness): Promise<void>;
}

const AGENT = 'agent-1';
const CUSTOMER = 'customer-1';

/** A call's signal channel between two, in memory: in order, kept until the other side listens, anew at every reload. */
export class SignalPair {
  readonly #ends: Record<string, End> = {};

  /** The channel of that person's present page load. Asked for again, the page was loaded again: the other side is told, and old words are dropped. */
  of(person: string, other: string): SignalChannel {
    const again = person in this.#ends;
    const end = new End();
    this.#ends[person] = end;
    if (again) {
      this.#ends[other]?.forget();
      this.#ends[other]?.give({ type: 'restarted' });
    }
    const current = (): boolean => this.#ends[person] === end;
    return {
      send: (data) => {
        if (!current()) return;
        const peer = (this.#ends[other] ??= new End());
        peer.give({ type: 'data', data: JSON.parse(JSON.stringify(data)) as unknown });
      },
      listen: (listener, { signal }) => end.listen((event) => current() && !signal.aborted && listener(event)),
    };
  }

  /** Both sides came back in a new generation, as after a cut of the signalling. */
  restart(): void {
    for (const end of Object.values(this.#ends)) end.give({ type: 'restarted' });
  }
}

type SignalEvent = Parameters<Parameters<SignalChannel['listen']>[0]>[0];

class End {
  #waiting: SignalEvent[] = [];
  #listener: ((event: SignalEvent) => void) | null = null;

  give(event: SignalEvent): void {
    if (this.#listener) queueMicrotask(() => this.#listener?.(event));
    else this.#waiting.push(event);
  }
  forget(): void {
    this.#waiting = [];
  }
  listen(listener: (event: SignalEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#waiting.splice(0)) listener(event);
  }
}

/** One person of a call under test. */
interface Person {
  readonly id: string;
  readonly room: MediaRoom;
  readonly devices: Devices;
}

class Stage {
  readonly #harness: MediaHarness;
  readonly signals = new SignalPair();

  constructor(harness: MediaHarness) {
    this.#harness = harness;
  }

  async enter(id: string, options: { readonly nowhere?: boolean; readonly devices?: Devices } = {}): Promise<Person> {
    const other = id === AGENT ? CUSTOMER : AGENT;
    const backend = this.#harness.backend();
    const devices = options.devices ?? this.#harness.devices();
    await backend.warm();
    backend.unlock();
    const room = await backend.join({
      call: 'call-1',
      grant: await this.#harness.grant(id, options),
      initiates: id === AGENT,
      self: id,
      peers: [other],
      signal: this.signals.of(id, other),
      devices,
      relayOnly: options.nowhere ?? false,
    });
    return { id, room, devices };
  }

  async publish({ room, devices }: Person, wants: { readonly microphone: boolean; readonly camera: boolean }): Promise<void> {
    await room.publish(await devices.open(wants, new AbortController().signal));
  }

  /** Both in the room, with what they give. */
  async call(agentGives: Wants, customerGives: Wants): Promise<[Person, Person]> {
    const agent = await this.enter(AGENT);
    await this.publish(agent, agentGives);
    const customer = await this.enter(CUSTOMER);
    await this.publish(customer, customerGives);
    await Promise.all([connected(agent.room), connected(customer.room)]);
    return [agent, customer];
  }
}

interface Wants {
  readonly microphone: boolean;
  readonly camera: boolean;
}
const voice: Wants = { microphone: true, camera: false };
const video: Wants = { microphone: true, camera: true };

const self = (room: MediaRoom): RoomParticipant => must(room.snapshot.participants.find((each) => each.self));
const other = (room: MediaRoom): RoomParticipant | undefined => room.snapshot.participants.find((each) => !each.self);
const connected = (room: MediaRoom): Promise<void> => until(room, () => room.snapshot.state === 'connected');

/** Resolves once `holds` does of what the room shows. */
export function until(room: MediaRoom, holds: (snapshot: RoomSnapshot) => boolean): Promise<void> {
  const done = new AbortController();
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds(room.snapshot)) return;
      done.abort();
      resolve();
    };
    room.subscribe(look, { signal: done.signal });
    look();
  });
}

function must<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('expected a value');
  return value;
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof DeviceError) return error.refusal;
    throw error;
  }
  throw new Error('expected a refusal');
}

export const mediaBackendCases: readonly MediaCase[] = [
  {
    name: 'two who join hear and see each other',
    async run(harness) {
      const [agent, customer] = await new Stage(harness).call(video, video);
      for (const { id, room } of [agent, customer]) {
        await harness.arrives(id, room, 'audio');
        await harness.arrives(id, room, 'video');
        await until(room, () => !!other(room)?.microphone?.on && !!other(room)?.camera?.on);
        expect(room.snapshot.participants[0]?.self === true, 'oneself comes first');
        expect(self(room).microphone?.on === true && self(room).camera?.on === true, 'one sees what one gives');
      }
    },
  },
  {
    name: 'who joins before the devices are open gives sound later, and hears before',
    async run(harness) {
      const stage = new Stage(harness);
      const agent = await stage.enter(AGENT);
      await stage.publish(agent, voice);
      const customer = await stage.enter(CUSTOMER);
      await Promise.all([connected(agent.room), connected(customer.room)]);
      await harness.arrives(customer.id, customer.room, 'audio');
      expect(self(customer.room).microphone === null, 'nothing is given yet');
      await stage.publish(customer, voice);
      await harness.arrives(agent.id, agent.room, 'audio');
      await until(agent.room, () => !!other(agent.room)?.microphone?.on);
    },
  },
  {
    name: 'a mute is told to the other side, and so is its end',
    async run(harness) {
      const [agent, customer] = await new Stage(harness).call(voice, voice);
      await until(agent.room, () => !!other(agent.room)?.microphone?.on);
      await customer.room.setMicrophone(false);
      expect(self(customer.room).microphone?.on === false, 'muted once it resolves');
      await until(agent.room, () => other(agent.room)?.microphone?.on === false);
      await customer.room.setMicrophone(true);
      await until(agent.room, () => other(agent.room)?.microphone?.on === true);
    },
  },
  {
    name: 'turning video off stops the camera itself, and on opens it again',
    async run(harness) {
      const stage = new Stage(harness);
      const agent = await stage.enter(AGENT);
      await stage.publish(agent, video);
      const customer = await stage.enter(CUSTOMER);
      const given = await customer.devices.open(video, new AbortController().signal);
      await customer.room.publish(given);
      await until(agent.room, () => !!other(agent.room)?.camera?.on);
      await customer.room.setCamera(false);
      expect(harness.isStopped(must(given.camera).native), 'the camera is stopped');
      expect(!harness.isStopped(must(given.microphone).native), 'the microphone is not');
      expect(!self(customer.room).camera?.on, 'no camera is on');
      await until(agent.room, () => !other(agent.room)?.camera?.on);
      await customer.room.setCamera(true);
      await until(agent.room, () => !!other(agent.room)?.camera?.on);
      await harness.arrives(agent.id, agent.room, 'video');
    },
  },
  {
    name: 'a voice call becomes a video call by one side, then by both',
    async run(harness) {
      const [agent, customer] = await new Stage(harness).call(voice, voice);
      expect(!other(agent.room)?.camera?.on, 'voice only at first');
      await customer.room.setCamera(true);
      await harness.arrives(agent.id, agent.room, 'video');
      await until(agent.room, () => !!other(agent.room)?.camera?.on);
      expect(!other(customer.room)?.camera?.on, 'the other camera stays off');
      await agent.room.setCamera(true);
      await harness.arrives(customer.id, customer.room, 'video');
      await until(customer.room, () => !!other(customer.room)?.camera?.on);
    },
  },
  {
    name: 'a camera that is refused leaves the call as it was',
    async run(harness) {
      const [agent, customer] = await new Stage(harness).call(voice, voice);
      harness.refuse('camera', customer.devices);
      await refusalOf(customer.room.setCamera(true));
      expect(!self(customer.room).camera?.on, 'no camera');
      await harness.arrives(agent.id, agent.room, 'audio');
      expect(customer.room.snapshot.state === 'connected', 'still connected');
    },
  },
  {
    name: 'another microphone takes the place of the first, which is stopped',
    async run(harness) {
      const stage = new Stage(harness);
      const [agent, customer] = await stage.call(voice, voice);
      const given = await customer.devices.open(voice, new AbortController().signal);
      await customer.room.publish(given);
      const next = await harness.otherDevice('microphone', customer.room.snapshot.devices.microphone);
      await customer.room.switchDevice('microphone', next);
      expect(customer.room.snapshot.devices.microphone === next, 'the new one is in use');
      expect(harness.isStopped(must(given.microphone).native), 'the old one is stopped');
      await harness.arrives(agent.id, agent.room, 'audio');
    },
  },
  {
    name: 'a device that cannot be had leaves the old one going',
    async run(harness) {
      const stage = new Stage(harness);
      const [agent, customer] = await stage.call(voice, voice);
      const given = await customer.devices.open(voice, new AbortController().signal);
      await customer.room.publish(given);
      const before = customer.room.snapshot.devices.microphone;
      await refusalOf(customer.room.switchDevice('microphone', 'no-such-device'));
      expect(customer.room.snapshot.devices.microphone === before, 'the old one is still in use');
      expect(!harness.isStopped(must(given.microphone).native), 'the old one goes on');
      await harness.arrives(agent.id, agent.room, 'audio');
    },
  },
  {
    name: 'a muted microphone stays muted when it is switched',
    async run(harness) {
      const [, customer] = await new Stage(harness).call(voice, voice);
      await customer.room.setMicrophone(false);
      await customer.room.switchDevice('microphone', await harness.otherDevice('microphone', customer.room.snapshot.devices.microphone));
      expect(self(customer.room).microphone?.on === false, 'still muted');
    },
  },
  {
    name: 'leaving stops every local track in the same task',
    async run(harness) {
      const stage = new Stage(harness);
      const [, customer] = await stage.call(voice, voice);
      const given = await customer.devices.open(video, new AbortController().signal);
      await customer.room.publish(given);
      const left = customer.room.leave();
      expect(harness.isStopped(must(given.microphone).native) && harness.isStopped(must(given.camera).native), 'both stopped at once');
      await left;
      expect(customer.room.snapshot.state === 'left', 'left');
      await customer.room.leave();
    },
  },
  {
    name: 'devices that open after leaving are stopped',
    async run(harness) {
      const stage = new Stage(harness);
      const customer = await stage.enter(CUSTOMER);
      const given = await customer.devices.open(video, new AbortController().signal);
      await customer.room.leave();
      await customer.room.publish(given);
      expect(harness.isStopped(must(given.microphone).native) && harness.isStopped(must(given.camera).native), 'both stopped');
    },
  },
  {
    name: 'who leaves is gone for the other side',
    async run(harness) {
      const [agent, customer] = await new Stage(harness).call(voice, voice);
      await until(agent.room, ({ state }) => state === 'connected' && !!other(agent.room));
      await customer.room.leave();
      await until(agent.room, () => !other(agent.room));
      expect(agent.room.snapshot.state === 'connected', 'to the one who stays nothing broke');
    },
  },
  {
    name: 'the customer who loads the page again is back, with sound both ways',
    async run(harness) {
      const stage = new Stage(harness);
      const [agent, customer] = await stage.call(video, voice);
      await harness.arrives(agent.id, agent.room, 'audio');
      harness.vanish(customer.id, customer.room);
      const back = await stage.enter(CUSTOMER);
      await stage.publish(back, voice);
      await connected(back.room);
      await harness.arrives(back.id, back.room, 'video');
      await harness.arrives(agent.id, agent.room, 'audio');
      await until(agent.room, () => agent.room.snapshot.state === 'connected' && !!other(agent.room)?.microphone?.on);
      expect(agent.room.snapshot.participants.length === 2, 'nobody is there twice');
    },
  },
  {
    name: 'the agent who loads the page again is back, with sound both ways',
    async run(harness) {
      const stage = new Stage(harness);
      const [agent, customer] = await stage.call(voice, video);
      await harness.arrives(customer.id, customer.room, 'audio');
      harness.vanish(agent.id, agent.room);
      const back = await stage.enter(AGENT);
      await stage.publish(back, voice);
      await connected(back.room);
      await harness.arrives(back.id, back.room, 'video');
      await harness.arrives(customer.id, customer.room, 'audio');
      await until(customer.room, () => customer.room.snapshot.state === 'connected' && !!other(customer.room)?.microphone?.on);
      expect(customer.room.snapshot.participants.length === 2, 'nobody is there twice');
    },
  },
  {
    name: 'a restart of the signalling leaves the call going',
    async run(harness) {
      const stage = new Stage(harness);
      const [agent, customer] = await stage.call(voice, voice);
      stage.signals.restart();
      await harness.arrives(agent.id, agent.room, 'audio');
      await harness.arrives(customer.id, customer.room, 'audio');
      await customer.room.setMicrophone(false);
      await until(agent.room, () => other(agent.room)?.microphone?.on === false);
      await Promise.all([connected(agent.room), connected(customer.room)]);
    },
  },
  {
    name: 'a path that leads nowhere fails, and says so',
    async run(harness) {
      const stage = new Stage(harness);
      const agent = await stage.enter(AGENT, { nowhere: true });
      await stage.enter(CUSTOMER, { nowhere: true });
      await until(agent.room, () => agent.room.snapshot.state === 'failed');
    },
  },
  {
    name: 'a late joiner is told who is muted',
    async run(harness) {
      const stage = new Stage(harness);
      const agent = await stage.enter(AGENT);
      await stage.publish(agent, video);
      await agent.room.setMicrophone(false);
      const customer = await stage.enter(CUSTOMER);
      await connected(customer.room);
      await until(customer.room, () => !!other(customer.room)?.camera?.on);
      expect(other(customer.room)?.microphone?.on === false, 'muted from the start');
    },
  },
  {
    name: 'a picture is shown where it is attached, until that ends',
    async run(harness) {
      const [, customer] = await new Stage(harness).call(video, video);
      await until(customer.room, () => !!other(customer.room)?.camera?.on);
      for (const participant of customer.room.snapshot.participants) {
        const surface = harness.surface();
        const shown = new AbortController();
        customer.room.attach(must(participant.camera).id, surface, { signal: shown.signal });
        await harness.moves(surface);
        shown.abort();
        expect(harness.isEmpty(surface), 'nothing is left on it');
      }
    },
  },
  {
    name: 'a picture that is attached goes on after the camera was off and on again',
    async run(harness) {
      const [agent, customer] = await new Stage(harness).call(video, video);
      await until(customer.room, () => !!other(customer.room)?.camera?.on);
      await agent.room.setCamera(false);
      await until(customer.room, () => !other(customer.room)?.camera?.on);
      await agent.room.setCamera(true);
      await until(customer.room, () => !!other(customer.room)?.camera?.on);
      const surface = harness.surface();
      customer.room.attach(must(other(customer.room)?.camera).id, surface, { signal: new AbortController().signal });
      await harness.moves(surface);
    },
  },
  {
    name: 'a snapshot is the same until something changes, and another one then',
    async run(harness) {
      const [, customer] = await new Stage(harness).call(voice, voice);
      const before = customer.room.snapshot;
      expect(before === customer.room.snapshot, 'the same');
      await customer.room.setMicrophone(false);
      expect(before !== customer.room.snapshot && before.participants[0]?.microphone?.on === true, 'the old one is untouched');
    },
  },
];
