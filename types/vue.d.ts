// Written from the sources by `npm run manifest`, like custom-elements.json.
import type { HTMLAttributes, PublicProps } from 'vue';
import type { AgentConsole, CallAcceptEvent, CallControls, CallDeclineEvent, CallEndEvent, CallEndedEvent, CallExpandEvent, CallPrompt, ChatChangedEvent, ChatClosedEvent, ChatMinimiseEvent, ChatOpenEvent, ChatOpenedEvent, ChatPanel, ChatWidget } from '../dist/index.js';

/** Vue sets a property where the element has one of that name, else an attribute. Its types write names and events in one word. */
type Tag<Own> = new () => { $props: PublicProps & HTMLAttributes & { part?: string | undefined; slot?: string | undefined } & Own };

declare module 'vue' {
  interface GlobalComponents {
    'agent-console': Tag<{
      /** The server's address; the page's own where it is not given. */
      server?: string | undefined;
      /** Whether the page is the console's own: what is new shows in its title, and where it has no language, it has the console's. */
      pageTitle?: boolean | undefined;
      /** Gives short-lived socket tokens, where the page around has signed the agent in. */
      tokenProvider?: AgentConsole['tokenProvider'] | undefined;
      /** A desk that the page around opened by itself, with `openDesk` of this element's module. */
      openedDesk?: AgentConsole['openedDesk'] | undefined;
    }>;
    'call-controls': Tag<{
      /** The small form: who, how long, mute and end. */
      compact?: boolean | undefined;
      /** Whose chat and calls it shows; null shows nothing. Inside a `<chat-widget>` it is given the widget's. */
      session?: CallControls['session'] | undefined;
      /** The customer wants to hang up. Cancelable. */
      onCallEnd?: ((event: CallEndEvent) => void) | undefined;
      /** The call is over. */
      onCallEnded?: ((event: CallEndedEvent) => void) | undefined;
      /** From the small form: to see the whole call. */
      onCallExpand?: ((event: CallExpandEvent) => void) | undefined;
    }>;
    'call-prompt': Tag<{
      /** Whose chat and calls it shows; null shows nothing. Inside a `<chat-widget>` it is given the widget's. */
      session?: CallPrompt['session'] | undefined;
      /** The customer wants to answer. Cancelable. */
      onCallAccept?: ((event: CallAcceptEvent) => void) | undefined;
      /** The customer does not want the call. Cancelable. */
      onCallDecline?: ((event: CallDeclineEvent) => void) | undefined;
    }>;
    'chat-panel': Tag<{
      /** Custom states that the widget repeats, and whether each holds. */
      states?: ChatPanel['states'] | undefined;
      /** What stands for it while it is closed, where something does. */
      launcher?: ChatPanel['launcher'] | undefined;
      /** Whether it is shown whole. */
      open?: ChatPanel['open'] | undefined;
      /** Whose chat and calls it shows; null shows nothing. Inside a `<chat-widget>` it is given the widget's. */
      session?: ChatPanel['session'] | undefined;
      /** The customer puts the chat away. */
      onChatMinimise?: ((event: ChatMinimiseEvent) => void) | undefined;
      /** States or unread count changed. */
      onChatChanged?: ((event: ChatChangedEvent) => void) | undefined;
    }>;
    'chat-widget': Tag<{
      /** The server's address; where the script tag's file came from, or the page's own, where it is not given. */
      server?: string | undefined;
      /** The `id` of one of the server's sites. */
      site?: string | undefined;
      /** The site's own id of the customer who is signed in, as `customer-token` says it; no spaces. Without it, nobody is known. */
      customer?: string | undefined;
      /** By which the site's own server vouches for `customer`: a JSON Web Token. To be there before `customer` is. */
      customerToken?: string | undefined;
      /** Media backends of the page's own, by the name that the server's calls carry. Read when a call is loaded. */
      backends?: ChatWidget['backends'] | undefined;
      /** The chat is about to open. Cancelable. */
      onChatOpen?: ((event: ChatOpenEvent) => void) | undefined;
      /** The chat is open. */
      onChatOpened?: ((event: ChatOpenedEvent) => void) | undefined;
      /** The chat is closed. */
      onChatClosed?: ((event: ChatClosedEvent) => void) | undefined;
      /** States or unread count changed; `session.chat.snapshot.unread` is the count. */
      onChatChanged?: ((event: ChatChangedEvent) => void) | undefined;
    }>;
  }
}
