import { CallControls } from '../elements/call-controls/call-controls.ts';
import { define } from './define.ts';

define('call-controls', CallControls);

export { CallControls };
export type * from '../elements/call-controls/call-controls-events.ts';
export type * from '../elements/call-controls/call-expand-event.ts';
