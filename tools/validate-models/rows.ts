import { readFileSync } from 'node:fs';
import { join } from 'node:path';

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

/** @param configs The folder of configs, in which the rows stand as reference.json. */
export const referenceRowsIn = (configs: string): readonly ReferenceRow[] =>
  JSON.parse(readFileSync(join(configs, 'reference.json'), 'utf8')) as readonly ReferenceRow[];
