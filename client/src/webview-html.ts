import { type LogOutputChannel, Uri, type Webview } from 'vscode';

/** A page in dist/webview: the name of its script and style, and its title, as HTML. */
export interface Page {
  readonly name: string;
  readonly title: string;
}

/**
 * Shows a page.
 * @param answer takes what the page tells; what it throws is logged
 * @param failed tells the page, in words for people, that something did not work
 */
export function showPage<Message extends { readonly type: string }>(
  webview: Webview,
  extensionUri: Uri,
  { name, title }: Page,
  log: LogOutputChannel,
  answer: (message: Message) => unknown,
  failed: (message: string) => void,
): void {
  webview.options = { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
  webview.onDidReceiveMessage(async (message: Message) => {
    try {
      await answer(message);
    } catch (error) {
      log.error(`The page "${title}" got no answer to "${message.type}":`, error);
      failed(error instanceof Error ? error.message : String(error));
    }
  });
  webview.html = webviewHtml(webview, extensionUri, { name, title });
}

/**
 * A page for a panel: no data in it, nothing from elsewhere, and only the one script that bears the nonce.
 */
function webviewHtml(webview: Webview, extensionUri: Uri, { name, title }: Page): string {
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
function webviewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist/webview');
}

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
