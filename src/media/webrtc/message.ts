import type { RoomTrack } from '../../session/contracts/media-backend.ts';

export type Said = Omit<RoomTrack, 'id'>;

/** What a side says of its own tracks: the truth of mute and camera, which packets alone do not tell. */
export interface SaidState {
  readonly microphone: Said | null;
  readonly camera: Said | null;
}

/** One word of the other side's backend. `from` changes with each page load; `link` is the connection it belongs to, made by the side that offers. */
export interface Message {
  readonly from: string;
  readonly link: string;
  /** Counts what this page load says: words travel two ways, and the newest state is the true one. */
  readonly n: number;
  readonly state: SaidState;
  readonly description?: RTCSessionDescriptionInit | null;
  readonly candidate?: RTCIceCandidateInit;
  readonly bye?: boolean;
}

export const nothingSaid: SaidState = { microphone: null, camera: null };

type Unread<Value> = { readonly [Key in keyof Value]?: unknown };

/** What a message says; of one that is none of ours, nothing that fits. The browser checks descriptions and candidates itself. */
export function parseMessage(data: unknown): Message {
  const { from, link, n, state, ...word } = Object(data) as Unread<Message>;
  const { microphone, camera } = Object(state) as Unread<SaidState>;
  return {
    ...(word as Pick<Message, 'description' | 'candidate' | 'bye'>),
    from: String(from),
    link: String(link),
    n: Number(n),
    state: { microphone: said(microphone), camera: said(camera) },
  };
}

function said(data: unknown): Said | null {
  const { on, interrupted, silent } = Object(data) as Unread<Said>;
  return data ? { on: !!on, interrupted: !!interrupted, silent: !!silent } : null;
}
