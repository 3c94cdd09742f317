import './styles/main.css';
import { startApp } from './app';
import { hostPort } from './port';
import type { VsCodeApi } from './port';
import { createSavedState } from './saved-state';
import { observeTheme } from './theme/observer';
import { refreshToolkitTheme, registerToolkit } from './toolkit';

/** Given by VS Code to every webview, or by a test's page. */
declare const acquireVsCodeApi: () => VsCodeApi;

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id root.');
registerToolkit();
const api = acquireVsCodeApi();
const theme = observeTheme();
theme.onChange(refreshToolkitTheme);
startApp(root, hostPort(api), createSavedState(api), theme);
