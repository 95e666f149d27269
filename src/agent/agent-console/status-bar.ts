import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { AgentStatus } from '../../protocol/conversation.ts';
import type { Desk, DeskSnapshot } from '../../session/desk/desk.ts';
import { isRunning } from '../shared/call-reasons.ts';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import { Tick } from '../shared/tick.ts';
import { Watch } from '../shared/watch.ts';
import { Words } from '../shared/words.ts';

/** Something that the bar's buttons ask the console for. */
export class ConsoleCommandEvent extends Event {
  static readonly type = 'console-command';
  readonly command: 'settings' | 'keys' | 'sign-out';

  constructor(command: ConsoleCommandEvent['command']) {
    super(ConsoleCommandEvent.type, { bubbles: true, composed: true });
    this.command = command;
  }
}

/** The agent's own state: who, available or away, in a call, connected, and why calls are not possible. */
export class AgentStatusBar extends LitElement {
  static override properties = {
    words: { attribute: false },
    desk: { attribute: false },
    now: { attribute: false },
    canSignOut: { attribute: false },
    _wanted: { state: true },
    _failed: { state: true },
  };
  declare words: Words;
  declare desk: Desk | null;
  declare now: () => number;
  declare canSignOut: boolean;
  /** Asked for and not confirmed yet. */
  declare _wanted: AgentStatus | null;
  declare _failed: AgentStatus | null;

  static override styles = [
    look,
    controls,
    css`
      :host {
        display: block;
        border-block-end: 1px solid var(--_line);
        background: var(--_surface);
      }

      header {
        display: flex;
        align-items: center;
        gap: 4px;
        min-block-size: 52px;
        padding: 6px 12px 6px 16px;
      }

      .who {
        display: flex;
        align-items: center;
        gap: 10px;
        min-inline-size: 0;
        margin-inline-end: auto;
      }

      .who bdi {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .mark {
        display: grid;
        place-items: center;
        inline-size: 30px;
        block-size: 30px;
        border-radius: 10px;
        background: var(--_accent);
        color: var(--_on-accent);
      }

      .mark .icon {
        inline-size: 18px;
        block-size: 18px;
      }

      .status {
        position: relative;
        display: inline-flex;
        align-items: center;
        margin-inline-end: 6px;
      }

      .status::before {
        content: '';
        position: absolute;
        inset-inline-start: 12px;
        inline-size: 9px;
        block-size: 9px;
        border-radius: 50%;
        background: var(--_quiet);
        pointer-events: none;
      }

      .status.available::before {
        background: var(--_green-text);
      }

      .status.in-call::before {
        background: var(--_warm);
      }

      .status select {
        min-block-size: 36px;
        padding-inline: 28px 8px;
        border-color: var(--_line);
        border-radius: 18px;
        font-weight: 500;
      }

      .status[aria-busy='true'] select {
        opacity: 0.65;
      }

      .in-call-chip {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 4px 12px;
        border-radius: 18px;
        background: color-mix(in oklab, var(--_warm) 16%, transparent);
        color: var(--_warm);
        font-weight: 600;
        white-space: nowrap;
      }

      .in-call-chip .icon {
        inline-size: 16px;
        block-size: 16px;
      }

      .notice {
        display: flex;
        align-items: center;
        gap: 4px 10px;
        flex-wrap: wrap;
        padding: 6px 16px;
        border-block-start: 1px solid var(--_line);
        background: color-mix(in oklab, var(--_warm) 12%, var(--_surface));
        font-size: 13px;
      }

      .notice .icon {
        inline-size: 18px;
        block-size: 18px;
        color: var(--_warm);
      }

      .notice.calm {
        background: var(--_ground);
      }

      .notice span {
        flex: 1;
        min-inline-size: 200px;
      }

      @container agent-console (max-width: 560px) {
        header {
          padding-inline: 12px 6px;
        }

        .who bdi,
        .in-call-chip span {
          position: absolute;
          clip-path: inset(50%);
          inline-size: 1px;
          overflow: hidden;
        }

        .in-call-chip {
          padding: 4px 9px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.words = new Words('en');
    this.desk = null;
    this.now = Date.now;
    this.canSignOut = false;
    this._wanted = null;
    this._failed = null;
    new Watch(this, () => this.desk);
    new Tick(this, () => this.desk?.snapshot.connection.is === 'offline');
  }

  override render(): TemplateResult {
    const { say } = this.words;
    const snapshot = this.desk?.snapshot;
    const me = snapshot?.me;
    return html`
      <header>
        <h1 class="sr">${say('app.name')}</h1>
        <div class="who">
          <span class="mark" aria-hidden="true">${icon('chat')}</span>
          <bdi>${me?.name ?? ''}</bdi>
        </div>
        ${snapshot && me ? this.#status(snapshot, this._wanted ?? me.status) : nothing}
        <button class="plain only-icon" type="button" aria-label=${say('keys.open')} title=${say('keys.open')} @click=${this.#ask('keys')}>
          ${icon('keys')}
        </button>
        <button
          class="plain only-icon"
          type="button"
          aria-label=${say('settings.open')}
          title=${say('settings.open')}
          @click=${this.#ask('settings')}
        >
          ${icon('settings')}
        </button>
        ${this.canSignOut
          ? html`<button
              class="plain only-icon"
              type="button"
              aria-label=${say('signIn.out')}
              title=${say('signIn.out')}
              @click=${this.#ask('sign-out')}
            >
              ${icon('signOut')}
            </button>`
          : nothing}
      </header>
      <div role="status">${snapshot ? this.#notices(snapshot) : nothing}</div>
    `;
  }

  /** The other one of what is now. */
  async toggle(): Promise<void> {
    await this.change(this.desk?.snapshot.me?.status === 'away' ? 'available' : 'away');
  }

  async change(status: AgentStatus): Promise<void> {
    if (!this.desk || this._wanted) return;
    this._wanted = status;
    this._failed = null;
    try {
      await this.desk.setStatus(status);
    } catch {
      this._failed = status;
    } finally {
      this._wanted = null;
    }
  }

  #status(snapshot: DeskSnapshot, status: AgentStatus): TemplateResult {
    const { say } = this.words;
    const inCall = isRunning(snapshot) || snapshot.me?.inCall === true;
    const help = inCall ? 'status.inCallHelp' : status === 'available' ? 'status.availableHelp' : 'status.awayHelp';
    return html`
      ${inCall
        ? html`<div class="in-call-chip" title=${say('status.inCallHelp')}>${icon('phone')}<span>${say('status.inCall')}</span></div>`
        : nothing}
      <div class=${`status ${inCall ? 'in-call' : status}`} aria-busy=${this._wanted ? 'true' : 'false'}>
        <select aria-label=${say('status.label')} title=${say(help)} @change=${this.#chosen}>
          ${(['available', 'away'] as const).map(
            (each) => html`<option value=${each} .selected=${each === status}>${say(`status.${each}`)}</option>`,
          )}
        </select>
      </div>
    `;
  }

  #notices(snapshot: DeskSnapshot): TemplateResult | typeof nothing {
    const { say } = this.words;
    const { connection, own } = snapshot;
    const failed = this._failed;
    return html`
      ${this.#connection(connection)}
      ${failed
        ? html`<p class="notice">
            ${icon('warning')}<span>${say('status.failed')}</span>
            <button class="link" type="button" @click=${() => void this.change(failed)}>${say('common.tryAgain')}</button>
          </p>`
        : nothing}
      ${own.calls ? html`<p class="notice calm">${icon('phone')}<span>${say(`block.${own.calls}`)}</span></p>` : nothing}
    `;
  }

  #connection(connection: DeskSnapshot['connection']): TemplateResult | typeof nothing {
    const { say } = this.words;
    const hadHello = this.desk?.snapshot.me != null;
    switch (connection.is) {
      case 'online':
      case 'idle':
        return nothing;
      case 'connecting':
        return hadHello ? html`<p class="notice calm">${icon('offline')}<span>${say('connection.connecting')}</span></p>` : nothing;
      case 'offline': {
        const seconds = Math.max(1, Math.ceil((connection.retryAt - this.now()) / 1_000));
        return html`<p class="notice">
          ${icon('offline')}
          <span
            >${say('connection.offline')}
            <span aria-hidden="true" class="quiet figures">${say('connection.retryIn', { seconds })}</span></span
          >
        </p>`;
      }
      case 'refused':
        return html`<p class="notice">
          ${icon('warning')}<span
            >${isExpired(connection.code) ? say('connection.expired') : say('connection.refused', { code: connection.code })}</span
          >
          <button class="link" type="button" @click=${() => this.desk?.connect()}>${say('common.tryAgain')}</button>
        </p>`;
    }
  }

  readonly #chosen = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    void this.change(event.target.value === 'away' ? 'away' : 'available');
  };

  #ask(command: ConsoleCommandEvent['command']): () => void {
    return () => this.dispatchEvent(new ConsoleCommandEvent(command));
  }
}

const isExpired = (code: string): boolean => code === 'TOKEN_EXPIRED' || code === 'TOKEN_INVALID';
