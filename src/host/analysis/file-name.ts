import type { Uri } from 'vscode';

export const fileNameOf = (uri: Uri): string => uri.path.slice(uri.path.lastIndexOf('/') + 1);
