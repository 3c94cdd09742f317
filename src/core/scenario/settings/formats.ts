import type { Target } from './settings';

/** Settings of one program: how they are known, and what its fields say. Names are in lower case with underscores. */
export interface SettingsFormat {
  readonly id: string;
  readonly title: string;
  readonly task: 'serve' | 'train';
  readonly engine?: string;
  /** Paths of which `least` must be there. */
  readonly known: readonly string[];
  readonly least: number;
  readonly keys: Readonly<Record<string, Target>>;
}

/** vLLM's `serve --config` YAML, the engine's flags (docs.vllm.ai, Engine Arguments). */
const vllm: SettingsFormat = {
  id: 'vllm',
  title: 'vLLM settings file',
  task: 'serve',
  engine: 'vllm',
  known: [
    'tensor_parallel_size',
    'max_model_len',
    'gpu_memory_utilization',
    'kv_cache_dtype',
    'max_num_batched_tokens',
    'max_num_seqs',
    'enable_prefix_caching',
    'no_enable_prefix_caching',
    'compilation_config',
    'async_scheduling',
    'served_model_name',
    'enforce_eager',
    'max_cudagraph_capture_size',
    'stream_interval',
  ],
  least: 2,
  keys: {
    model: 'model',
    tensor_parallel_size: 'tensor',
    pipeline_parallel_size: 'pipeline',
    data_parallel_size: 'data',
    enable_expert_parallel: 'spreadExperts',
    max_model_len: 'maxContext',
    dtype: 'weights',
    quantization: 'quantization',
    kv_cache_dtype: 'kv',
  },
};

/** TensorRT-LLM's options of `trtllm-serve` (`--config`, LlmArgs). */
const tensorRt: SettingsFormat = {
  id: 'tensorrt-llm',
  title: 'TensorRT-LLM options file',
  task: 'serve',
  engine: 'trt-llm',
  known: [
    'kv_cache_config',
    'cuda_graph_config',
    'moe_expert_parallel_size',
    'enable_attention_dp',
    'moe_config',
    'max_num_tokens',
    'enable_chunked_prefill',
    'backend',
    'print_iter_log',
  ],
  least: 2,
  keys: {
    model: 'model',
    tensor_parallel_size: 'tensor',
    pipeline_parallel_size: 'pipeline',
    context_parallel_size: 'context',
    moe_expert_parallel_size: 'expert',
    max_seq_len: 'maxContext',
    dtype: 'weights',
    'quant_config.quant_algo': 'quantization',
    'kv_cache_config.dtype': 'kv',
  },
};

/** TensorRT-LLM's checkpoint config, as `trtllm-build` reads it. */
const tensorRtCheckpoint: SettingsFormat = {
  id: 'tensorrt-llm-checkpoint',
  title: 'TensorRT-LLM checkpoint',
  task: 'serve',
  engine: 'trt-llm',
  known: [
    'mapping.tp_size',
    'mapping.world_size',
    'quantization.quant_algo',
    'producer.name',
    'position_embedding_type',
  ],
  least: 3,
  keys: {
    'mapping.tp_size': 'tensor',
    'mapping.pp_size': 'pipeline',
    'mapping.moe_ep_size': 'expert',
    dtype: 'weights',
    'quantization.quant_algo': 'quantization',
    'quantization.kv_cache_quant_algo': 'kv',
  },
};

/** SGLang's server arguments as YAML (`--config`, docs.sglang.ai). */
const sglang: SettingsFormat = {
  id: 'sglang',
  title: 'SGLang settings file',
  task: 'serve',
  engine: 'sglang',
  known: [
    'model_path',
    'tp_size',
    'tp',
    'tensor_parallel_size',
    'mem_fraction_static',
    'chunked_prefill_size',
    'max_running_requests',
    'schedule_policy',
    'attention_backend',
    'enable_metrics',
  ],
  least: 2,
  keys: {
    model_path: 'model',
    model: 'model',
    tp_size: 'tensor',
    tp: 'tensor',
    tensor_parallel_size: 'tensor',
    pp_size: 'pipeline',
    dp_size: 'data',
    dp: 'data',
    data_parallel_size: 'data',
    ep_size: 'expert',
    ep: 'expert',
    context_length: 'maxContext',
    dtype: 'weights',
    quantization: 'quantization',
    kv_cache_dtype: 'kv',
  },
};

/** Recipes of vllm-project/recipes: a model, and how its variants are served. */
const recipe: SettingsFormat = {
  id: 'vllm-recipe',
  title: 'vLLM recipe',
  task: 'serve',
  engine: 'vllm',
  known: ['model.model_id', 'variants.default', 'compatible_strategies'],
  least: 2,
  keys: {
    'model.model_id': 'model',
    'variants.default.tp': 'tensor',
    'variants.default.precision': 'quantization',
  },
};

/** Values of the vLLM production stack's Helm chart; of several models the first. */
const productionStack: SettingsFormat = {
  id: 'production-stack',
  title: 'vLLM production stack values',
  task: 'serve',
  engine: 'vllm',
  known: ['servingenginespec.modelspec'],
  least: 1,
  keys: {
    'servingenginespec.modelspec.0.modelurl': 'model',
    'servingenginespec.modelspec.0.vllmconfig.tensorparallelsize': 'tensor',
    'servingenginespec.modelspec.0.vllmconfig.maxmodellen': 'maxContext',
    'servingenginespec.modelspec.0.vllmconfig.dtype': 'weights',
  },
};

/** GPT-NeoX's training files: DeepSpeed's settings and Megatron's in one. */
const neox: SettingsFormat = {
  id: 'gpt-neox',
  title: 'GPT-NeoX training file',
  task: 'train',
  engine: 'deepspeed',
  known: ['pipe_parallel_size', 'model_parallel_size', 'num_layers', 'train_micro_batch_size_per_gpu'],
  least: 3,
  keys: {
    model_parallel_size: 'tensor',
    'zero_optimization.stage': 'zero',
    train_micro_batch_size_per_gpu: 'microbatch',
    seq_length: 'input',
    'fp16.enabled': 'fp16',
    'optimizer.type': 'optimizer',
  },
};

/** DeepSpeed's JSON (deepspeed.ai, Configuration JSON). */
const deepspeed: SettingsFormat = {
  id: 'deepspeed',
  title: 'DeepSpeed settings file',
  task: 'train',
  engine: 'deepspeed',
  known: [
    'zero_optimization',
    'train_batch_size',
    'train_micro_batch_size_per_gpu',
    'gradient_accumulation_steps',
    'bf16.enabled',
    'fp16.enabled',
    'zero_allow_untested_optimizer',
  ],
  least: 2,
  keys: {
    'zero_optimization.stage': 'zero',
    train_batch_size: 'batch',
    train_micro_batch_size_per_gpu: 'microbatch',
    'tensor_parallel.autotp_size': 'tensor',
    'bf16.enabled': 'bf16',
    'fp16.enabled': 'fp16',
    'optimizer.type': 'optimizer',
    'data_types.grad_accum_dtype': 'gradients',
  },
};

/** torchtitan's job TOML (pytorch/torchtitan, job_config.py). Its data-parallel shards are FSDP's. */
const torchtitan: SettingsFormat = {
  id: 'torchtitan',
  title: 'torchtitan job',
  task: 'train',
  known: [
    'job.dump_folder',
    'model.flavor',
    'model.name',
    'training.seq_len',
    'parallelism.tensor_parallel_degree',
    'parallelism.data_parallel_shard_degree',
    'activation_checkpoint.mode',
    'optimizer.name',
  ],
  least: 3,
  keys: {
    'model.hf_assets_path': 'model',
    'parallelism.tensor_parallel_degree': 'tensor',
    'parallelism.pipeline_parallel_degree': 'pipeline',
    'parallelism.data_parallel_shard_degree': 'data',
    'parallelism.context_parallel_degree': 'context',
    'parallelism.expert_parallel_degree': 'expert',
    'training.local_batch_size': 'microbatch',
    'training.global_batch_size': 'batch',
    'training.seq_len': 'input',
    'training.dtype': 'weights',
    'activation_checkpoint.mode': 'checkpointing',
    'optimizer.name': 'optimizer',
  },
};

/** Megatron-LM's arguments in a launch script or YAML (megatron/training/arguments.py). */
const megatron: SettingsFormat = {
  id: 'megatron',
  title: 'Megatron-LM launch script',
  task: 'train',
  known: [
    'tensor_model_parallel_size',
    'pipeline_model_parallel_size',
    'micro_batch_size',
    'global_batch_size',
    'recompute_granularity',
    'use_distributed_optimizer',
    'sequence_parallel',
  ],
  least: 2,
  keys: {
    tensor_model_parallel_size: 'tensor',
    pipeline_model_parallel_size: 'pipeline',
    context_parallel_size: 'context',
    expert_model_parallel_size: 'expert',
    sequence_parallel: 'sequence',
    micro_batch_size: 'microbatch',
    global_batch_size: 'batch',
    seq_length: 'input',
    use_distributed_optimizer: 'zero',
    recompute_granularity: 'checkpointing',
    bf16: 'bf16',
    fp16: 'fp16',
    optimizer: 'optimizer',
    accumulate_allreduce_grads_in_fp32: 'gradients',
  },
};

/** The most particular first. */
export const SETTINGS_FORMATS: readonly SettingsFormat[] = [
  recipe,
  productionStack,
  tensorRtCheckpoint,
  torchtitan,
  neox,
  deepspeed,
  megatron,
  tensorRt,
  sglang,
  vllm,
];
