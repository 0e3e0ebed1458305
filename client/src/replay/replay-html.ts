import type { Uri, Webview } from 'vscode';
import { webviewHtml } from '../webview-html.ts';

/** The page of the panel that replays alerts. */
export function replayHtml(webview: Webview, extensionUri: Uri): string {
  return webviewHtml(webview, extensionUri, 'replay', 'Replay of Alerts');
}
