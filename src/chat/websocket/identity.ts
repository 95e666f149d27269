import type { EntryPage } from '../../protocol/conversation.ts';
import type { Params } from '../../protocol/requests.ts';

type WithoutResume<Hello> = Hello extends unknown ? Omit<Hello, 'resume'> : never;
export type HelloParams = WithoutResume<Params<'hello'>>;

/** Of the server's answer to any hello, what every connection needs. */
export interface Greeting {
  readonly participant: string;
  readonly missed: readonly EntryPage[];
  readonly call?: unknown;
}

/** Who says hello over a connection, and how the answer reads. */
export interface Identity<Hello extends Greeting> {
  /** Asked at every attempt. One that rejects with a permanent `TransportError` ends the attempts. */
  hello(): HelloParams | Promise<HelloParams>;
  /** Throws a `TransportError` where this page cannot read the answer. */
  greeted(answer: unknown): Hello;
  /** The server did not take the token. Returns whether the next hello has a better one. */
  forget(): boolean;
}
