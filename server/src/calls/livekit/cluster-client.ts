import type { ParticipantInfo } from 'livekit-server-sdk';
import { AccessToken, ParticipantInfo_State, RoomConfiguration, RoomServiceClient, ServerError, TrackSource } from 'livekit-server-sdk';
import type { CallParticipant, Media } from '../../../../src/protocol/call-record.ts';
import type { Cluster } from '../../config/schema.ts';

/** How long a cluster may take for one answer, in seconds. */
const REQUEST_S = 3;
/** How long a token lets somebody in, in seconds. Who is in by then stays: LiveKit renews the tokens of those who are connected. */
const TOKEN_S = 600;
/**
 * How long a room outlives its people, in seconds. We delete it ourselves at the call's end; this is for the case that we cannot. Longer than a
 * call may ring, wait for a permission and reconnect.
 */
const EMPTY_S = 300;
const DEPARTED_S = 90;

/** Why a cluster did not do what it was asked: it did not answer, it does not take our key, there is no such room. */
export type ClusterTrouble = 'unreachable' | 'refused' | 'missing';

export class ClusterError extends Error {
  readonly trouble: ClusterTrouble;

  constructor(trouble: ClusterTrouble, cause: unknown) {
    super(trouble, { cause });
    this.name = 'ClusterError';
    this.trouble = trouble;
  }
}

export interface TokenRequest {
  readonly room: string;
  readonly size: number;
  readonly participant: Pick<CallParticipant, 'id' | 'name'>;
  readonly video: boolean;
}

/** One LiveKit cluster's API, and the tokens that let people in. */
export class ClusterClient {
  readonly url: string;
  readonly #key: string;
  readonly #secret: string;
  readonly #api: RoomServiceClient;

  constructor({ url, apiUrl, key, secret = '' }: Cluster) {
    this.url = url;
    this.#key = key;
    this.#secret = secret;
    // Another region is never asked in this one's place.
    this.#api = new RoomServiceClient(apiUrl ?? url.replace(/^ws/, 'http'), key, secret, { requestTimeout: REQUEST_S, failover: false });
  }

  /** For one room and one person, with nothing more than a call takes. Made here: the cluster is not asked. */
  async token({ room, size, participant, video }: TokenRequest): Promise<string> {
    const token = new AccessToken(this.#key, this.#secret, {
      identity: participant.id,
      ttl: TOKEN_S,
      ...(participant.name === undefined ? null : { name: participant.name }),
    });
    token.addGrant({
      roomJoin: true,
      room,
      canSubscribe: true,
      canPublish: true,
      canPublishSources: [TrackSource.MICROPHONE, ...(video ? [TrackSource.CAMERA] : [])],
      canPublishData: false,
      canUpdateOwnMetadata: false,
    });
    // Whoever comes before the room was created, or after LiveKit was started anew, finds the same one.
    token.roomConfig = new RoomConfiguration({ name: room, maxParticipants: size, emptyTimeout: EMPTY_S, departureTimeout: DEPARTED_S });
    return await token.toJwt();
  }

  /** Once or again: a room that is there stays as it is. */
  async openRoom(name: string, size: number): Promise<void> {
    await asked(this.#api.createRoom({ name, maxParticipants: size, emptyTimeout: EMPTY_S, departureTimeout: DEPARTED_S }));
  }

  /** Sends everybody away. A room that is gone already is what was wanted. */
  async closeRoom(name: string): Promise<void> {
    await asked(this.#api.deleteRoom(name)).catch(unlessMissing);
  }

  /** Who is in a room, and what of them it carries; nobody where there is no such room. */
  async people(room: string): Promise<ReadonlyMap<string, Media | 'none'>> {
    const people = (await asked(this.#api.listParticipants(room)).catch(unlessMissing)) ?? [];
    return new Map(people.filter(({ state }) => state !== ParticipantInfo_State.DISCONNECTED).map((each) => [each.identity, carriedOf(each)]));
  }

  /** Whether it answers, and takes our key. */
  async check(): Promise<void> {
    await asked(this.#api.listRooms(['warmline']));
  }
}

/** What the rest of the server knows of it, and what stands in for it in tests. */
export type ClusterApi = Pick<ClusterClient, keyof ClusterClient>;

function carriedOf({ tracks }: ParticipantInfo): Media | 'none' {
  if (tracks.some(({ source }) => source === TrackSource.CAMERA)) return 'video';
  return tracks.some(({ source }) => source === TrackSource.MICROPHONE) ? 'audio' : 'none';
}

/** @throws ClusterError */
async function asked<Answer>(request: Promise<Answer>): Promise<Answer> {
  try {
    return await request;
  } catch (error) {
    const status = error instanceof ServerError ? error.status : 0;
    throw new ClusterError(status === 401 || status === 403 ? 'refused' : status === 404 ? 'missing' : 'unreachable', error);
  }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof ClusterError) || error.trouble !== 'missing') throw error;
}
