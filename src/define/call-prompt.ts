import { CallPrompt } from '../elements/call-prompt/call-prompt.ts';
import { define } from './define.ts';

define('call-prompt', CallPrompt);

export { CallPrompt };
export type * from '../elements/call-prompt/call-prompt-events.ts';
