import { CallControls } from '../elements/call-controls/call-controls.ts';
import { define } from './define.ts';

define('call-controls', CallControls);
