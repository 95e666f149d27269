export const VERSION: string;
export interface LiveKit {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  readonly port: number;
  stop(): Promise<void>;
}
export interface Wanted {
  readonly own?: boolean;
  readonly port?: number;
  readonly key?: string;
  readonly secret?: string;
  readonly webhook?: string;
  readonly autoCreate?: boolean;
}
export function startLiveKit(wanted?: Wanted): Promise<LiveKit | { readonly missing: string }>;
