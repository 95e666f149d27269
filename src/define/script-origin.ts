import { ChatWidget } from '../elements/chat-widget/chat-widget.ts';

/** With the script tag, the server is where the script came from, unless the element says otherwise. */
ChatWidget.server = new URL(import.meta.url).origin;
