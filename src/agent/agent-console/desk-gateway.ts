import type { Devices } from '../../session/contracts/devices.ts';
import type { Environment, KeyValue } from '../../session/contracts/environment.ts';
import type { Desk } from '../../session/desk/desk.ts';

/** What the console works with once somebody is signed in. */
export interface OpenedDesk {
  readonly desk: Desk;
  readonly devices: Devices;
  readonly environment: Environment;
  close(): void;
}

/** `foreign`: the server lets nobody in from this page's origin. */
export type SignInOutcome = 'signed-in' | 'refused' | 'limited' | 'foreign' | 'unreachable';

/** The way from a server to a desk. The composition makes one; the elements know no server. */
export interface DeskGateway {
  /** Kept in this browser across pages. */
  readonly store: KeyValue;
  /** Whether this person signs in here; false where the page around gives the tokens. */
  readonly asksToSignIn: boolean;
  /** Whether somebody is signed in already. Rejects where the server cannot be asked. */
  isSignedIn(): Promise<boolean>;
  signIn(email: string, password: string): Promise<SignInOutcome>;
  /** Rejects where the server did not hear of it. */
  signOut(): Promise<void>;
  open(): Promise<OpenedDesk>;
  /** Calls back when a server that could not be reached may be there again. */
  readonly onWake?: (listener: () => void, options: { readonly signal: AbortSignal }) => void;
}

export type TokenProvider = () => Promise<string>;

export type MakeGateway = (options: { readonly server: string; readonly tokenProvider: TokenProvider | null }) => DeskGateway;
