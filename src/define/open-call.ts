import './call-controls.ts';
import './call-prompt.ts';
// What both need then stands in its chunk, and not in one more.
import '../elements/chat-panel/panel-calls.ts';

/** A call's own part of a page: loaded when something of a call arrives. */
export { openCall } from '../embed/open-call.ts';
