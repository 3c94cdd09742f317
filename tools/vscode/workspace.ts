import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SAMPLE_WORKSPACE = 'test/fixtures/workspace';

/** A copy of the sample workspace, so that no test changes the original. */
export const copyWorkspace = async (): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> => {
  const parent = await mkdtemp(join(tmpdir(), 'wattlens-'));
  const folder = join(parent, 'workspace');
  await cp(join(process.cwd(), SAMPLE_WORKSPACE), folder, { recursive: true });
  return { folder, remove: () => rm(parent, { recursive: true, force: true }) };
};
