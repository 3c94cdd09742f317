import { env, window } from 'vscode';

const SHOWN_MILLISECONDS = 3000;

export const copyText = async (text: string, what: string): Promise<void> => {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(`$(check) Copied the ${what}`, SHOWN_MILLISECONDS);
};
