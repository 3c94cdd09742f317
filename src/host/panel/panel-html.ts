import { randomUUID } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

export const webviewRoot = (extension: Uri): Uri => Uri.joinPath(extension, 'dist');

/** The page of every panel: one script, one style sheet, nothing else may load or run. */
export const panelHtml = (webview: Webview, extension: Uri): string => {
  const nonce = randomUUID();
  // The toolkit asks by a style element, once, whether the browser knows :focus-visible; it takes the nonce from the meta element.
  const styleNonce = randomUUID();
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(webviewRoot(extension), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${styleNonce}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${styleNonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Wattlens</title>
    <link rel="stylesheet" href="${file('webview.css')}" />
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${file('webview.js')}"></script>
  </body>
</html>`;
};
