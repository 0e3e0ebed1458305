import { Uri, type Webview } from 'vscode';

/**
 * A page for a panel: no data in it, nothing from elsewhere, and only the one script that bears the nonce.
 * @param name of its script and style in dist/webview
 */
export function webviewHtml(webview: Webview, extensionUri: Uri, name: string, title: string): string {
  const file = (ending: string) =>
    webview.asWebviewUri(Uri.joinPath(webviewFolder(extensionUri), `${name}.${ending}`)).toString();
  const nonce = randomNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${file('css')}">
</head>
<body>
<main id="${name}"></main>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

/** The only folder from which pages may load. */
export function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist/webview');
}

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
