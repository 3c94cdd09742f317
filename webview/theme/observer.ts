/**
 * Tells when the theme's colours have changed. VS Code changes the variables in the style attribute of <html>
 * and the classes and data attributes of <body>, in several steps; listeners hear of it once a frame.
 */
export interface ThemeObserver {
  onChange(listener: () => void): void;
}

export const observeTheme = (): ThemeObserver => {
  const listeners: (() => void)[] = [];
  let scheduled = false;
  let seen = fingerprint();
  const look = (): void => {
    scheduled = false;
    const now = fingerprint();
    if (now === seen) return;
    seen = now;
    for (const listener of listeners) listener();
  };
  const observer = new MutationObserver(() => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(look);
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-kind', 'data-vscode-theme-id'],
  });
  return { onChange: (listener) => listeners.push(listener) };
};

/** All that a theme sets: its variables and its kind. */
const fingerprint = (): string =>
  `${document.documentElement.getAttribute('style') ?? ''}\n${document.body.dataset['vscodeThemeKind'] ?? ''}`;
