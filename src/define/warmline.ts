// The origin first: registering the tag wakes up elements that stand in the page already.
import './script-origin.ts';
import './chat-widget.ts';
