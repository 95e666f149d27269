import type { RoomTrack } from '../../session/contracts/media-backend.ts';

export type Said = Omit<RoomTrack, 'id'>;

/** What a side says of its own tracks: the truth of mute and camera, which packets alone do not tell. */
export interface SaidState {
  readonly microphone: Said | null;
  readonly camera: Said | null;
  readonly screen: Said | null;
}

/** One word of the other side's backend. `from` changes with each page load; `link` is the connection it belongs to, made by the side that offers. */
export interface Message {
  readonly from: string;
  readonly link: string;
  /** Counts what this page load says: words travel two ways, and the newest state is the true one. */
  readonly n: number;
  readonly state: SaidState;
  readonly description?: RTCSessionDescriptionInit;
  readonly candidate?: RTCIceCandidateInit;
  readonly bye?: boolean;
}

export const silentState: SaidState = { microphone: null, camera: null, screen: null };

/** What a message says, or null where it is none of ours. The browser checks descriptions and candidates itself. */
export function parseMessage(data: unknown): Message | null {
  const { from, link, n, state, description, candidate, bye } = Object(data) as Partial<Record<keyof Message, unknown>>;
  if (typeof from !== 'string' || typeof link !== 'string') return null;
  return {
    from,
    link,
    n: Number(n) || 0,
    state: parseState(state),
    ...(description ? { description: description as RTCSessionDescriptionInit } : null),
    ...(candidate ? { candidate: candidate as RTCIceCandidateInit } : null),
    bye: bye === true,
  };
}

function parseState(data: unknown): SaidState {
  const { microphone, camera, screen } = Object(data) as Partial<Record<keyof SaidState, unknown>>;
  return { microphone: said(microphone), camera: said(camera), screen: said(screen) };
}

function said(data: unknown): Said | null {
  if (!data) return null;
  const { on, interrupted, silent } = Object(data) as Partial<Record<keyof Said, unknown>>;
  return { on: on === true, interrupted: interrupted === true, silent: silent === true };
}
