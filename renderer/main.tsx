import { FocusStyleManager } from '@blueprintjs/core';
import '@blueprintjs/core/lib/css/blueprint.css';
import { createRoot } from 'react-dom/client';
import { connect } from './client/connect.ts';
import { AppProvider } from './panels/app-context.tsx';
import { AppFrame } from './panels/frame/app-frame.tsx';
import { shellPlatform } from './panels/frame/shell-platform.ts';
import { createApp } from './state/app.ts';
import './styles/tokens.css';
import './styles/frame.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/dimensions.css';
import './styles/dialogs.css';
import './styles/networks.css';
import './styles/trials.css';

FocusStyleManager.onlyShowFocusOnTabs();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root.');
const screen = createRoot(root);

try {
  const app = createApp(await connect(), shellPlatform());
  screen.render(
    <AppProvider value={app}>
      <AppFrame />
    </AppProvider>,
  );
  window.addEventListener('pagehide', () => void app.display.flush());
  await app.project.start();
} catch (thrown) {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  screen.render(<p className="no-host">Grove’s host does not answer: {reason} Close this window and start Grove again.</p>);
}
