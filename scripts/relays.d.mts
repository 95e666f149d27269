export interface Relay {
  readonly port: number;
  cut(): void;
  mend(): void;
  close(): void;
}
export function tcpRelay(port: number, said?: (head: string) => string): Promise<Relay>;
export function packetRelay(port: number, host: string, target?: string): Promise<Relay>;
/** `from` is a port of the server's, `to` the relay's address and port, as candidates name them. */
export interface MediaRoute {
  readonly protocol: 'udp' | 'tcp';
  readonly from: number;
  readonly to: string;
}
export interface MediaRelay extends Omit<Relay, 'port'> {
  readonly routes: readonly MediaRoute[];
}
export function mediaRelay(server: { readonly udp: number; readonly tcp: number }): Promise<MediaRelay>;
