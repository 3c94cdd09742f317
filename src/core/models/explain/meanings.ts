/** What the fields of configs are, by the last part of their path. Spellings of one field share a line. */
const LINES: readonly (readonly [names: string, title: string, meaning: string])[] = [
  [
    'model_channels',
    'Channels',
    'Feature maps of the first level of a U-Net; every further level has a multiple.',
  ],
  [
    'channel_mult ch_mult',
    'Channel multiples',
    'Feature maps of each level, as a multiple of the first; each level halves the resolution.',
  ],
  [
    'num_res_blocks',
    'Residual blocks',
    'Residual blocks of each level on the way down; one more on the way up.',
  ],
  [
    'attention_resolutions',
    'Levels with attention',
    'How far a level is scaled down that has attention between its residual blocks.',
  ],
  [
    'transformer_depth',
    'Transformer layers',
    'Attention layers behind each residual block of a level that has attention.',
  ],
  ['context_dim', 'Text width', 'Width of the text encoder’s states that attention looks at.'],
  ['num_head_channels', 'Head width', 'Elements of a query, key or value per head.'],
  ['z_channels embed_dim', 'Latent channels', 'Feature maps of the latent that the U-Net works on.'],
  ['ch', 'Channels', 'Feature maps of the first level of the autoencoder.'],
  [
    'hidden_size n_embd n_embed d_model dim base_emb_dim',
    'Hidden size',
    'Width of the vector that each position carries through all layers.',
  ],
  [
    'num_hidden_layers n_layer n_layers num_layers base_num_decoder_layers depth',
    'Layers',
    'How many blocks follow one another.',
  ],
  [
    'num_single_layers',
    'Single-stream layers',
    'Blocks in which text and image go through one attention and one set of weights.',
  ],
  [
    'cross_attention_layers',
    'Layers with cross-attention',
    'Where the language model looks at the states of the vision part.',
  ],
  ['encoder_layers', 'Encoder layers', 'How many blocks the encoder has.'],
  ['decoder_layers num_decoder_layers', 'Decoder layers', 'How many blocks the decoder has.'],
  [
    'num_attention_heads n_head n_heads num_heads base_num_query_heads encoder_attention_heads decoder_attention_heads attention_heads heads',
    'Query heads',
    'Parallel attentions per layer, each with its own queries.',
  ],
  [
    'num_key_value_heads num_kv_heads n_kv_heads n_head_kv multi_query_group_num num_query_groups base_num_kv_heads',
    'Key-value heads',
    'Heads whose keys and values are kept per token; query heads share them in groups.',
  ],
  [
    'head_dim kv_channels d_kv attention_head_dim mamba_head_dim',
    'Head width',
    'Elements of a query, key or value per head.',
  ],
  [
    'intermediate_size ffn_dim n_inner d_ff ffn_hidden_size base_mlp_dim inter_dim encoder_ffn_dim decoder_ffn_dim',
    'Feed-forward width',
    'Inner width of the feed-forward part of a layer.',
  ],
  [
    'moe_intermediate_size moe_inter_dim base_moe_mlp_dim',
    'Expert width',
    'Inner width of one routed expert.',
  ],
  [
    'shared_expert_intermediate_size moe_shared_expert_intermediate_size',
    'Shared expert width',
    'Inner width of the expert that every token passes.',
  ],
  [
    'num_experts num_local_experts n_routed_experts',
    'Routed experts',
    'Feed-forward parts that a router chooses from, per layer. All of them are stored.',
  ],
  [
    'num_experts_per_tok experts_per_token num_experts_per_token n_activated_experts',
    'Experts per token',
    'How many routed experts each token is sent through.',
  ],
  ['n_shared_experts', 'Shared experts', 'Experts that every token passes, beside the routed ones.'],
  [
    'first_k_dense_replace n_dense_layers',
    'Dense layers first',
    'Leading layers with an ordinary feed-forward part in place of experts.',
  ],
  [
    'vocab_size padded_vocab_size',
    'Vocabulary',
    'Rows of the embedding table, and outputs of the language-model head.',
  ],
  [
    'tie_word_embeddings',
    'Tied embeddings',
    'Whether the language-model head uses the embedding table as its matrix.',
  ],
  [
    'moe_layer_freq decoder_sparse_step',
    'Layers from one with experts to the next',
    'With 1 every layer has experts; with 2 every other.',
  ],
  [
    'hybrid_override_pattern layer_types layers_block_type',
    'Kinds of layers',
    'What each layer is, from the first to the last: attention, state space, feed-forward or experts.',
  ],
  [
    'max_position_embeddings n_positions n_ctx seq_length context_length max_target_positions',
    'Context',
    'Positions the model was made for. Learned position tables have one row each.',
  ],
  [
    'sliding_window sliding_window_size',
    'Sliding window',
    'Positions a token can look back in windowed layers; their cache stops growing there.',
  ],
  [
    'kv_lora_rank',
    'Latent key-value rank',
    'Width of the compressed keys and values that latent attention keeps per token.',
  ],
  ['q_lora_rank', 'Latent query rank', 'Width that queries are compressed to on their way.'],
  [
    'qk_nope_head_dim',
    'Head width without position',
    'Part of a query or key that carries no rotary position.',
  ],
  [
    'qk_rope_head_dim',
    'Rotary head width',
    'Part of a query or key that carries the rotary position; shared by all heads in the cache.',
  ],
  ['v_head_dim', 'Value width', 'Elements of a value per head.'],
  [
    'state_size ssm_state_size mamba_d_state',
    'State size',
    'Elements of state per channel of a state-space layer; constant whatever the context.',
  ],
  [
    'conv_kernel mamba_d_conv',
    'Convolution width',
    'Positions that the short convolution of a state-space layer sees.',
  ],
  [
    'expand mamba_expand',
    'Expansion',
    'Inner width of a state-space layer as a multiple of the hidden size.',
  ],
  ['type_vocab_size', 'Segment types', 'Rows of the table that tells segments of the input apart.'],
  [
    'mamba_num_heads',
    'State-space heads',
    'Parallel state-space scans per layer, each with a head width of its own.',
  ],
  [
    'image_size',
    'Image size',
    'Pixels of a side of the images it was made for; with the patch size it gives the positions.',
  ],
  ['sample_size', 'Latent size', 'Side of the latent it was made for, in positions.'],
  ['patch_size', 'Patch size', 'Pixels of a side of the square that becomes one position.'],
  ['temporal_patch_size', 'Frames per patch', 'Frames of a video that become one position in time.'],
  [
    'spatial_merge_size',
    'Merged patches',
    'Patches of a side that are joined into one position of the language model.',
  ],
  ['in_channels num_channels', 'Input channels', 'Values of each pixel or latent position that come in.'],
  ['out_channels', 'Output channels', 'Values of each pixel or latent position that go out.'],
  [
    'block_out_channels',
    'Channels of each level',
    'Feature maps of each level of a U-Net; each level halves the resolution.',
  ],
  [
    'layers_per_block',
    'Layers per level',
    'Residual blocks of each level on the way down; one more on the way up.',
  ],
  [
    'cross_attention_dim joint_attention_dim',
    'Text width',
    'Width of the text encoder’s states that attention looks at.',
  ],
  [
    'pooled_projection_dim',
    'Pooled text width',
    'Width of the one vector of the whole prompt that every block is told.',
  ],
  [
    'out_hidden_size vision_output_dim',
    'Output width',
    'Width of the states that the vision part hands to the language model.',
  ],
  ['num_mel_bins', 'Mel bins', 'Frequencies of the spectrogram that comes in.'],
  ['max_source_positions', 'Encoder positions', 'Positions of the sound or text that comes in.'],
  ['arch_sparse_feature_size emb_dim', 'Embedding width', 'Width of a row of the embedding tables.'],
  [
    'arch_embedding_size',
    'Embedding tables',
    'Rows of each table. Most of the parameters, of which a sample reads a few rows.',
  ],
  ['arch_mlp_bot', 'Bottom MLP', 'Widths of the layers that the dense features go through.'],
  ['arch_mlp_top', 'Top MLP', 'Widths of the layers behind the interaction.'],
  [
    'num_indices_per_lookup pooling_size',
    'Rows per lookup',
    'Rows of a table that a sample reads and adds up.',
  ],
  [
    'quant_method quant_algo',
    'Quantisation',
    'How the stored weights are made smaller; what it leaves out keeps the weight format.',
  ],
  ['group_size', 'Group size', 'Weights that share one scale.'],
  ['bits', 'Bits', 'Bits of a stored weight, scales aside.'],
  ['model_type', 'Model type', 'Names the architecture, which decides what every other field means.'],
  ['attention_bias use_qkv_bias qkv_bias', 'Attention bias', 'Whether the attention projections add a bias.'],
  ['mlp_bias', 'Feed-forward bias', 'Whether the feed-forward projections add a bias.'],
  ['torch_dtype dtype', 'Weight format', 'Number format that the weights are stored in.'],
];

const MEANINGS: ReadonlyMap<string, { readonly title: string; readonly meaning: string }> = new Map(
  LINES.flatMap(([names, title, meaning]) => names.split(' ').map((name) => [name, { title, meaning }])),
);

export const meaningOf = (path: string): { readonly title: string; readonly meaning: string } | undefined =>
  MEANINGS.get(path.split('.').at(-1) ?? path);
