/** Gathered into dist/webview.css when the bundle is built. */
declare module '*.css';
