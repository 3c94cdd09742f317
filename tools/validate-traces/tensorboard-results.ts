import type { PeerTable } from './results';

export interface PluginOperator {
  readonly name: string;
  readonly calls: number;
  readonly input_shape?: string;
  readonly device_self_duration?: number;
  readonly device_total_duration?: number;
  readonly host_self_duration: number;
  readonly host_total_duration: number;
  readonly tc_self_ratio?: number;
}

export interface PluginModule {
  readonly name: string;
  readonly id: number;
  readonly occurences: number;
  readonly operators: number;
  readonly host_duration: number;
  readonly self_host_duration: number;
  readonly device_duration: number;
  readonly self_device_duration: number;
  readonly children: readonly PluginModule[];
}

/** What the plugin said of one rank. Times are microseconds, memory is in bytes (peaks) or KiB (rows). */
export interface PluginWorker {
  readonly file: string;
  readonly steps_names: readonly string[];
  readonly steps_costs: readonly Readonly<Record<string, number>>[];
  readonly operator_table?: readonly PluginOperator[];
  readonly operator_table_by_input?: readonly PluginOperator[];
  readonly module_stats?: readonly PluginModule[];
  readonly memory_stats?: { readonly rows: Readonly<Record<string, PeerTable['rows']>> };
  readonly memory_peaks?: Readonly<Record<string, number>>;
}

export interface PluginResults {
  readonly workers: Readonly<Record<string, PluginWorker>>;
}
