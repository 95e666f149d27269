import type { CallRecord, CallSide } from '../../../../src/protocol/call-record.ts';
import type { CallCommand } from '../../../../src/protocol/call-rules.ts';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logging/logger.ts';
import { Attendance } from './attendance.ts';
import { roomNameOf } from './call-rooms.ts';
import type { CallRoomRow } from './call-rooms.ts';
import type { ClusterApi } from './cluster-client.ts';
import { ClusterError } from './cluster-client.ts';
import type { RoomTask } from './room-task.ts';
import { closing, hurried, opening } from './room-task.ts';

/** How often a call's room is looked into, and how soon again where something is in doubt, in milliseconds. */
const LOOK_MS = 3_000;
const DOUBT_MS = 1_000;
/** How often a cluster without calls is asked whether it is there, in milliseconds. */
const CHECK_MS = 5_000;
/** After failures in a row: exponential backoff, in milliseconds, with a lower limit while calls wait for the cluster. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = { withCalls: 2_000, idle: 15_000 } as const;
/** After so many failures in a row it is the cluster that fails, not one room: a call that is being connected is not kept waiting. */
const GIVEN_UP_AFTER = 2;
export interface ClusterRoomsOptions {
  readonly name: string;
  readonly client: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The call as it is stored; undefined where it is over. */
  readonly recordOf: (call: string) => CallRecord | undefined;
  /** Applies to a call what LiveKit reports. */
  readonly say: (call: string, command: CallCommand) => void;
  /** The cluster has confirmed that a call's room is gone. */
  readonly onClosed: (call: string) => void;
  readonly onFailure: () => void;
  readonly signal: AbortSignal;
}

/** What is wrong with a whole cluster: it cannot be reached, or it refuses our key. */
export type ClusterState = 'unreachable' | 'refused' | null;

interface Room {
  readonly call: string;
  readonly size: number;
  task: RoomTask;
  readonly attendance: Attendance;
}

interface Job {
  readonly at: number;
  /** Null where the cluster itself is asked for. */
  readonly room: Room | null;
  readonly run: () => Promise<void>;
}

/**
 * The rooms of one cluster: opens them, closes them until the cluster has said so, and looks who is in them. One request at a time, so that a
 * slow cluster is never given a queue of them, and none of it is ever waited for by a call's command.
 */
export class ClusterRooms {
  readonly #options: ClusterRoomsOptions;
  readonly #rooms = new Map<string, Room>();
  #timer = new AbortController();
  #working = false;
  #failures = 0;
  #pausedUntil = 0;
  #checkAt = 0;
  #trouble: ClusterState = null;

  constructor(options: ClusterRoomsOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#timer.abort());
  }

  get client(): ClusterApi {
    return this.#options.client;
  }

  /** What is wrong with the cluster; null where nothing is known to be. */
  get trouble(): ClusterState {
    return this.#trouble;
  }

  /** How many calls have a room there. */
  get size(): number {
    return [...this.#rooms.values()].filter(({ task }) => task.type !== 'close').length;
  }

  /** Begins to watch the cluster. */
  start(): void {
    this.#wake();
  }

  open({ call, size }: Pick<CallRoomRow, 'call' | 'size'>): void {
    if (this.#rooms.has(call)) return;
    this.#rooms.set(call, { call, size, task: opening, attendance: new Attendance(DOUBT_MS) });
    this.#wake();
  }

  close({ call, size }: Pick<CallRoomRow, 'call' | 'size'>): void {
    this.open({ call, size });
    const room = this.#rooms.get(call);
    if (!room || room.task.type === 'close') return;
    room.task = closing;
    this.#wake();
  }

  /** Something may have changed in a room: it is looked into at once. */
  look(call: string): void {
    const room = this.#rooms.get(call);
    if (!room) return;
    room.task = hurried(room.task);
    this.#wake();
  }

  /** A side's page reports that the room is full: an immediate look shows whether it is. False where there is no room to look into. */
  examine(call: string, side: CallSide): boolean {
    const room = this.#rooms.get(call);
    if (!room || room.task.type === 'close' || !this.#isWatched(room)) return false;
    room.attendance.turnedAway(side);
    this.look(call);
    return true;
  }

  has(call: string): boolean {
    return this.#rooms.has(call);
  }

  /** Whether LiveKit has said that a side is not there, whatever its page says. */
  doubts(call: string, side: CallSide): boolean {
    return this.#rooms.get(call)?.attendance.doubts(side) ?? false;
  }

  #wake(): void {
    this.#pausedUntil = 0;
    void this.#work();
  }

  /** Does what is due, one after the other, and sleeps until something is. */
  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.#timer.abort();
    const { clock, signal } = this.#options;
    let next = this.#next();
    while (!signal.aborted && Math.max(next.at, this.#pausedUntil) <= clock.now()) {
      await this.#attempt(next);
      next = this.#next();
    }
    this.#working = false;
    if (signal.aborted) return;
    this.#timer = new AbortController();
    clock.after(Math.max(next.at, this.#pausedUntil) - clock.now(), () => void this.#work(), this.#timer.signal);
  }

  async #attempt(job: Job): Promise<void> {
    const { clock, onFailure } = this.#options;
    try {
      await job.run();
      this.#failures = 0;
      this.#checkAt = clock.now() + CHECK_MS;
      this.#found(null);
    } catch (error) {
      this.#failures += 1;
      const longest = this.size > 0 ? LONGEST_PAUSE_MS.withCalls : LONGEST_PAUSE_MS.idle;
      this.#pausedUntil = clock.now() + Math.min(PAUSE_MS * 2 ** (this.#failures - 1), longest);
      onFailure();
      this.#found(error instanceof ClusterError && error.trouble === 'refused' ? 'refused' : 'unreachable', error);
      if (job.room) this.#putOff(job.room);
      else this.#checkAt = this.#pausedUntil;
      this.#unknown();
    }
  }

  /** A room that fails alone must not keep the others waiting: it comes after everything that is due by its next try. */
  #putOff(room: Room): void {
    room.task = { ...room.task, dueAt: this.#pausedUntil };
    room.attendance.forget();
    // The last one of those that are due at the same moment.
    this.#rooms.delete(room.call);
    this.#rooms.set(room.call, room);
  }

  /** Closing and opening come before looking: a call waits for them. */
  #next(): Job {
    let first: Room | null = null;
    let at = this.#checkAt;
    for (const room of this.#rooms.values()) {
      const due = this.#dueAt(room);
      if (due < at) [first, at] = [room, due];
    }
    const room = first;
    if (!room) return { at, room, run: () => this.client.check() };
    return { at, room, run: () => this.#run(room) };
  }

  #dueAt(room: Room): number {
    return room.task.type === 'look' && !this.#isWatched(room) ? Infinity : room.task.dueAt;
  }

  #run(room: Room): Promise<void> {
    switch (room.task.type) {
      case 'open':
        return this.#open(room);
      case 'look':
        return this.#lookInto(room);
      case 'close':
        return this.#close(room);
    }
  }

  #isWatched({ call }: Room): boolean {
    const phase = this.#options.recordOf(call)?.state.phase;
    return phase === 'connecting' || phase === 'active' || phase === 'reconnecting';
  }

  async #open(room: Room): Promise<void> {
    await this.client.openRoom(roomNameOf(room.call), room.size);
    // Its call may have ended meanwhile.
    if (room.task.type === 'open') room.task = { type: 'look', dueAt: room.task.lookAt };
  }

  async #close(room: Room): Promise<void> {
    await this.client.closeRoom(roomNameOf(room.call));
    this.#rooms.delete(room.call);
    this.#options.onClosed(room.call);
  }

  async #lookInto(room: Room): Promise<void> {
    const people = await this.client.people(roomNameOf(room.call));
    const { clock, recordOf, say } = this.#options;
    const record = recordOf(room.call);
    if (!record || room.task.type === 'close') return;
    for (const participant of record.participants) {
      const news = room.attendance.see(record, participant, { carried: people.get(participant.id), isFull: people.size >= room.size }, clock.now());
      if (news) say(room.call, news);
    }
    const isInDoubt = room.attendance.inDoubt || record.state.phase === 'connecting';
    const lookAt = clock.now() + (isInDoubt ? DOUBT_MS : LOOK_MS);
    // Where LiveKit was started anew it knows the room no more, and lets nobody in if it must not make rooms by itself.
    room.task = people.size === 0 ? { ...opening, lookAt } : { type: 'look', dueAt: lookAt };
  }

  #found(trouble: ClusterState, error?: unknown): void {
    const { name, logger } = this.#options;
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    if (trouble === null) logger.info({ cluster: name }, 'the LiveKit cluster answers again');
    else if (trouble === 'refused') logger.error({ cluster: name }, 'the LiveKit cluster does not take our key and secret: no call can be carried there');
    else logger.warn({ cluster: name, err: error }, 'the LiveKit cluster does not answer');
  }

  /** After several failures in a row nothing is known of who is there. A call that is connecting falls back to peer to peer, where it may. */
  #unknown(): void {
    if (this.#failures < GIVEN_UP_AFTER) return;
    const { recordOf, say } = this.#options;
    for (const room of this.#rooms.values()) {
      room.attendance.forget();
      const record = recordOf(room.call);
      const waits = record?.fallback === true && record.state.phase === 'connecting' && record.state.path === 'direct';
      if (waits) say(room.call, { type: 'media-lost', side: 'agent', path: 'direct' });
    }
  }
}
