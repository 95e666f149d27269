import './call-controls.ts';
import './call-prompt.ts';

/** A call's own part of a page: loaded when something of a call arrives. */
export { openCall } from '../embed/open-call.ts';
