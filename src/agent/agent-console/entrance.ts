import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Preferences, forgetful } from '../shared/preferences.ts';
import type { DeskGateway, OpenedDesk, SignInOutcome } from './desk-gateway.ts';
import { Endings } from './endings.ts';
import { RememberedConversation } from './remembered.ts';

export type Place =
  | { readonly is: 'checking' }
  | { readonly is: 'unreachable' }
  | { readonly is: 'signed-out' }
  /** `again`: the session ended, and the desk stands behind the form that asks to sign in. */
  | { readonly is: 'open'; readonly openedDesk: OpenedDesk; readonly endings: Endings; readonly remembered: RememberedConversation; readonly again: boolean };

export interface EntranceOptions {
  /** A desk that the page around opened by itself. It is the page's to close. */
  readonly given: () => OpenedDesk | null;
  readonly makeGateway: () => DeskGateway | null;
  /** Somebody has signed in: the form is gone, and with it what had the focus. */
  readonly entered: () => void;
}

/** Signing in and out: whether somebody is signed in, and the desk that is open because of it. */
export class Entrance implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: EntranceOptions;
  #gateway: DeskGateway | null = null;
  #place: Place = { is: 'checking' };
  #lifetime = new AbortController();
  /** While signing out, an ended session is not asked for again. */
  #isLeaving = false;
  preferences = new Preferences(forgetful());

  constructor(host: ReactiveControllerHost, options: EntranceOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get place(): Place {
    return this.#place;
  }

  get canSignOut(): boolean {
    return this.#gateway?.asksToSignIn ?? false;
  }

  hostConnected(): void {
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    // A host may set properties right after it put the element into its page.
    queueMicrotask(() => {
      if (!signal.aborted) void this.enter();
    });
  }

  hostUpdate(): void {
    const given = this.#options.given();
    if (given && !this.#lifetime.signal.aborted) this.#open(given);
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
    this.#gateway = null;
    this.#go({ is: 'checking' });
  }

  /** Opens the desk if somebody is signed in already. */
  async enter(): Promise<void> {
    if (this.#place.is === 'open' || this.#options.given()) return;
    const { signal } = this.#lifetime;
    const gateway = (this.#gateway ??= this.#makeGateway(signal));
    if (!gateway) return;
    this.preferences = new Preferences(gateway.store);
    this.#go({ is: 'checking' });
    const signedIn = await gateway.isSignedIn().catch(() => null);
    if (signal.aborted) return;
    if (!signedIn) this.#go({ is: signedIn === null ? 'unreachable' : 'signed-out' });
    else await this.#openDesk(gateway).catch(() => signal.aborted || this.#go({ is: 'unreachable' }));
  }

  readonly signIn = async (email: string, password: string): Promise<SignInOutcome> => {
    const gateway = this.#gateway;
    if (!gateway) return 'unreachable';
    const outcome = await gateway.signIn(email, password);
    if (outcome !== 'signed-in') return outcome;
    const place = this.#place;
    if (place.is === 'open') {
      this.#go({ ...place, again: false });
      place.openedDesk.desk.connect();
    } else await this.#openDesk(gateway);
    this.#options.entered();
    return outcome;
  };

  /** The server ends what this session had open: its sockets, and a call. Returns whether it heard of it; the desk stays open where it did not. */
  async signOut(): Promise<boolean> {
    const place = this.#place;
    if (place.is !== 'open' || !this.#gateway) return true;
    this.#isLeaving = true;
    const { desk } = place.openedDesk;
    const before = desk.snapshot.me?.status ?? 'away';
    await desk.setStatus('away').catch(() => undefined);
    const isOut = await this.#gateway.signOut().then(
      () => true,
      () => false,
    );
    // An agent who stays signed in is given conversations as before.
    if (!isOut && before !== 'away') await desk.setStatus(before).catch(() => undefined);
    this.#isLeaving = false;
    if (isOut) this.#go({ is: 'signed-out' });
    else this.followDesk();
    return isOut;
  }

  /** The desk changed: a session that ended is asked for again, where this page can ask. */
  followDesk(): void {
    const place = this.#place;
    if (place.is !== 'open' || place.again || this.#isLeaving || !this.canSignOut) return;
    const { connection } = place.openedDesk.desk.snapshot;
    if (connection.is !== 'refused') return;
    if (connection.code === 'TOKEN_EXPIRED' || connection.code === 'TOKEN_INVALID') this.#go({ ...place, again: true });
  }

  #makeGateway(signal: AbortSignal): DeskGateway | null {
    const gateway = this.#options.makeGateway();
    // Whoever comes back to the page, or to a network, need not press "Try again".
    gateway?.onWake?.(() => this.#place.is === 'unreachable' && void this.enter(), { signal });
    return gateway;
  }

  async #openDesk(gateway: DeskGateway): Promise<void> {
    const { signal } = this.#lifetime;
    const openedDesk = await gateway.open();
    if (signal.aborted) openedDesk.close();
    else this.#open(openedDesk);
  }

  #open(openedDesk: OpenedDesk): void {
    if (this.#place.is === 'open' && this.#place.openedDesk === openedDesk) return;
    const { desk, environment } = openedDesk;
    this.#go({ is: 'open', openedDesk, endings: new Endings(environment), remembered: new RememberedConversation(desk, environment), again: false });
    desk.connect();
  }

  /** Leaving a desk undoes endings that are pending, and closes the desk if it was opened here. */
  #go(next: Place): void {
    const before = this.#place;
    this.#place = next;
    this.#host.requestUpdate();
    if (before.is !== 'open' || (next.is === 'open' && next.openedDesk === before.openedDesk)) return;
    before.endings.clear();
    if (before.openedDesk !== this.#options.given()) before.openedDesk.close();
  }
}
