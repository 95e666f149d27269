export interface Relay {
  readonly port: number;
  cut(): void;
  mend(): void;
  close(): void;
}
export function tcpRelay(port: number, said?: (head: string) => string): Promise<Relay>;
export function udpRelay(port: number): Promise<Relay & { readonly host: string }>;
