import { TabInputCustom, TabInputText, Uri, window } from 'vscode';
import type { Panels } from '../panel/panels';

/** What a command is about: its argument, else the focused panel's file, else the file of the active tab. */
export const targetOf = (argument: unknown, panels: Panels): Uri | undefined => {
  if (argument instanceof Uri) return argument;
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return (
    panels.active?.analysis.uri ??
    (input instanceof TabInputText || input instanceof TabInputCustom ? input.uri : undefined)
  );
};
