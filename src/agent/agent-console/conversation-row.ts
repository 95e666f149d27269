import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { initialsOf } from '../../elements/shared/avatar.ts';
import type { AgentConversation } from '../../protocol/conversation.ts';
import type { DeskSnapshot } from '../../session/desk/desk.ts';
import { hasLeft } from '../../session/desk/desk-state.ts';
import { isRinging, isRunning } from '../shared/call-reasons.ts';
import { entryLine } from '../shared/entry-words.ts';
import { icon } from '../shared/icons.ts';
import type { Words } from '../shared/words.ts';

/** A customer on the page who waited longer than this shows in a warmer colour, in milliseconds. */
const WARM_AFTER = 60_000;

/** What all rows of the list are drawn from. */
export interface RowLook {
  readonly words: Words;
  readonly snapshot: DeskSnapshot;
  readonly now: number;
  /** Whether a row says who answers: not where all are the agent's own, or nobody's. */
  readonly namesAgent: boolean;
}

/** A conversation in the list: who, since when, the last words, what is unread, and where it stands. */
export function conversationRow(conversation: AgentConversation, look: RowLook, isTabStop: boolean, choose: (id: string) => void): TemplateResult {
  const { words, snapshot } = look;
  const { customer, unread, lastEntry } = conversation;
  const selected = snapshot.selected === conversation.id;
  const ended = conversation.state === 'ended';
  const chosen = (): void => choose(conversation.id);
  // Offline, what the server said last may not be true any more.
  const isHere = customer.online && snapshot.connection.is === 'online';
  const inCall = isRunning(snapshot) && snapshot.call?.conversation === conversation.id;
  return html`
    <button
      type="button"
      class=${`row${unread > 0 ? ' unread' : ''}${ended ? ' ended' : ''}`}
      aria-current=${selected ? 'true' : nothing}
      tabindex=${isTabStop ? 0 : -1}
      data-conversation=${conversation.id}
      @click=${chosen}
    >
      <span class="avatar" aria-hidden="true">
        ${customer.name ? initialsOf(customer.name) : icon('person')}<span class=${isHere ? 'presence online' : 'presence'}></span>
      </span>
      <span class="name" dir="auto">${words.nameOf(customer)}</span>
      ${whenOf(conversation, look, inCall)}
      <span class="last" dir="auto">${lastEntry ? lastOf(lastEntry, look) : html`<i>${words.say('list.nothingYet')}</i>`}</span>
      ${unread > 0
        ? html`<span class="badge figures"
            ><span aria-hidden="true">${words.number(unread)}</span
            ><span class="sr">${words.say('list.unread', { count: unread })}</span></span
          >`
        : nothing}
      <span class="channel">
        ${inCall
          ? html`<span class="in-call">${icon('phone')}${words.say(isRinging(snapshot) ? 'list.calling' : 'list.inCall')}</span>`
          : ended
            ? words.say('list.ended')
            : html`<span class="sr">${words.say(customer.online ? 'list.online' : 'list.offline')}</span>`}
        ${ended ? nothing : agentOf(conversation, look)}
      </span>
    </button>
  `;
}

function agentOf({ agent }: AgentConversation, { words, snapshot, namesAgent }: RowLook): TemplateResult | typeof nothing {
  if (!namesAgent) return nothing;
  if (!agent) return html`<span>${words.say('list.unassigned')}</span>`;
  if (agent.id === snapshot.me?.id) return nothing;
  return html`<span>${words.say('list.with', { name: agent.name })}</span>`;
}

/** Nobody waits while in a call. */
function whenOf(conversation: AgentConversation, { words, snapshot, now }: RowLook, inCall: boolean): TemplateResult {
  const { waitingSince, state, lastEntry, startedAt } = conversation;
  if (waitingSince && state !== 'ended' && !inCall) {
    const waited = Math.max(0, now - (Date.parse(waitingSince) + snapshot.clockOffset));
    const time = words.duration(waited, 'coarse');
    const isWarm = waited >= WARM_AFTER && !hasLeft(conversation);
    return html`<span class=${isWarm ? 'when warm figures' : 'when waits figures'}
      >${icon('clock')}<span class="sr">${words.say('list.waitingFor', { time })}</span
      ><bdi aria-hidden="true">${time}</bdi></span
    >`;
  }
  const at = lastEntry?.at ?? startedAt;
  return html`<time class="when" datetime=${at}>${words.moment(at, now)}</time>`;
}

/** The added "You:" is isolated from the message's direction, or text from right to left would be cut at its beginning. */
function lastOf(entry: NonNullable<AgentConversation['lastEntry']>, { words, snapshot }: RowLook): TemplateResult {
  const own = entry.kind === 'message' && entry.author.id === snapshot.me?.id;
  return html`${own ? html`<bdi>${words.say('list.you')}</bdi>` : nothing}${entryLine(entry, words)}`;
}
