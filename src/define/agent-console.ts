import { AgentCallNotices } from '../agent/agent-console/call-notices.ts';
import { AgentCallWindow } from '../agent/agent-console/call-window.ts';
import { AgentConsole } from '../agent/agent-console/agent-console.ts';
import { AgentConversationHeader } from '../agent/agent-console/conversation-header.ts';
import { AgentConversationList } from '../agent/agent-console/conversation-list.ts';
import { AgentConversationView } from '../agent/agent-console/conversation.ts';
import { AgentCustomerPanel } from '../agent/agent-console/customer-panel.ts';
import { AgentEraseDialog } from '../agent/agent-console/erase-dialog.ts';
import { AgentKeysDialog } from '../agent/agent-console/keys-dialog.ts';
import { AgentMenu } from '../agent/agent-console/menu.ts';
import { AgentSettingsDialog } from '../agent/agent-console/settings-dialog.ts';
import { AgentSignIn } from '../agent/agent-console/sign-in.ts';
import { AgentSignOutDialog } from '../agent/agent-console/sign-out-dialog.ts';
import { AgentStatusBar } from '../agent/agent-console/status-bar.ts';
import { openDesk } from '../embed/open-desk.ts';
import { define } from './define.ts';

AgentConsole.makeGateway ??= openDesk;

define('agent-menu', AgentMenu);
define('agent-sign-in', AgentSignIn);
define('agent-status-bar', AgentStatusBar);
define('agent-conversation-list', AgentConversationList);
define('agent-conversation-header', AgentConversationHeader);
define('agent-conversation', AgentConversationView);
define('agent-call-notices', AgentCallNotices);
define('agent-call-window', AgentCallWindow);
define('agent-customer-panel', AgentCustomerPanel);
define('agent-settings-dialog', AgentSettingsDialog);
define('agent-keys-dialog', AgentKeysDialog);
define('agent-erase-dialog', AgentEraseDialog);
define('agent-sign-out-dialog', AgentSignOutDialog);
define('agent-console', AgentConsole);

export { AgentConsole, openDesk };
export type { DeskGateway, OpenedDesk, TokenProvider } from '../agent/agent-console/desk-gateway.ts';
