import { WebSocketCallAuthority } from '../chat/websocket/call-authority.ts';
import { BrowserDevices } from '../media/devices/browser-devices.ts';
import type { Call } from '../session/call/call.ts';
import { callSession } from '../session/call/call-session.ts';
import { mediaBackends } from './media-backends.ts';
import type { CallIngredients } from './open-chat.ts';

/** Calls over the chat's own connection, with the page's devices. A backend of the page's own takes the place of one of the same name. */
export function openCall(ingredients: CallIngredients): Call {
  const call = callSession({
    ...ingredients,
    side: 'customer',
    key: 'lease',
    authority: new WebSocketCallAuthority(ingredients.connection),
    backends: { ...mediaBackends, ...ingredients.backends },
    devices: new BrowserDevices(),
  });
  addEventListener('pagehide', () => call.pageHides(), ingredients);
  return call;
}
