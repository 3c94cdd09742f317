import { readFileSync } from 'node:fs';
import { Problem } from '../../src/core/problem';
import type { Model } from '../../src/core/models/model';
import { readModel } from '../../src/core/models/read';
import { sharedPath } from './shared';

/** A row of the reference counts: what the families' own code gives, and where the config is. */
export interface ReferenceRow {
  readonly model: string;
  readonly config_path: string;
  readonly model_type?: string;
  readonly hf_class?: string;
  readonly params_exact?: number;
  readonly active_params?: number;
  readonly kv_bytes_per_token_bf16?: number;
  readonly flops?: {
    readonly B?: number;
    readonly S?: number;
    readonly prefill?: number;
    readonly decode_one_token_with_ctx_S?: number;
    readonly caveat?: readonly string[];
  };
}

export const referenceRows = (): readonly ReferenceRow[] =>
  JSON.parse(readFileSync(sharedPath('configs', 'reference.json'), 'utf8')) as readonly ReferenceRow[];

/** The row's model, or the problem with its config; anything else thrown is a fault. */
export const readRow = ({ config_path }: ReferenceRow): Model | Problem => {
  try {
    return readModel(readFileSync(sharedPath('configs', config_path), 'utf8'), config_path);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
};
