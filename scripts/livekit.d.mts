export interface LiveKit {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Of one that was started here: where its media comes in, and how to let it crash and come back (null once it answers). */
  readonly media?: { readonly udp: number; readonly tcp: number };
  kill?(): Promise<void>;
  start?(): Promise<string | null>;
}
export interface Wanted {
  readonly own?: boolean;
  readonly port?: number;
  readonly key?: string;
  readonly secret?: string;
  readonly webhook?: string;
  readonly autoCreate?: boolean;
  readonly rtc?: object;
}
export function missingProgram(): string | null;
export function startLiveKit(wanted?: Wanted): Promise<LiveKit | { readonly missing: string }>;
