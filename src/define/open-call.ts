import './call-controls.ts';
import './call-prompt.ts';

/** A call's own part of a page: loaded when something of a call arrives. What the panel shows of it comes at the same time, not after it. */
export { panelCalls } from '../elements/chat-panel/panel-calls.ts';
export { openCall } from '../embed/open-call.ts';
