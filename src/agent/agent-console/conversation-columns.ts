import type { TemplateResult } from 'lit';
import { html } from 'lit';
import type { Desk } from '../../session/desk/desk.ts';
import type { Words } from '../shared/words.ts';
import type { DeskConversation } from './desk-conversations.ts';
import { continuationOf } from './desk-conversations.ts';
import type { Endings } from './endings.ts';

/** What the columns are drawn from, beside the conversation. */
interface ColumnFacts {
  readonly desk: Desk;
  readonly endings: Endings;
  readonly words: Words;
  readonly now: () => number;
  readonly closeCustomer: () => void;
}

/** The open conversation, and beside it what is known of its customer. */
export const conversationColumns = (
  { session, conversation }: DeskConversation,
  { desk, endings, words, now, closeCustomer }: ColumnFacts,
): TemplateResult =>
  html`<main aria-label=${words.nameOf(conversation.customer)}>
      <agent-conversation
        part="conversation"
        .words=${words}
        .desk=${desk}
        .session=${session}
        .conversation=${conversation}
        .continuation=${continuationOf(desk.snapshot, conversation)}
        .endings=${endings}
        .now=${now}
      >
        <agent-conversation-header
          .words=${words}
          .desk=${desk}
          .chat=${session.chat}
          .call=${session.call}
          .conversation=${conversation}
          .endings=${endings}
        ></agent-conversation-header>
        <agent-call-notices .words=${words} .desk=${desk} .call=${session.call} .conversation=${conversation}></agent-call-notices>
      </agent-conversation>
    </main>
    <aside aria-label=${words.say('customer.title')}>
      <button class="plain narrow-back" type="button" @click=${closeCustomer}>
        ${words.say('common.close')}
      </button>
      <agent-customer-panel
        part="customer"
        .words=${words}
        .desk=${desk}
        .chat=${session.chat}
        .conversation=${conversation}
        .now=${now}
      ></agent-customer-panel>
    </aside>`;
