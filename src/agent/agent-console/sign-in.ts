import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from '../shared/icons.ts';
import { controls, look } from '../shared/look.ts';
import type { AgentTextKey } from '../../locales/agent/en.ts';
import { Words } from '../shared/words.ts';
import type { SignInOutcome } from './desk-gateway.ts';
import { signInStyles } from './sign-in.styles.ts';

type Problem = Exclude<SignInOutcome, 'signed-in'> | 'email' | 'password';

const problemTexts: Readonly<Record<Problem, AgentTextKey>> = {
  refused: 'signIn.refused',
  limited: 'signIn.limited',
  foreign: 'signIn.foreign',
  unreachable: 'signIn.unreachable',
  email: 'signIn.emailMissing',
  password: 'signIn.passwordMissing',
};

/** The form an agent signs in with. What `submit` answers is shown in place; who may enter is for the server to say. */
export class AgentSignIn extends LitElement {
  static override properties = {
    words: { attribute: false },
    again: { type: Boolean },
    submit: { attribute: false },
    _busy: { state: true },
    _problem: { state: true },
  };
  declare words: Words;
  /** The session ended while somebody worked: the desk stands behind this form. */
  declare again: boolean;
  declare submit: (email: string, password: string) => Promise<SignInOutcome>;
  declare _busy: boolean;
  declare _problem: Problem | null;

  static override styles = [look, controls, signInStyles];

  constructor() {
    super();
    this.words = new Words('en');
    this.again = false;
    this.submit = () => Promise.resolve('unreachable');
    this._busy = false;
    this._problem = null;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const { say } = this.words;
    const problem = this._problem;
    const invalid = (field: Problem): 'true' | typeof nothing => (problem === field || problem === 'refused' ? 'true' : nothing);
    // What one of them lacks says nothing of the other.
    const described = (other: Problem): 'problem' | typeof nothing => (problem === other ? nothing : 'problem');
    return html`
      <form novalidate @submit=${this.#submitted} aria-busy=${this._busy ? 'true' : 'false'}>
        <span class="mark">${icon('chat')}</span>
        <h1>${say(this.again ? 'signIn.again' : 'signIn.title')}</h1>
        ${this.again ? html`<p class="quiet">${say('signIn.againHelp')}</p>` : nothing}
        <label>
          <span>${say('signIn.email')}</span>
          <input
            name="email"
            type="email"
            autocomplete="username"
            required
            autocapitalize="none"
            spellcheck="false"
            dir="ltr"
            aria-invalid=${invalid('email')}
            aria-describedby=${described('password')}
          />
        </label>
        <label>
          <span>${say('signIn.password')}</span>
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            dir="ltr"
            aria-invalid=${invalid('password')}
            aria-describedby=${described('email')}
          />
        </label>
        <p class="problem" id="problem" role="alert">
          ${problem ? html`${icon('warning')}<span>${say(problemTexts[problem], { origin: location.origin })}</span>` : nothing}
        </p>
        <button class="primary" type="submit" aria-disabled=${this._busy ? 'true' : 'false'}>
          ${say(this._busy ? 'signIn.busy' : 'signIn.submit')}
        </button>
      </form>
    `;
  }

  readonly #submitted = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this._busy || !(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    const data = new FormData(form);
    const [email, password] = [data.get('email'), data.get('password')];
    if (typeof email !== 'string' || email.trim() === '') {
      this.#complain('email', form);
      return;
    }
    if (typeof password !== 'string' || password === '') {
      this.#complain('password', form);
      return;
    }
    this._busy = true;
    this._problem = null;
    const outcome = await this.submit(email.trim(), password).catch((): SignInOutcome => 'unreachable');
    this._busy = false;
    if (outcome !== 'signed-in') this.#complain(outcome, form);
  };

  #complain(problem: Problem, form: HTMLFormElement): void {
    this._problem = problem;
    const field = problem === 'email' ? 'email' : 'password';
    const input = form.elements.namedItem(field);
    if (input instanceof HTMLInputElement) {
      input.focus();
      input.select();
    }
  }
}
