import { Uri, type Webview } from 'vscode';

/**
 * The page of the panel: no data in it, nothing from elsewhere, and only the one script that bears the nonce.
 */
export function replayHtml(webview: Webview, extensionUri: Uri): string {
  const file = (name: string) =>
    webview.asWebviewUri(Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  const nonce = randomNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Replay of Alerts</title>
<link rel="stylesheet" href="${file('replay.css')}">
</head>
<body>
<main id="replay"></main>
<script nonce="${nonce}" src="${file('replay.js')}"></script>
</body>
</html>`;
}

/** The only folder from which the page may load. */
export function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist/webview');
}

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
